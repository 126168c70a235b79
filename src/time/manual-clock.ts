import type { Cancel, Clock, Instant } from './clock';

interface Timer {
  readonly when: Instant;
  readonly callback: () => void;
}

/** Time that stands still until it is moved; moving it runs what has fallen due, in order. */
export class ManualClock implements Clock {
  private instant: Instant = 0;
  private readonly timers = new Set<Timer>();

  now(): Instant {
    return this.instant;
  }

  at(when: Instant, callback: () => void): Cancel {
    const timer = { when, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  async wait(when: Instant): Promise<void> {
    this.advanceTo(when);
  }

  /** The earliest instant at which something is due. */
  get nextDue(): Instant | undefined {
    let earliest: Instant | undefined;
    for (const { when } of this.timers) if (earliest === undefined || when < earliest) earliest = when;
    return earliest;
  }

  /** Moves to `target`, running due timers in order of time; a target in the past runs nothing. */
  advanceTo(target: Instant): void {
    for (let timer = this.dueBy(target); timer !== undefined; timer = this.dueBy(target)) {
      this.timers.delete(timer);
      this.instant = Math.max(this.instant, timer.when);
      timer.callback();
    }
    this.instant = Math.max(this.instant, target);
  }

  private dueBy(target: Instant): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.when <= target && (first === undefined || timer.when < first.when)) first = timer;
    }
    return first;
  }
}
