import type { HeardOctets, Moment } from '#client/ascii-dialogue';
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
export function examineBeginning({ started }: HeardOctets, from: Moment, window: Window): Findings {
  const examination = new Examination();
  if (started === undefined) return examination;
  const { what, since, earliestMs, latestMs } = window;
  const [shortest, longest] = [started.earliest - from.latest, started.latest - from.earliest];
  const text = (ms: number) => `${what} began ${Math.round(ms)} ms after ${since}`;
  examination.expect(longest >= earliestMs - MEASURING_MS, `${text(longest)}, before ${earliestMs} ms`);
  examination.expect(shortest <= latestMs + MEASURING_MS, `${text(shortest)}, later than ${latestMs} ms`);
  return examination;
}
