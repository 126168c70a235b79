import type { DlmsClient } from '#client/dlms-client';
import { serves } from './attempts';
import { Examination, type Findings } from './findings';

/** Tells of a long series about so many times. */
const REPORTS = 20;

export interface ResponseTimes {
  readonly asked: number;
  /** requests that were served, in order, before the first that was not */
  readonly served: number;
  /** from sending a request to the first octets that came, in ms */
  readonly times: readonly number[];
}

/** TMO-08: short reads, one after the other, until one is not served in time. */
export async function measuresResponses(
  client: DlmsClient,
  asked: number,
  progress: (done: number, of: number) => void,
): Promise<ResponseTimes> {
  const { responseTimes } = client.channel;
  const before = responseTimes.length;
  let served = 0;
  while (served < asked && (await serves(client))) {
    served++;
    if (served % Math.ceil(asked / REPORTS) === 0) progress(served, asked);
  }
  return { asked, served, times: responseTimes.slice(before) };
}

export function examineResponses({ asked, served, times }: ResponseTimes, limitMs: number): Findings {
  const examination = new Examination();
  examination.expect(served === asked, `read ${served + 1} of ${asked} was not served within ${limitMs} ms`);
  const slowest = Math.max(0, ...times);
  examination.expect(
    slowest <= limitMs,
    `the slowest reply started after ${slowest.toFixed(0)} ms, allowed ${limitMs}`,
  );
  return examination;
}

/** `p50 12.1 ms, p95 15.0 ms, p99 20.3 ms, max 31.0 ms over 1000 replies` */
export function responseText({ times }: ResponseTimes): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms over ${times.length} replies`;
}
