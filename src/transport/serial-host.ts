import { portLost } from '#dlms/errors';
import type { Clock } from '#time/clock';
import { SerialDevice } from './serial-device';
import type { SerialEndpoint, SerialEndpointConnection } from './serial-endpoint';
import { sameSettings } from './serial-port-settings';

/** Real time that a port may take to be opened. */
const OPEN_MS = 10_000;

/** Serves an endpoint on a serial port or PTY of this computer, which it sets as the endpoint wants it. */
export class SerialHost {
  private readonly path: string;
  private readonly endpoint: SerialEndpoint;
  private readonly clock: Clock;
  private readonly onLost: (error: Error) => void;
  private device: SerialDevice | undefined;
  private connection: SerialEndpointConnection | undefined;
  private cancelTick: (() => void) | undefined;
  private flushing: Promise<void> | undefined;

  /** @param onLost told when the port is gone; nothing is served after that */
  constructor(path: string, endpoint: SerialEndpoint, clock: Clock, onLost: (error: Error) => void) {
    this.path = path;
    this.endpoint = endpoint;
    this.clock = clock;
    this.onLost = onLost;
  }

  /** @throws LineLost that names the port and what to do, or when the endpoint accepts no connection */
  async open(): Promise<void> {
    const now = this.clock.now();
    const connection = this.endpoint.connect(now);
    if (connection === undefined) throw portLost(`serial ${this.path}: the simulated meter does not accept a line`);
    this.connection = connection;
    this.device = new SerialDevice(this.path, connection.settings, this.clock, {
      arrived: (octets) => this.arrived(octets),
      gone: () => this.lose(portLost(`serial ${this.path}: the port is gone (unplugged, or its other end closed)`)),
    });
    await this.device.open(now + OPEN_MS);
    this.flush();
  }

  async close(): Promise<void> {
    this.forget();
    const { device } = this;
    this.device = undefined;
    await device?.close();
    await this.flushing;
  }

  private arrived(octets: Uint8Array): void {
    if (this.device === undefined) return;
    this.connection ??= this.endpoint.connect(this.clock.now());
    this.connection?.receive(octets, this.clock.now());
    this.flush();
  }

  private flush(): void {
    this.flushing ??= this.flushed()
      .catch((error: unknown) => this.lose(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        this.flushing = undefined;
      });
  }

  /** What is said while something is being sent waits here for its turn. */
  private async flushed(): Promise<void> {
    for (
      let { connection, device } = this;
      connection !== undefined && device !== undefined;
      { connection, device } = this
    ) {
      if (!sameSettings(connection.settings, device.settings)) await device.reconfigure(connection.settings);
      const pieces = connection.takeOutput();
      for (const piece of pieces) await device.write(piece);
      if (pieces.length > 0) connection.sent(this.clock.now());
      else if (sameSettings(connection.settings, device.settings)) return this.settle(connection);
    }
  }

  private settle(connection: SerialEndpointConnection): void {
    if (connection.closed === undefined) this.rearm(connection);
    else this.forget();
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

  private forget(): void {
    this.cancelTick?.();
    this.connection?.lost(this.clock.now());
    this.connection = undefined;
  }

  private lose(error: Error): void {
    if (this.device === undefined) return;
    this.forget();
    void this.device.close().catch(() => undefined);
    this.device = undefined;
    this.onLost(error);
  }
}
