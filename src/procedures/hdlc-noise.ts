import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { Findings } from './findings';
import { answerKind, answerText } from './frame-answers';
import { byFrames } from './hdlc-exchanges';
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

/** HDL-41: noise on the line as it is. */
export function makesNoise(client: DlmsClient, { bursts, pauseMs }: Noise, count: Count): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const faults: string[] = [];
    for (const [index, burst] of noiseBursts(SEED, bursts).entries()) {
      faults.push(...(await answersTo(frames, `burst ${index + 1} of ${bursts}`, burst, pauseMs)));
      if ((index + 1) % Math.ceil(bursts / REPORTS) === 0) count(index + 1, bursts);
    }
    const late = await frames.listen({ until: 'silence' });
    if (answerKind(late) !== 'silence') faults.push(`after the last burst came ${answerText(late)}`);
    return { faults, deviations: [] };
  });
}

async function answersTo(
  frames: FrameDialogue,
  what: string,
  octets: Uint8Array,
  ms: number,
): Promise<readonly string[]> {
  const heard = await frames.exchange(octets, { until: 'silence', ms });
  return answerKind(heard) === 'silence'
    ? []
    : [`${what}, ${octets.length} octets, was answered by ${answerText(heard)}`];
}
