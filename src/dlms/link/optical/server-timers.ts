import { earliest, type Instant } from '#dlms/link/hdlc/instant';
import type { ReaderEvent } from './message-reader';
import type { SignOnServerSettings } from './server-settings';
import type { SignOnDecisions } from './sign-on-decisions';

/** The waits of a meter: for an option select (t_t), and for anything at all (IEC 62056-21 6.4.3.2). */
export class ServerTimers {
  private readonly settings: SignOnServerSettings;
  private readonly decisions: SignOnDecisions;
  private optionAt: Instant | undefined;
  private aliveAt: Instant | undefined;

  constructor(settings: SignOnServerSettings, decisions: SignOnDecisions) {
    this.settings = settings;
    this.decisions = decisions;
  }

  awaitOption(now: Instant): void {
    this.optionAt = now + this.decisions.optionSelectWaitMs(this.settings.optionSelectWaitMs);
  }

  noOption(): void {
    this.optionAt = undefined;
  }

  /** The silence that ends everything counts from now. */
  watch(now: Instant): void {
    this.aliveAt = now;
  }

  /** The silence counts from now, where it counts at all. */
  alive(now: Instant): void {
    if (this.aliveAt !== undefined) this.aliveAt = now;
  }

  heard({ kind }: ReaderEvent, now: Instant): void {
    if (this.decisions.restartsSignOnTime(kind === 'message' || kind === 'faulty' ? kind : 'noise')) this.alive(now);
  }

  unwatch(): void {
    this.aliveAt = undefined;
  }

  /** @param isReading an option select that has begun in time is waited for */
  due(now: Instant, isReading: boolean): 'option' | 'inactivity' | undefined {
    if (!isReading && this.optionAt !== undefined && now >= this.optionAt) return 'option';
    const { idleAt } = this;
    return idleAt !== undefined && now >= idleAt ? 'inactivity' : undefined;
  }

  deadline(isReading: boolean): Instant | undefined {
    return earliest(isReading ? undefined : this.optionAt, this.idleAt);
  }

  private get idleAt(): Instant | undefined {
    if (this.aliveAt === undefined) return undefined;
    const silence = this.decisions.signOffAfterMs(this.settings.inactivityMs);
    return silence === undefined ? undefined : this.aliveAt + silence;
  }
}
