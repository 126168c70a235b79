import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { MemorySerialBus, SerialStation, SerialTransmitter } from './memory-serial-bus';
import type { SerialEndpoint, SerialEndpointConnection } from './serial-endpoint';
import { type SerialPortSettings, sameSettings } from './serial-port-settings';

/** A serial endpoint as a station on a bus; deaf and silent while it accepts no connection. */
export class MemorySerialEndpoint implements SerialStation {
  settings: SerialPortSettings;
  private readonly endpoint: SerialEndpoint;
  private readonly clock: ManualClock;
  private readonly transmitter: SerialTransmitter;
  private connection: SerialEndpointConnection | undefined;
  private cancelTick: (() => void) | undefined;

  /** @param idle settings of the port until the endpoint accepts a connection */
  constructor(endpoint: SerialEndpoint, clock: ManualClock, bus: MemorySerialBus, idle: SerialPortSettings) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.settings = idle;
    this.transmitter = bus.attach(this);
    this.begin();
  }

  hear(octet: number, now: Instant): void {
    if (this.connection === undefined || this.connection.closed !== undefined) this.begin();
    this.connection?.receive(Uint8Array.of(octet), now);
    this.flush();
  }

  sent(now: Instant): void {
    this.connection?.sent(now);
    this.flush();
  }

  /** The meter is switched off. */
  lost(): void {
    this.cancelTick?.();
    this.connection?.lost(this.clock.now());
    this.connection = undefined;
  }

  private begin(): void {
    this.connection = this.endpoint.connect(this.clock.now());
    this.flush();
  }

  /** New settings wait until the old ones are no longer needed, and the output that comes with them waits too. */
  private flush(): void {
    const { connection } = this;
    if (connection === undefined) return;
    const changes = !sameSettings(this.settings, connection.settings);
    if (!changes || !this.transmitter.isBusy) {
      this.settings = connection.settings;
      for (const piece of connection.takeOutput()) this.transmitter.send(piece);
    }
    if (connection.closed === undefined) this.rearm(connection);
    else this.lost();
  }

  private rearm(connection: SerialEndpointConnection): void {
    this.cancelTick?.();
    const { deadline } = connection;
    if (deadline === undefined) return;
    this.cancelTick = this.clock.at(deadline, () => {
      connection.tick(this.clock.now());
      this.flush();
    });
  }
}
