import type { SerialPort } from 'serialport';
import { portLost } from '#dlms/errors';
import type { Clock, Instant } from '#time/clock';
import { noticeHangUp } from './hang-up';
import { portHolders } from './port-holders';
import { isLocked, type PortSurroundings, serialError } from './serial-errors';
import {
  checkedSettings,
  type SerialPortSettings,
  sameFormat,
  sameSettings,
  transmissionMs,
} from './serial-port-settings';
import { plainOctets } from './tcp-line';

/** What a driver may take on top of the time that the octets need on the line. */
const DRIVER_MS = 5000;

const OPENING = 'open it';

type Done = (error?: Error | null) => void;

/** Who hears what a port brings. */
export interface SerialListener {
  arrived(octets: Uint8Array): void;
  /** The port is gone (adapter unplugged, other end of a PTY closed). */
  gone(): void;
}

/** A port of this computer by way of node-serialport, which is loaded only when a port is used. */
export class SerialDevice {
  private readonly path: string;
  private readonly clock: Clock;
  private readonly listener: SerialListener;
  private current: SerialPortSettings;
  private port: SerialPort | undefined;
  /** when everything written will have left, by the speed of the port */
  private leftAt: Instant = 0;

  constructor(path: string, settings: SerialPortSettings, clock: Clock, listener: SerialListener) {
    this.path = path;
    this.current = checkedSettings(settings);
    this.clock = clock;
    this.listener = listener;
  }

  get settings(): SerialPortSettings {
    return this.current;
  }

  get isOpen(): boolean {
    return this.port?.isOpen ?? false;
  }

  /** @throws LineLost that names the port and what to do */
  async open(deadline: Instant): Promise<void> {
    const { baud, dataBits, parity, stopBits } = this.current;
    const { SerialPort } = await this.loaded();
    const port = new SerialPort({ path: this.path, baudRate: baud, dataBits, parity, stopBits, autoOpen: false });
    port.on('open', () => noticeHangUp(port));
    port.on('data', (octets: Buffer) => this.listener.arrived(plainOctets(octets)));
    port.on('error', () => undefined);
    port.on('close', (error: Error | null) => {
      if (error !== null && this.port === port) this.listener.gone();
    });
    this.port = port;
    await this.within(deadline, OPENING, (done) => port.open(done));
  }

  /** Resolves when the octets have left. @throws LineLost */
  async write(octets: Uint8Array): Promise<void> {
    const deadline = this.deadlineFor(octets.length);
    this.leftAt = Math.max(this.leftAt, this.clock.now()) + transmissionMs(octets.length, this.current);
    await this.within(deadline, 'write', (done) => this.opened().write(octets, undefined, done));
    await this.within(deadline, 'write', (done) => this.opened().drain(done));
  }

  drain(): Promise<void> {
    return this.within(this.deadlineFor(0), 'write', (done) => this.opened().drain(done));
  }

  /** node-serialport changes only the speed of an open port and ignores the rest: for that it is opened anew. */
  async reconfigure(settings: SerialPortSettings): Promise<void> {
    checkedSettings(settings);
    if (sameSettings(settings, this.current)) return;
    const speedOnly = sameFormat(settings, this.current);
    await this.drain();
    // USB adapters and PTYs call drained what they still hold, and to open the port anew would throw it away
    if (this.leftAt > this.clock.now()) await this.clock.wait(this.leftAt);
    this.current = settings;
    const deadline = this.deadlineFor(0);
    if (speedOnly) {
      await this.within(deadline, 'change its speed', (done) =>
        this.opened().update({ baudRate: settings.baud }, done),
      );
      return;
    }
    await this.close();
    await this.open(deadline);
  }

  async sendBreak(ms: number): Promise<void> {
    await this.drain();
    await this.within(this.deadlineFor(0), 'send a break', (done) => this.opened().set({ brk: true }, done));
    await this.clock.wait(this.clock.now() + ms);
    await this.within(this.deadlineFor(0), 'end a break', (done) => this.opened().set({ brk: false }, done));
  }

  pause(): void {
    this.port?.pause();
  }

  resume(): void {
    this.port?.resume();
  }

  async close(): Promise<void> {
    const { port } = this;
    this.port = undefined;
    if (port === undefined || !port.isOpen) return;
    await this.within(this.deadlineFor(0), 'close it', (done) => port.close(done));
  }

  /** A write to a closed port would wait for the next opening without a word. */
  private opened(): SerialPort {
    if (this.port?.isOpen) return this.port;
    throw portLost(`serial ${this.path}: the port is closed (was the adapter unplugged?)`);
  }

  private deadlineFor(octets: number): Instant {
    return this.clock.now() + transmissionMs(octets, this.current) + DRIVER_MS;
  }

  private async within(deadline: Instant, action: string, start: (done: Done) => void): Promise<void> {
    const failure = await new Promise<Error | undefined>((resolve, reject) => {
      const late = new Error('the driver did not answer in time: is the adapter hung, does flow control hold it?');
      const cancel = this.clock.at(deadline, () => resolve(late));
      try {
        start((error) => {
          cancel();
          resolve(error ?? undefined);
        });
      } catch (error) {
        cancel();
        reject(error);
      }
    });
    if (failure === undefined) return;
    if (action === OPENING) throw serialError(this.path, action, failure, await this.surroundings(failure));
    throw serialError(this.path, action, failure);
  }

  /** A slim container has no means to list its ports. */
  private async surroundings(failure: Error): Promise<PortSurroundings> {
    if (isLocked(failure)) return { present: [], holders: await portHolders(this.path) };
    const { SerialPort } = await this.loaded();
    const ports = await SerialPort.list().catch(() => []);
    return { present: ports.map(({ path }) => path), holders: [] };
  }

  private async loaded(): Promise<typeof import('serialport')> {
    try {
      return await import('serialport');
    } catch {
      throw portLost(`serial ${this.path}: the package serialport cannot be loaded: install it for this system`);
    }
  }
}
