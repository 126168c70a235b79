import type { Socket } from 'node:net';
import { LineLost } from '#dlms/errors';
import { Alarm } from '#time/alarm';
import type { Clock, Instant } from '#time/clock';
import { EventQueue } from './event-queue';
import type { Line, LineEvent } from './line';

/** A line whose events wait in a queue. */
export interface QueuedLine {
  readonly queue: EventQueue;
}

/** How a line lets time pass; the in-process simulator has a way of its own. */
export interface Waiting<L extends QueuedLine = TcpLine> {
  /** Resolves as soon as the queue holds an event, or at the deadline. */
  until(deadline: Instant, line: L): Promise<void>;
  /** Resolves at the deadline, whatever arrives. */
  through(deadline: Instant, line: L): Promise<void>;
  /** Resolves once the far end has taken note of what this end has done (close, reset). */
  noticed(line: L): Promise<void>;
}

const DONE = Promise.resolve();

/** One TCP connection as a line. */
export class TcpLine implements Line {
  readonly queue = new EventQueue();
  readonly localPort: number;
  /** octets handed to the socket, octets it handed up, and whether FIN was sent: what the loopback compares */
  sent = 0;
  received = 0;
  endSent = false;
  closedSeen = false;
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly waiting: Waiting;

  constructor(socket: Socket, clock: Clock, waiting: Waiting) {
    this.socket = socket;
    this.clock = clock;
    this.waiting = waiting;
    this.localPort = socket.localPort ?? 0;
    socket.on('data', (octets: Buffer) => this.arrived(plainOctets(octets)));
    socket.on('end', () => this.closed('fin'));
    socket.on('error', () => this.closed('reset'));
    socket.on('close', () => this.closed('reset'));
  }

  write(octets: Uint8Array): Promise<void> {
    if (this.closedSeen || this.endSent) return DONE;
    this.sent += octets.length;
    return this.socket.write(octets) ? DONE : this.drained();
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    if (this.queue.isEmpty) await this.waiting.until(deadline, this);
    return this.queue.shift() ?? { kind: 'timeout', at: this.clock.now() };
  }

  idle(deadline: Instant): Promise<void> {
    return this.waiting.through(deadline, this);
  }

  async end(): Promise<void> {
    if (this.endSent) return;
    this.endSent = true;
    this.socket.end();
  }

  async close(): Promise<void> {
    this.endSent = true;
    this.socket.destroy();
    await this.waiting.noticed(this);
  }

  async reset(): Promise<void> {
    this.endSent = true;
    if (!this.socket.destroyed) this.socket.resetAndDestroy();
    await this.waiting.noticed(this);
  }

  /** Only a full socket makes its writer wait; one that closes meanwhile says so to the reader. */
  private drained(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('drain', resolve);
      this.socket.once('close', () => resolve());
    });
  }

  private arrived(octets: Uint8Array): void {
    this.received += octets.length;
    this.queue.push({ kind: 'octets', octets, at: this.clock.now() });
  }

  private closed(by: 'fin' | 'reset'): void {
    if (this.closedSeen) return;
    this.closedSeen = true;
    this.queue.push({ kind: 'closed', by, at: this.clock.now() });
  }
}

/** Waits in the time of a clock that runs by itself. */
export class RunningClockWaiting implements Waiting<QueuedLine> {
  private readonly clock: Clock;
  private readonly alarm: Alarm;

  constructor(clock: Clock) {
    this.clock = clock;
    this.alarm = new Alarm(clock);
  }

  until(deadline: Instant, line: QueuedLine): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.alarm.unset(done);
        line.queue.onPush(undefined);
        resolve();
      };
      this.alarm.set(deadline, done);
      line.queue.onPush(done);
    });
  }

  through(deadline: Instant): Promise<void> {
    return this.clock.wait(deadline);
  }

  async noticed(): Promise<void> {}
}

/** A Buffer behaves differently where it is cut or compared: what goes up is a plain view on the same octets. */
export function plainOctets(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: check the port and that the meter is in service',
  EHOSTUNREACH: 'no route to the meter: check address, cable and gateway',
  ENETUNREACH: 'no route to that network',
  ETIMEDOUT: 'no answer: check address and firewall',
  ENOTFOUND: 'the host name is unknown',
  ECONNRESET: 'the meter dropped the connection while it was being opened: too many connections?',
};

/** Turns the operating system's word into a sentence for the person at the bench. */
export function connectError(target: string, error: NodeJS.ErrnoException): LineLost {
  const code = error.code ?? 'error';
  return new LineLost(`${target}: ${code}${ADVICE[code] ? ` (${ADVICE[code]})` : ''}`);
}
