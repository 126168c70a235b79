import { earliest, type Instant } from './instant';
import type { PrimarySettings } from './primary-settings';

export type DueTimer = 'response' | 'poll' | 'inactivity' | 'keep-alive';

/** What a primary station waits for: a response, the time of the next poll, the end of its patience, silence. */
export class PrimaryTimers {
  private readonly settings: PrimarySettings;
  private responseAt: Instant | undefined;
  private pollAt: Instant | undefined;
  private answerAt: Instant | undefined;
  private activeAt: Instant = 0;
  private isConnected = false;
  private isIdle = false;

  constructor(settings: PrimarySettings) {
    this.settings = settings;
  }

  /** Octets have passed, in either direction. */
  active(now: Instant): void {
    this.activeAt = now;
  }

  /** A transmission with P=1, or a good frame of an answer that goes on: the next must come within the response time. */
  awaitResponse(now: Instant): void {
    this.pollAt = undefined;
    this.responseAt = now + this.settings.responseMs;
  }

  /** Nothing is sent until it is time to poll; a meter that speaks meanwhile does not put that off. */
  awaitPoll(now: Instant): void {
    this.responseAt = undefined;
    this.pollAt ??= now + this.settings.pollMs;
  }

  /** The answer, or a part of it, has so long from now on. */
  awaitAnswer(now: Instant): void {
    this.answerAt = now + this.settings.answerMs;
  }

  isOutOfPatience(now: Instant): boolean {
    return this.answerAt !== undefined && now >= this.answerAt;
  }

  /** Nothing is awaited any more. */
  rest(): void {
    this.responseAt = undefined;
    this.pollAt = undefined;
    this.answerAt = undefined;
  }

  /** Whether there is a link that silence can end, and whether it is idle, so that it may be kept alive. */
  watch(isConnected: boolean, isIdle: boolean): void {
    this.isConnected = isConnected;
    this.isIdle = isIdle;
  }

  get deadline(): Instant | undefined {
    return earliest(this.responseAt, this.pollAt, this.inactivityAt, this.keepAliveAt);
  }

  /** What has fallen due; silence that ends the link before anything else. */
  due(now: Instant): DueTimer | undefined {
    if (isDue(this.inactivityAt, now)) return 'inactivity';
    if (isDue(this.responseAt, now)) return 'response';
    if (isDue(this.pollAt, now)) return 'poll';
    return isDue(this.keepAliveAt, now) ? 'keep-alive' : undefined;
  }

  private get inactivityAt(): Instant | undefined {
    const { inactivityMs } = this.settings;
    return this.isConnected && inactivityMs > 0 ? this.activeAt + inactivityMs : undefined;
  }

  private get keepAliveAt(): Instant | undefined {
    const { keepAliveMs } = this.settings;
    return this.isIdle && keepAliveMs > 0 ? this.activeAt + keepAliveMs : undefined;
  }
}

function isDue(deadline: Instant | undefined, now: Instant): boolean {
  return deadline !== undefined && now >= deadline;
}
