import type { Data } from '#dlms/codec/data';
import { octetString, structure, unsigned } from '#dlms/codec/data-values';
import { encodeDateTime } from '#dlms/codec/date-time';
import type { Instant } from '#time/clock';
import type { EventRecorder } from '../model';
import { localDateTime } from './calendar-rules';
import type { MeterClock } from './meter-clock';
import type { Capture, ProfileColumn, ProfileRows } from './profile-buffer';

/** What a column of an event log shows of an event. */
export type EventColumn = 'time' | 'code';

interface LoggedEvent extends Capture {
  /** 0..255 */
  readonly code: number;
}

const NONE = 0;

/** The events of a meter, kept until the log is full, then first in first out. Written when something happens, by no period. */
export class EventLog implements EventRecorder {
  readonly #clock: MeterClock;
  #events: LoggedEvent[] = [];

  constructor(clock: MeterClock) {
    this.#clock = clock;
  }

  note(code: number, at: Instant): void {
    this.#events.push({ code, instant: at, utc: this.#clock.utc(at), settings: this.#clock.settings });
  }

  clear(): void {
    this.#events = [];
  }

  /** The event code object (0-b:96.11.e.255): the code of the last event, 0 before the first one. */
  get lastCode(): Data {
    return unsigned(this.#events.at(-1)?.code ?? NONE);
  }

  /** As the buffer of a profile of so many rows at most. */
  rows(kinds: readonly EventColumn[], capacity: number): ProfileRows {
    const codes = new WeakMap<Capture, number>();
    const columns = kinds.map((kind) => columnOf(kind, codes));
    const captures = () => {
      for (const event of this.#events) codes.set(event, event.code);
      return this.#events.slice(-capacity);
    };
    return {
      columns,
      size: { periodSeconds: 0, initialRows: 0, capacity },
      captures,
      count: () => Math.min(capacity, this.#events.length),
      row: (capture) => structure(...columns.map(({ valueAt }) => valueAt(capture))),
      clear: () => this.clear(),
    };
  }
}

function columnOf(kind: EventColumn, codes: WeakMap<Capture, number>): ProfileColumn {
  if (kind === 'code') return { valueAt: (capture) => unsigned(codes.get(capture) ?? NONE) };
  return { valueAt: ({ settings, utc }) => octetString(encodeDateTime(localDateTime(settings, utc))) };
}
