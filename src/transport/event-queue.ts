import type { LineEvent } from './line';

/** Events that have arrived and not yet been received, and the one reader that may be waiting for them. */
export class EventQueue {
  private readonly events: LineEvent[] = [];
  private wake: (() => void) | undefined;

  push(event: LineEvent): void {
    this.events.push(event);
    this.wake?.();
  }

  shift(): LineEvent | undefined {
    return this.events.shift();
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** Calls back at the next push; only one reader waits at a time. */
  onPush(callback: (() => void) | undefined): void {
    this.wake = callback;
  }
}
