import type { LineEvent } from './line';

/** Events that have arrived and not yet been received, and the one reader that may be waiting for them. */
export class EventQueue {
  private readonly events: LineEvent[] = [];
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
    const event = this.events.shift();
    if (event !== undefined) this.held -= octetsIn(event);
    return event;
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** Calls back at the next push; only one reader waits at a time. */
  onPush(callback: (() => void) | undefined): void {
    this.wake = callback;
  }
}

function octetsIn(event: LineEvent): number {
  return event.kind === 'octets' ? event.octets.length : 0;
}
