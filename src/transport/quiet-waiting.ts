import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { QueuedLine, Waiting } from './tcp-line';

/** Real time for octets to cross the loopback before something must be broken in ourselves. */
const STUCK_MS = 5000;

/** Tells when nothing is under way on a line between two ends in this process. */
export interface Quietness<L> {
  /** Everything sent either way has been handled. */
  isQuiet(line: L): boolean;
  /** The far end knows that this end has closed. */
  isNoticed(line: L): boolean;
}

/** Waits on a manual clock for real sockets: time moves only when nothing is under way. */
export class QuietWaiting<L extends QueuedLine> implements Waiting<L> {
  private readonly quietness: Quietness<L>;
  private readonly clock: ManualClock;

  constructor(quietness: Quietness<L>, clock: ManualClock) {
    this.quietness = quietness;
    this.clock = clock;
  }

  async until(deadline: Instant, line: L): Promise<void> {
    while (line.queue.isEmpty) {
      await turnsUntil(() => !line.queue.isEmpty || this.quietness.isQuiet(line));
      if (!line.queue.isEmpty) return;
      const due = this.clock.nextDue;
      if (due === undefined || due > deadline) {
        this.clock.advanceTo(deadline);
        return;
      }
      this.clock.advanceTo(due);
    }
  }

  async through(deadline: Instant, line: L): Promise<void> {
    await this.quiet(line);
    for (let due = this.clock.nextDue; due !== undefined && due <= deadline; due = this.clock.nextDue) {
      this.clock.advanceTo(due);
      await this.quiet(line);
    }
    this.clock.advanceTo(deadline);
  }

  noticed(line: L): Promise<void> {
    return turnsUntil(() => this.quietness.isNoticed(line));
  }

  private quiet(line: L): Promise<void> {
    return turnsUntil(() => this.quietness.isQuiet(line));
  }
}

/** Gives the event loop its turns until the condition holds. */
async function turnsUntil(condition: () => boolean): Promise<void> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > STUCK_MS) throw new LocalProtocolError('the loopback line is stuck');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
