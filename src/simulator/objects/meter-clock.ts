import type { CosemDateTime } from '#dlms/codec/date-time';
import type { Instant } from '#time/clock';
import type { MeterCalendar } from '../model';
import { type CalendarSettings, localDateTime, type UtcMs } from './calendar-rules';

/** A stretch of the simulation in which nobody touched the clock. */
export interface Era {
  readonly settings: CalendarSettings;
  /** undefined: since ever */
  readonly from: Instant | undefined;
}

/** The one clock of the meter. Remembers how it was set before, since what was captured then keeps its time stamps. */
export class MeterClock implements MeterCalendar {
  readonly #eras: Era[];

  constructor(initial: CalendarSettings) {
    this.#eras = [{ settings: initial, from: undefined }];
  }

  get settings(): CalendarSettings {
    const last = this.#eras[this.#eras.length - 1];
    if (last === undefined) throw new RangeError('a clock has at least one era');
    return last.settings;
  }

  /** from the oldest to the present one */
  get eras(): readonly Era[] {
    return this.#eras;
  }

  utc(now: Instant): UtcMs {
    return this.settings.utcAtZero + Math.floor(now);
  }

  at(now: Instant): CosemDateTime {
    return localDateTime(this.settings, this.utc(now));
  }

  /** Changes zone or summer time rules; the instant that is shown stays the same. */
  change(now: Instant, change: Partial<CalendarSettings>): void {
    this.#eras.push({ settings: { ...this.settings, ...change }, from: now });
  }

  /** Shows `utc` from `now` on. */
  set(now: Instant, utc: UtcMs): void {
    this.change(now, { utcAtZero: utc - Math.floor(now) });
  }
}
