import type { Cancel, Clock, Instant } from './clock';

/**
 * Deadlines that are nearly always called off. Setting and cancelling a timer for each would cost more than the wait,
 * so one timer stays armed: when it rings too early it is armed again for what is still waited for.
 */
export class Alarm {
  private readonly clock: Clock;
  private readonly waiting = new Map<() => void, Instant>();
  private armedFor: Instant | undefined;
  private cancel: Cancel | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Calls back once at the deadline, unless unset before. */
  set(deadline: Instant, callback: () => void): void {
    this.waiting.set(callback, deadline);
    if (this.armedFor === undefined || deadline < this.armedFor) this.arm(deadline);
  }

  unset(callback: () => void): void {
    this.waiting.delete(callback);
  }

  private arm(when: Instant): void {
    this.cancel?.();
    this.armedFor = when;
    this.cancel = this.clock.at(when, () => this.ring());
  }

  private ring(): void {
    this.armedFor = undefined;
    const now = this.clock.now();
    for (const [callback, deadline] of [...this.waiting]) {
      if (deadline > now) continue;
      this.waiting.delete(callback);
      callback();
    }
    const next = Math.min(...this.waiting.values());
    if (Number.isFinite(next)) this.arm(next);
  }
}
