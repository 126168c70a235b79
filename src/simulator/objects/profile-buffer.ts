import type { Data } from '#dlms/codec/data';
import { structure } from '#dlms/codec/data-values';
import type { Instant } from '#time/clock';
import type { CalendarSettings, UtcMs } from './calendar-rules';
import type { MeterClock } from './meter-clock';

/** One capture: when it was, by the simulation and by the meter's clock as it was set at that time. */
export interface Capture {
  readonly instant: Instant;
  readonly utc: UtcMs;
  readonly settings: CalendarSettings;
}

export interface ProfileColumn {
  readonly valueAt: (capture: Capture) => Data;
}

export interface BufferSize {
  readonly periodSeconds: number;
  /** rows that are there at instant 0 */
  readonly initialRows: number;
  readonly capacity: number;
}

/** What a profile shows: rows that are captured by a period, or as something happens. */
export type ProfileRows = Pick<ProfileBuffer, 'columns' | 'size' | 'captures' | 'count' | 'row' | 'clear'>;

/** Rows by capture time. They follow from the time alone, so meters of one file can share them. */
export type RowMemory = WeakMap<CalendarSettings, Map<UtcMs, Data>>;

/** Captures of one era that are still in the buffer: `first` .. `last` periods since 1970, both included. */
interface Run {
  readonly settings: CalendarSettings;
  readonly first: number;
  readonly last: number;
}

/**
 * Buffer of a profile with automatic capture, first in first out. Nothing is stored: which rows there are follows
 * from the time and from when the clock was set, what they hold from the columns.
 */
export class ProfileBuffer {
  readonly columns: readonly ProfileColumn[];
  readonly size: BufferSize;
  readonly #clock: MeterClock;
  readonly #memory: RowMemory;
  readonly #periodMs: number;
  #clearedAt: Instant | undefined;

  constructor(clock: MeterClock, columns: readonly ProfileColumn[], size: BufferSize, memory: RowMemory) {
    this.#clock = clock;
    this.columns = columns;
    this.size = size;
    this.#memory = memory;
    this.#periodMs = size.periodSeconds * 1000;
  }

  clear(now: Instant): void {
    this.#clearedAt = now;
  }

  count(now: Instant): number {
    return this.#runs(now).reduce((total, { first, last }) => total + last - first + 1, 0);
  }

  /** Oldest first. */
  captures(now: Instant): Capture[] {
    const captures: Capture[] = [];
    for (const { settings, first, last } of this.#runs(now)) {
      for (let period = first; period <= last; period++) {
        const utc = period * this.#periodMs;
        captures.push({ utc, instant: utc - settings.utcAtZero, settings });
      }
    }
    return captures;
  }

  row(capture: Capture): Data {
    const rows = this.#rowsOf(capture.settings);
    let row = rows.get(capture.utc);
    if (row === undefined) {
      row = structure(...this.columns.map((column) => column.valueAt(capture)));
      rows.set(capture.utc, row);
    }
    return row;
  }

  #rowsOf(settings: CalendarSettings): Map<UtcMs, Data> {
    let rows = this.#memory.get(settings);
    if (rows === undefined) {
      rows = new Map();
      this.#memory.set(settings, rows);
    }
    return rows;
  }

  #runs(now: Instant): Run[] {
    return this.#latest(this.#allRuns(now));
  }

  /** The runs without what the buffer has no room for any more. */
  #latest(runs: readonly Run[]): Run[] {
    const kept: Run[] = [];
    let room = this.size.capacity;
    for (const run of [...runs].reverse()) {
      const count = Math.min(room, run.last - run.first + 1);
      if (count > 0) kept.unshift({ ...run, first: run.last - count + 1 });
      room -= Math.max(0, count);
    }
    return kept;
  }

  #allRuns(now: Instant): Run[] {
    const { eras } = this.#clock;
    return eras.map(({ settings, from }, i) => {
      const until = eras[i + 1]?.from ?? now;
      return { settings, first: this.#firstPeriod(settings, from), last: this.#periodAt(settings, until) };
    });
  }

  #firstPeriod(settings: CalendarSettings, from: Instant | undefined): number {
    const ofEra =
      from === undefined ? this.#periodAt(settings, 0) - this.size.initialRows + 1 : this.#periodAt(settings, from) + 1;
    return this.#clearedAt === undefined ? ofEra : Math.max(ofEra, this.#periodAt(settings, this.#clearedAt) + 1);
  }

  #periodAt(settings: CalendarSettings, instant: Instant): number {
    return Math.floor((settings.utcAtZero + instant) / this.#periodMs);
  }
}
