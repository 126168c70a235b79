import type { Instant } from '#dlms/link/hdlc/instant';
import { transmissionMs } from './line-speed';

/**
 * Who knows when a transmission has left the line. `paced`: the speed says; `by-line`: the line tells; `unpaced`: it
 * takes no time, as on a socket.
 */
export type Pace = 'paced' | 'by-line' | 'unpaced';

/** About a second at 300 Bd: whoever listens sees no gap, even where a piece arrives all at once. */
const PIECE = 30;
/** Never nothing: what comes after the last stop bit has an instant of its own. */
const SHORTEST_MS = 1;
const UNTIL_TOLD = Number.POSITIVE_INFINITY;

/** Hands out one transmission at its time, in pieces, and knows when its last stop bit has left the line. */
export class Transmitter {
  private readonly pace: Pace;
  private rest: Uint8Array = new Uint8Array();
  private baud = 300;
  private dueAt: Instant | undefined;
  private isStarted = false;

  constructor(pace: Pace) {
    this.pace = pace;
  }

  /** From the instant on these octets are sent, in place of whatever was. */
  begin(octets: Uint8Array, at: Instant, baud: number): void {
    this.rest = octets;
    this.baud = baud;
    this.dueAt = at;
    this.isStarted = false;
  }

  /** Waiting to send, or sending. */
  get isBusy(): boolean {
    return this.dueAt !== undefined;
  }

  get isSending(): boolean {
    return this.isBusy && this.isStarted;
  }

  get deadline(): Instant | undefined {
    return this.dueAt === UNTIL_TOLD ? undefined : this.dueAt;
  }

  /** The line has sent what it was given. */
  left(now: Instant): void {
    if (this.dueAt === UNTIL_TOLD) this.dueAt = now;
  }

  /** What is due: the next piece, or `sent` once, when the last of them is over. */
  tick(now: Instant): Uint8Array | 'sent' | undefined {
    if (this.dueAt === undefined || now < this.dueAt) return undefined;
    if (this.rest.length > 0) return this.piece(now);
    this.dueAt = undefined;
    return 'sent';
  }

  stop(): void {
    this.rest = new Uint8Array();
    this.dueAt = undefined;
  }

  private piece(now: Instant): Uint8Array {
    const length = this.pace === 'unpaced' ? this.rest.length : Math.min(PIECE, this.rest.length);
    const piece = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    this.dueAt = now + this.durationOf(length);
    this.isStarted = true;
    return piece;
  }

  private durationOf(length: number): number {
    if (this.pace === 'by-line') return UNTIL_TOLD;
    return this.pace === 'paced' ? transmissionMs(length, this.baud) : SHORTEST_MS;
  }
}
