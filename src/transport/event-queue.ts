import type { LineEvent } from './line';

/** How many taken events are kept before they are forgotten all at once. */
const KEPT = 1024;

/** Events that have arrived and not yet been received, and the one reader that may be waiting for them. */
export class EventQueue {
  private events: LineEvent[] = [];
  /** where the next event lies: to take each from the front of a long array would move all the others */
  private next = 0;
  private wake: (() => void) | undefined;
  private held = 0;

  /** octets that have arrived and not yet been received: what a line bounds */
  get octetCount(): number {
    return this.held;
  }

  push(event: LineEvent): void {
    this.events.push(event);
    this.held += octetsIn(event);
    this.wake?.();
  }

  shift(): LineEvent | undefined {
    const event = this.events[this.next];
    if (event === undefined) return undefined;
    this.next++;
    this.held -= octetsIn(event);
    if (this.isEmpty || this.next >= KEPT) this.forget();
    return event;
  }

  get isEmpty(): boolean {
    return this.next === this.events.length;
  }

  private forget(): void {
    if (this.next * 2 < this.events.length) return;
    this.events = this.events.slice(this.next);
    this.next = 0;
  }

  /** Calls back at the next push; only one reader waits at a time. */
  onPush(callback: (() => void) | undefined): void {
    this.wake = callback;
  }
}

function octetsIn(event: LineEvent): number {
  return event.kind === 'octets' ? event.octets.length : 0;
}
