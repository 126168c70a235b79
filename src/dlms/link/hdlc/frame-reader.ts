import { conformingFraming, type FramingDecisions } from './decisions/framing-decisions';
import { FLAG, frameAt, type HdlcFrame } from './frame';
import { examineFrame, type FrameFault, type FrameLayout } from './frame-examination';
import type { Instant } from './instant';

/** Why octets were dropped. `no-flag`: they stood outside any frame; `silence`: their frame stopped short of its end. */
export type DropReason = FrameFault | 'no-flag' | 'silence';

export type ReaderEvent =
  /** `octets`: the frame with both its flags; nobody writes there any more */
  | { readonly kind: 'frame'; readonly frame: HdlcFrame; readonly octets: Uint8Array }
  /** `octets`: the first of the `count` that were dropped */
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly count: number; readonly octets: Uint8Array };

/** Octets of a buffer: four of the longest frames, many of the usual ones. */
const CAPACITY = 8192;
const SHOWN = 64;

/**
 * Cuts a stream of octets into frames, however it arrives, by their length fields alone: flags inside a frame mean
 * nothing (hdlc.md 2.2). Whatever else arrives is dropped and reported. Holds 8192 octets, never more.
 *
 * Frames are views on the buffer that they arrived in. It is filled once and then left to them: a frame costs neither
 * an array of its own nor a second copy.
 */
export class FrameReader {
  private readonly configuredMs: number | undefined;
  private readonly framing: FramingDecisions;
  private buffer = new Uint8Array(CAPACITY);
  private start = 0;
  private end = 0;
  /** octets that must be held before looking again */
  private needed = 1;
  private lastAt: Instant = 0;
  private dropping: { readonly reason: DropReason; readonly from: number } | undefined;
  private events: ReaderEvent[] = [];

  /** @param interOctetMs silence that ends a frame which has not reached its end; undefined where the line keeps no time */
  constructor(interOctetMs: number | undefined, framing: FramingDecisions = conformingFraming) {
    this.configuredMs = interOctetMs;
    this.framing = framing;
  }

  /** What the octets complete, in the order of arrival; silence that ended before them counts first. */
  push(octets: Uint8Array, now: Instant): readonly ReaderEvent[] {
    if (octets.length > 0) {
      this.expire(now);
      this.lastAt = now;
      if (this.start === this.end && octets[0] !== FLAG && !this.framing.needsOpeningFlag()) this.appendFlag();
      for (let taken = 0; taken < octets.length; this.scan()) taken += this.append(octets, taken);
    }
    return this.takeEvents();
  }

  /** What silence up to `now` makes of an incomplete frame. */
  tick(now: Instant): readonly ReaderEvent[] {
    this.expire(now);
    return this.takeEvents();
  }

  /** When an incomplete frame is given up. Flags alone are no frame: then no timer runs. */
  get deadline(): Instant | undefined {
    const timeout = this.isIncomplete ? this.timeout : undefined;
    return timeout === undefined ? undefined : this.lastAt + timeout;
  }

  /** Whether a frame has begun and not ended. */
  get isIncomplete(): boolean {
    return this.end - this.start > 1;
  }

  /** A flag that closed the last frame does not open another one any more: the line has changed its direction. */
  forgetFlag(): void {
    if (!this.isIncomplete) this.clear();
  }

  /** Forgets everything, e.g. for a new connection. */
  reset(): void {
    this.clear();
    this.events = [];
  }

  private get timeout(): number | undefined {
    return this.framing.interOctetMs(this.configuredMs);
  }

  /** Copies as much as there is room for; returns how much that was. */
  private append(octets: Uint8Array, from: number): number {
    if (CAPACITY - this.end < octets.length - from) this.beginBuffer();
    const count = Math.min(CAPACITY - this.end, octets.length - from);
    this.buffer.set(count === octets.length ? octets : octets.subarray(from, from + count), this.end);
    this.end += count;
    return count;
  }

  private appendFlag(): void {
    if (this.end === CAPACITY) this.beginBuffer();
    this.buffer[this.end++] = FLAG;
  }

  /** A new buffer, which takes along what is incomplete. */
  private beginBuffer(): void {
    this.reportDropped();
    const rest = this.buffer.subarray(this.start, this.end);
    this.buffer = new Uint8Array(CAPACITY);
    this.buffer.set(rest);
    this.end -= this.start;
    this.start = 0;
  }

  private scan(): void {
    while (this.end - this.start >= this.needed && this.step());
  }

  /** One step of hdlc.md 2.2; false when more octets are needed. */
  private step(): boolean {
    this.needed = 1;
    if (this.start === this.end) return false;
    if (this.buffer[this.start] !== FLAG) return this.skipToFlag();
    if (this.end - this.start > 1 && this.buffer[this.start + 1] === FLAG) return this.skipFillFlag();
    return this.examine();
  }

  private skipToFlag(): boolean {
    const found = this.buffer.indexOf(FLAG, this.start);
    this.drop('no-flag', (found < 0 || found >= this.end ? this.end : found) - this.start);
    return true;
  }

  private skipFillFlag(): boolean {
    this.reportDropped();
    this.start += this.framing.opensAfterFillFlag() ? 1 : 2;
    return true;
  }

  private examine(): boolean {
    const found = examineFrame(this.buffer, this.start, this.end, this.framing);
    if (found.kind === 'frame') this.deliver(found);
    if (found.kind === 'fault') this.drop(found.fault, found.skip);
    if (found.kind === 'incomplete') this.needed = found.needed;
    return found.kind !== 'incomplete';
  }

  private deliver(layout: FrameLayout): void {
    this.reportDropped();
    const closingFlag = this.start + layout.length + 1;
    const octets = this.buffer.subarray(this.start, closingFlag + 1);
    this.events.push({ kind: 'frame', frame: frameAt(octets, layout), octets });
    this.start = this.framing.sharesClosingFlag() ? closingFlag : closingFlag + 1;
  }

  /** Octets outside frames are counted with what they follow. */
  private drop(reason: DropReason, count: number): void {
    if (reason !== 'no-flag' || this.dropping === undefined) {
      this.reportDropped();
      this.dropping = { reason, from: this.start };
    }
    this.start += count;
    this.needed = 1;
  }

  private reportDropped(): void {
    if (this.dropping === undefined) return;
    const { reason, from } = this.dropping;
    const count = this.start - from;
    const octets = this.buffer.slice(from, Math.min(this.start, from + SHOWN));
    this.events.push({ kind: 'dropped', reason, count, octets });
    this.dropping = undefined;
  }

  private expire(now: Instant): void {
    const { timeout } = this;
    if (timeout === undefined || this.start === this.end || now < this.lastAt + timeout) return;
    if (this.isIncomplete) this.giveUp();
    this.clear();
  }

  private giveUp(): void {
    const what = this.framing.afterInterOctetTimeout();
    if (what === 'discards') this.drop('silence', this.end - this.start);
    if (what === 'serves') {
      this.appendFlag();
      this.scan();
    }
    while (this.isIncomplete) {
      this.drop('silence', 1);
      this.scan();
    }
    this.reportDropped();
  }

  private clear(): void {
    this.reportDropped();
    this.start = this.end;
    this.needed = 1;
  }

  private takeEvents(): readonly ReaderEvent[] {
    this.reportDropped();
    const taken = this.events;
    this.events = [];
    return taken;
  }
}
