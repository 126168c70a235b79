/** Milliseconds on a monotonic scale; only differences mean anything. */
export type Instant = number;

export type Cancel = () => void;

export interface Clock {
  now(): Instant;
  /** Calls back once when the clock reaches `when`, unless cancelled before. */
  at(when: Instant, callback: () => void): Cancel;
  /** Resolves when the clock has reached `when`; a clock that does not run by itself is moved there. */
  wait(when: Instant): Promise<void>;
}
