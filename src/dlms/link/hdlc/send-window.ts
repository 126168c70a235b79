import type { Segment } from './segmentation';

export const MODULUS = 8;

/** The number that follows, modulo 8. */
export function numberAfter(number: number): number {
  return (number + 1) % MODULUS;
}

export interface NumberedSegment extends Segment {
  readonly ns: number;
}

/**
 * Numbered information on its way to the other station: what waits to be sent, what was sent and is not yet
 * acknowledged, V(S) and V(A) (hdlc.md 8).
 */
export class SendWindow {
  private waiting: Segment[] = [];
  private next = 0;
  private sent: NumberedSegment[] = [];
  private sendNumber = 0;

  /** V(S): the number of the next new frame. */
  get vs(): number {
    return this.sendNumber;
  }

  /** V(A): the oldest number that is not acknowledged. */
  get va(): number {
    return this.sent[0]?.ns ?? this.sendNumber;
  }

  /** Frames that were sent and not acknowledged. */
  get unacknowledged(): number {
    return this.sent.length;
  }

  get hasWaiting(): boolean {
    return this.next < this.waiting.length;
  }

  /** Messages of which nothing, or not all, was sent. */
  get waitingMessages(): number {
    let count = 0;
    for (let i = this.next; i < this.waiting.length; i++) if (this.waiting[i]?.more === false) count++;
    return count;
  }

  get isEmpty(): boolean {
    return this.sent.length === 0 && !this.hasWaiting;
  }

  enqueue(segments: readonly Segment[]): void {
    this.waiting = [...this.waiting.slice(this.next), ...segments];
    this.next = 0;
  }

  /** Whether N(R) acknowledges nothing but what was sent: V(A) <= N(R) <= V(S), modulo 8. */
  isValid(nr: number): boolean {
    return distance(this.va, nr) <= this.sent.length;
  }

  /** Takes N(R) as it comes; one that is not valid changes nothing. Returns how many frames it acknowledges. */
  acknowledge(nr: number): number {
    if (!this.isValid(nr)) return 0;
    return this.sent.splice(0, distance(this.va, nr)).length;
  }

  /** What to send now: everything unacknowledged once more, then new frames up to `size` in all. */
  fill(size: number): readonly NumberedSegment[] {
    while (this.sent.length < Math.min(size, MODULUS - 1)) {
      const segment = this.waiting[this.next];
      if (segment === undefined) break;
      this.next++;
      const { information, more } = segment;
      this.sent.push({ information, more, ns: this.sendNumber });
      this.sendNumber = numberAfter(this.sendNumber);
    }
    return [...this.sent];
  }

  /** @param vs number of the next frame: 0 on a new link */
  reset(vs = 0): void {
    this.waiting = [];
    this.next = 0;
    this.sent = [];
    this.sendNumber = vs;
  }
}

function distance(from: number, to: number): number {
  return (to - from + MODULUS) % MODULUS;
}
