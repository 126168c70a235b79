/** Milliseconds on a monotonic scale; only differences mean anything. */
export type Instant = number;

export type Cancel = () => void;

export interface Clock {
  now(): Instant;
  /** Calls back once when the clock reaches `when`, unless cancelled before. */
  at(when: Instant, callback: () => void): Cancel;
}
