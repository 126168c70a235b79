import { connect, type Socket } from 'node:net';
import { portLost } from '#dlms/errors';
import type { Clock, Instant } from '#time/clock';
import { EventQueue } from './event-queue';
import type { LineEvent } from './line';
import { breakCommand, noFlowControlCommand, purgeOctets, settingCommands } from './rfc2217';
import { Rfc2217Client } from './rfc2217-session';
import { noHalfClose, type SerialLine, type SerialTransport } from './serial-line';
import { checkedSettings, type SerialPortSettings, sameSettings, transmissionMs } from './serial-port-settings';
import { connectError, plainOctets, type QueuedLine, RunningClockWaiting, type Waiting } from './tcp-line';
import { telnetData } from './telnet';

const ACKNOWLEDGE_MS = 3000;

/**
 * Octets that nobody receives are lost beyond this many, as in a port whose buffer runs over; to stop reading would
 * keep back the acknowledgements too.
 */
const BACKLOG = 1024 * 1024;

/** Reaches a meter on the serial port of another computer (RFC 2217, e.g. ser2net). */
export class Rfc2217Transport implements SerialTransport {
  readonly description: string;
  private readonly host: string;
  private readonly port: number;
  private readonly settings: SerialPortSettings;
  private readonly clock: Clock;
  private readonly acknowledgeMs: number;

  /** @param settings of the port at each opening */
  constructor(host: string, port: number, settings: SerialPortSettings, clock: Clock, acknowledgeMs = ACKNOWLEDGE_MS) {
    this.host = host;
    this.port = port;
    this.settings = checkedSettings(settings);
    this.clock = clock;
    this.acknowledgeMs = acknowledgeMs;
    this.description = `rfc2217 ${host}:${port}`;
  }

  /** @throws LineLost also when the server does not acknowledge a setting in its time, which it names */
  async connect(deadline: Instant): Promise<SerialLine> {
    const socket = await this.connected(deadline);
    const line = new Rfc2217Line(socket, this.description, this.settings, this.clock, this.acknowledgeMs);
    try {
      await line.open();
    } catch (error) {
      await line.close();
      throw error;
    }
    return line;
  }

  async close(): Promise<void> {}

  private connected(deadline: Instant): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true });
      const cancel = this.clock.at(deadline, () => {
        socket.destroy();
        reject(portLost(`${this.description}: no connection within the connect time-out (connectMs)`));
      });
      socket.once('error', (error) => {
        cancel();
        reject(portLost(connectError(this.description, error).message));
      });
      socket.once('connect', () => {
        cancel();
        socket.removeAllListeners('error');
        resolve(socket);
      });
    });
  }
}

class Rfc2217Line implements SerialLine, QueuedLine {
  readonly queue = new EventQueue();
  settings: SerialPortSettings;
  private readonly socket: Socket;
  private readonly description: string;
  private readonly clock: Clock;
  private readonly client: Rfc2217Client;
  private readonly waiting: Waiting<QueuedLine>;
  private freeAt: Instant = 0;
  private isOver = false;

  constructor(socket: Socket, description: string, settings: SerialPortSettings, clock: Clock, acknowledgeMs: number) {
    this.socket = socket;
    this.description = description;
    this.settings = settings;
    this.clock = clock;
    this.waiting = new RunningClockWaiting(clock);
    this.client = new Rfc2217Client({
      description,
      clock,
      acknowledgeMs,
      send: (octets) => void socket.write(octets),
      arrived: (octets) => this.arrived(octets),
    });
    socket.on('data', (octets: Buffer) => this.client.take(plainOctets(octets)));
    socket.on('end', () => this.closed('fin'));
    socket.on('error', () => this.closed('reset'));
    socket.on('close', () => this.closed('reset'));
  }

  async open(): Promise<void> {
    await this.client.negotiate();
    await this.client.command(...settingCommands(this.settings), noFlowControlCommand());
    this.socket.write(purgeOctets());
  }

  async write(octets: Uint8Array): Promise<void> {
    if (this.isOver) return;
    await this.client.ready();
    this.socket.write(telnetData(octets));
    this.freeAt = Math.max(this.freeAt, this.clock.now()) + transmissionMs(octets.length, this.settings);
    await this.drain();
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    if (this.queue.isEmpty) await this.waiting.until(deadline, this);
    return this.queue.shift() ?? { kind: 'timeout', at: this.clock.now() };
  }

  idle(deadline: Instant): Promise<void> {
    return this.waiting.through(deadline, this);
  }

  /** @throws LocalProtocolError: a serial line has no FIN */
  async end(): Promise<void> {
    throw noHalfClose(this.description);
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.socket.destroy();
    this.client.closed();
  }

  reset(): Promise<void> {
    return this.close();
  }

  /** Everything is set anew: a server may have been set by somebody else meanwhile. */
  async reconfigure(settings: SerialPortSettings): Promise<void> {
    checkedSettings(settings);
    if (sameSettings(settings, this.settings)) return;
    this.refuseIfOver();
    await this.drain();
    await this.client.command(...settingCommands(settings));
    this.settings = settings;
  }

  async sendBreak(ms: number): Promise<void> {
    if (this.isOver) return;
    await this.drain();
    await this.client.command(breakCommand(true));
    await this.clock.wait(this.clock.now() + ms);
    await this.client.command(breakCommand(false));
  }

  /** The server does not tell when octets have left its port: the time they take is waited. */
  async drain(): Promise<void> {
    if (!this.isOver && this.freeAt > this.clock.now()) await this.clock.wait(this.freeAt);
  }

  private refuseIfOver(): void {
    if (this.isOver) throw portLost(`${this.description}: the connection is closed`);
  }

  private arrived(octets: Uint8Array): void {
    if (this.queue.octetCount >= BACKLOG) return;
    this.queue.push({ kind: 'octets', octets, at: this.clock.now() });
  }

  private closed(by: 'fin' | 'reset'): void {
    this.client.closed();
    if (this.isOver) return;
    this.isOver = true;
    const fault = portLost(`${this.description}: the server of the port has closed the connection`);
    this.queue.push({ kind: 'closed', by, at: this.clock.now(), fault });
    this.socket.destroy();
  }
}
