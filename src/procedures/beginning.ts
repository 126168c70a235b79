import type { HeardOctets } from '#client/ascii-dialogue';
import type { Instant } from '#time/clock';
import { Examination, type Findings } from './findings';

/** Drivers and adapters tell times of octets no better than this. */
const MEASURING_MS = 10;

/** When something must begin, counted from the end of something else. */
export interface Window {
  readonly what: string;
  readonly since: string;
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** Too early or too late beyond doubt: a line that does not keep the time of octets leaves some. */
export function examineBeginning({ started }: HeardOctets, from: Instant, window: Window): Findings {
  const examination = new Examination();
  if (started === undefined) return examination;
  const { what, since, earliestMs, latestMs } = window;
  const text = `${what} began ${Math.round(started.latest - from)} ms after ${since}`;
  examination.expect(started.latest - from >= earliestMs - MEASURING_MS, `${text}, before ${earliestMs} ms`);
  examination.expect(started.earliest - from <= latestMs + MEASURING_MS, `${text}, later than ${latestMs} ms`);
  return examination;
}
