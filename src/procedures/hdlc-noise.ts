import type { DlmsClient } from '#client/dlms-client';
import type { Findings } from './findings';
import { answerKind, answerText } from './frame-answers';
import { byFrames } from './hdlc-exchanges';
import { startsLink } from './hdlc-numbered-exchanges';
import { isServedWhereConnected, opensHere } from './health';
import { noiseBursts } from './noise-bursts';

/** Tells how many of how many are done. */
export type Count = (done: number, of: number) => void;

export interface Noise {
  readonly bursts: number;
  /** pause after each, ms: so long that the meter has given up whatever it took the burst for */
  readonly pauseMs: number;
}

/** The noise is the same in every run, so that a run can be repeated. */
const SEED = 0x4844_4c29;
const REPORTS = 20;

/** HDL-41: noise on the line as it is. Where there is a link, polls now and then keep it from being given up as idle. */
export function makesNoise(client: DlmsClient, { bursts, pauseMs }: Noise, count: Count): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const faults: string[] = [];
    let hasAnswered = true;
    for (const [index, burst] of noiseBursts(SEED, bursts).entries()) {
      const heard = await frames.exchange(burst, { until: 'silence', ms: pauseMs });
      const what = `burst ${index + 1} of ${bursts}, ${burst.length} octets,`;
      if (answerKind(heard) !== 'silence') faults.push(`${what} was answered by ${answerText(heard)}`);
      if (heard.closed) break;
      if ((index + 1) % Math.ceil(bursts / REPORTS) !== 0) continue;
      count(index + 1, bursts);
      if (frames.link !== undefined && hasAnswered)
        hasAnswered = answerKind(await frames.exchange(frames.rr())) === 'RR';
    }
    const late = await frames.listen({ until: 'silence' });
    if (answerKind(late) !== 'silence') faults.push(`after the last burst came ${answerText(late)}`);
    return { faults, deviations: [] };
  });
}

/** HDL-41: a read in the association as it stands, or after SNRM and AARQ on the same line. */
export async function servesAfterNoise(client: DlmsClient): Promise<Findings> {
  const there = await isServedWhereConnected(client);
  if (there.served) return { faults: [], deviations: [] };
  const link = await byFrames(client, (frames) => startsLink(frames));
  if (link.faults.length > 0) return link;
  const anew = await opensHere(client);
  const text = `not served where it was: ${there.detail}; nor after SNRM and AARQ: ${anew.detail}`;
  return { faults: anew.served ? [] : [text], deviations: [] };
}
