import type { Cancel, Clock, Instant } from './clock';

/** Real time. A pending callback does not keep the process alive. */
export class SystemClock implements Clock {
  now(): Instant {
    return performance.now();
  }

  at(when: Instant, callback: () => void): Cancel {
    const timer = setTimeout(callback, Math.max(0, when - this.now()));
    timer.unref();
    return () => clearTimeout(timer);
  }

  wait(when: Instant): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, Math.max(0, when - this.now())));
  }
}
