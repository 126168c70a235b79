import { LineLost } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import { EventQueue } from './event-queue';
import type { LineEvent } from './line';
import { MemorySerialBus, type SerialStation, type SerialTransmitter, type SerialWiring } from './memory-serial-bus';
import { MemorySerialEndpoint } from './memory-serial-endpoint';
import type { SerialEndpoint } from './serial-endpoint';
import { noHalfClose, type SerialLine, type SerialTransport } from './serial-line';
import { checkedSettings, type SerialPortSettings } from './serial-port-settings';

/** Octets that nobody reads are lost beyond this many, as in a port whose buffer runs over. */
const BACKLOG = 1024 * 1024;

/**
 * A serial line in memory with one or more meters at its far end, on the manual clock. Octets take as long as their
 * speed says and arrive one by one; a difference of speed or parity changes them (a Linux PTY does neither).
 */
export class MemorySerialTransport implements SerialTransport {
  readonly description = 'serial line in memory';
  private readonly clock: ManualClock;
  private readonly settings: SerialPortSettings;
  private readonly echo: boolean;
  private readonly bus: MemorySerialBus;
  private readonly stations: readonly MemorySerialEndpoint[];
  private open: MemorySerialLine | undefined;

  /** @param settings of the near end at each opening */
  constructor(
    endpoints: readonly SerialEndpoint[],
    clock: ManualClock,
    settings: SerialPortSettings,
    wiring: SerialWiring = {},
  ) {
    this.clock = clock;
    this.settings = checkedSettings(settings);
    this.echo = wiring.echo ?? false;
    this.bus = new MemorySerialBus(clock, wiring.twoWire ?? false);
    this.stations = endpoints.map((endpoint) => new MemorySerialEndpoint(endpoint, clock, this.bus, settings));
  }

  /** A port is opened by one at a time. The meters are not told: they are as the last line left them. */
  async connect(): Promise<SerialLine> {
    if (this.open?.isOpen) throw new LineLost(`${this.description}: already open`);
    this.open = new MemorySerialLine(this.bus, this.clock, this.settings, this.echo);
    return this.open;
  }

  async close(): Promise<void> {
    await this.open?.close();
    for (const station of this.stations) {
      this.bus.detach(station);
      station.lost();
    }
  }
}

class MemorySerialLine implements SerialLine, SerialStation {
  settings: SerialPortSettings;
  isOpen = true;
  private readonly bus: MemorySerialBus;
  private readonly clock: ManualClock;
  private readonly transmitter: SerialTransmitter;
  private readonly queue = new EventQueue();

  constructor(bus: MemorySerialBus, clock: ManualClock, settings: SerialPortSettings, echo: boolean) {
    this.bus = bus;
    this.clock = clock;
    this.settings = settings;
    this.transmitter = bus.attach(this, echo);
  }

  hear(octet: number, at: Instant): void {
    if (this.queue.octetCount >= BACKLOG) return;
    this.queue.push({ kind: 'octets', octets: Uint8Array.of(octet), at });
  }

  sent(): void {}

  async write(octets: Uint8Array): Promise<void> {
    if (!this.isOpen) return;
    this.transmitter.send(octets);
    await this.drain();
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    this.waitUntil(deadline);
    return this.queue.shift() ?? { kind: 'timeout', at: this.clock.now() };
  }

  async idle(deadline: Instant): Promise<void> {
    this.clock.advanceTo(deadline);
  }

  /** @throws LocalProtocolError: a serial line has no FIN */
  async end(): Promise<void> {
    throw noHalfClose('serial line in memory');
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.bus.detach(this);
  }

  reset(): Promise<void> {
    return this.close();
  }

  async reconfigure(settings: SerialPortSettings): Promise<void> {
    checkedSettings(settings);
    await this.drain();
    this.settings = settings;
  }

  async sendBreak(ms: number): Promise<void> {
    if (!this.isOpen) return;
    this.transmitter.sendBreak(ms);
    await this.drain();
  }

  async drain(): Promise<void> {
    this.clock.advanceTo(this.transmitter.freeAt);
  }

  private waitUntil(deadline: Instant): void {
    while (this.queue.isEmpty) {
      const due = this.clock.nextDue;
      if (due === undefined || due > deadline) {
        this.clock.advanceTo(deadline);
        return;
      }
      this.clock.advanceTo(due);
    }
  }
}
