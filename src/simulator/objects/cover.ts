import type { Instant } from '#time/clock';
import type { CoverInView, CoverSettings } from '../model';
import type { MeterPolicy } from '../policy';
import type { Access } from '../policy/access-policy';
import type { CoverEvent } from '../policy/service-mode-policy';

/** The terminal cover of one meter with its switch: closed when the meter comes to the bench. */
export class Cover {
  readonly #settings: CoverSettings | undefined;
  readonly #policy: MeterPolicy;
  #isOpen = false;
  #openedAt: Instant | undefined;
  #closedAt: Instant | undefined;

  /** @param settings undefined: the meter has no service parameters */
  constructor(settings: CoverSettings | undefined, policy: MeterPolicy) {
    this.#settings = settings;
    this.#policy = policy;
  }

  open(now: Instant): void {
    this.#isOpen = true;
    this.#openedAt = now;
    this.#closedAt = undefined;
    this.#note('opened', now);
  }

  close(now: Instant): void {
    this.#isOpen = false;
    this.#closedAt = now;
    this.#note('closed', now);
  }

  /** @param associatedAt when the association of the request was opened */
  seen(now: Instant, associatedAt: Instant): CoverInView {
    const closedAt = this.#closedAt;
    return {
      isOpen: this.#isOpen,
      closedMsAgo: closedAt === undefined ? undefined : now - closedAt,
      wasOpenMeanwhile: this.#openedAt !== undefined && (closedAt === undefined || closedAt >= associatedAt),
      guards: (access) => this.#guards(access),
      refused: () => this.#note('serviceAccessRefused', now),
    };
  }

  /** The supply was lost: the switch is where it was. */
  restart(): void {
    this.#isOpen = this.#policy.coverAfterPowerCycle(this.#isOpen);
    if (!this.#policy.keepsEventLog()) this.#settings?.log.clear();
  }

  #guards({ service, classId, logicalName, id }: Access): boolean {
    const guarded = this.#settings?.serviceParameters ?? [];
    return guarded.some(
      (each) =>
        service === 'set' && each.classId === classId && each.logicalName === logicalName && each.attributeId === id,
    );
  }

  #note(event: CoverEvent, now: Instant): void {
    if (this.#settings === undefined) return;
    const { log, codes } = this.#settings;
    for (const code of this.#policy.loggedCodes(event, codes)) log.note(code, this.#policy.eventTime(now));
  }
}
