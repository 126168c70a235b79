import { portLost } from '#dlms/errors';
import type { Clock, Instant } from '#time/clock';
import { EventQueue } from './event-queue';
import type { LineEvent } from './line';
import { SerialDevice } from './serial-device';
import { noHalfClose, type SerialLine, type SerialTransport } from './serial-line';
import { checkedSettings, type SerialPortSettings, settingsText } from './serial-port-settings';
import { type QueuedLine, RunningClockWaiting, type Waiting } from './tcp-line';

/** Reading stops while so many octets wait to be received; the kernel's own buffer then runs over. */
const BACKLOG = 1024 * 1024;

/** Reaches a meter over a serial port of this computer. */
export class SerialPortTransport implements SerialTransport {
  readonly description: string;
  private readonly path: string;
  private readonly settings: SerialPortSettings;
  private readonly clock: Clock;

  /** @param settings of the port at each opening */
  constructor(path: string, settings: SerialPortSettings, clock: Clock) {
    this.path = path;
    this.settings = checkedSettings(settings);
    this.clock = clock;
    this.description = `serial ${path} ${settingsText(settings)}`;
  }

  async connect(deadline: Instant): Promise<SerialLine> {
    const line = new SerialPortLine(this.path, this.settings, this.clock);
    await line.open(deadline);
    return line;
  }

  async close(): Promise<void> {}
}

class SerialPortLine implements SerialLine, QueuedLine {
  readonly queue = new EventQueue();
  private readonly path: string;
  private readonly clock: Clock;
  private readonly device: SerialDevice;
  private readonly waiting: Waiting<QueuedLine>;
  private isOver = false;

  constructor(path: string, settings: SerialPortSettings, clock: Clock) {
    this.path = path;
    this.clock = clock;
    this.waiting = new RunningClockWaiting(clock);
    this.device = new SerialDevice(path, settings, clock, {
      arrived: (octets) => this.arrived(octets),
      gone: () => this.gone(),
    });
  }

  get settings(): SerialPortSettings {
    return this.device.settings;
  }

  open(deadline: Instant): Promise<void> {
    return this.device.open(deadline);
  }

  async write(octets: Uint8Array): Promise<void> {
    if (!this.isOver) await this.device.write(octets);
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    if (this.queue.isEmpty) await this.waiting.until(deadline, this);
    const event = this.queue.shift();
    if (this.queue.octetCount < BACKLOG) this.device.resume();
    return event ?? { kind: 'timeout', at: this.clock.now() };
  }

  idle(deadline: Instant): Promise<void> {
    return this.waiting.through(deadline, this);
  }

  /** @throws LocalProtocolError: a serial line has no FIN */
  async end(): Promise<void> {
    throw noHalfClose(`serial ${this.path}`);
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.device.close();
  }

  reset(): Promise<void> {
    return this.close();
  }

  reconfigure(settings: SerialPortSettings): Promise<void> {
    return this.device.reconfigure(settings);
  }

  async sendBreak(ms: number): Promise<void> {
    if (!this.isOver) await this.device.sendBreak(ms);
  }

  async drain(): Promise<void> {
    if (!this.isOver) await this.device.drain();
  }

  private arrived(octets: Uint8Array): void {
    this.queue.push({ kind: 'octets', octets, at: this.clock.now() });
    if (this.queue.octetCount >= BACKLOG) this.device.pause();
  }

  private gone(): void {
    if (this.isOver) return;
    this.isOver = true;
    const fault = portLost(
      `serial ${this.path}: the port is gone in the middle of the talk (adapter unplugged, or the other end of the PTY closed)`,
    );
    this.queue.push({ kind: 'closed', by: 'reset', at: this.clock.now(), fault });
  }
}
