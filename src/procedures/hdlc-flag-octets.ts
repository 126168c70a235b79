import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { getResponseOf } from '#client/reading';
import type { Reply } from '#client/reply';
import { Examination, type Findings } from './findings';
import { ANSWERED, byFrames, READY } from './hdlc-exchanges';
import {
  encodeFlaggedGet,
  type FlagPlan,
  inFrameCheck,
  inHeaderCheck,
  inInformation,
  passingBy,
} from './hdlc-flag-plans';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer, exchanged } from './hdlc-numbered-exchanges';
import { fetchesAnswer } from './hdlc-requests';

/** A read of which one frame holds the octet of a flag, and its answer. */
export interface FlaggedRead {
  readonly plan: FlagPlan;
  /** its first frame, where it has two */
  readonly segments: readonly Exchanged[];
  /** its last frame, and whatever was asked for the answer */
  readonly exchanges: readonly Exchanged[];
  readonly reply: Reply;
}

/** Every N(S) with every N(R): by then some frame has had it in HCS. */
const MOST_STEPS = 64;

/**
 * HDL-13, in an open association without ciphering: reads whose frames hold a flag's octet in the information field,
 * in either octet of FCS, and in HCS. The latter depends on numbers and length: other reads go by until it is there.
 */
export function readsWithFlagOctets(client: DlmsClient): Promise<readonly FlaggedRead[]> {
  return byFrames(client, async (frames) => {
    const reads: FlaggedRead[] = [];
    for (const plan of [inInformation(), ...inFrameCheck(frames)]) reads.push(await read(plan, client, frames));
    for (let step = 0; step < MOST_STEPS; step++) {
      const plan = inHeaderCheck(frames, step);
      reads.push(await read(plan ?? passingBy(step), client, frames));
      if (plan !== undefined) break;
    }
    return reads;
  });
}

export function examineFlaggedReads(reads: readonly FlaggedRead[]): Findings {
  const examination = new Examination();
  examination.expect(reads.length > 0, 'nothing was read');
  for (const { plan, segments, exchanges, reply } of reads) {
    for (const segment of segments) examination.add(examineAnswer(segment, READY));
    for (const exchange of exchanges) examination.add(examineAnswer(exchange, ANSWERED));
    examination.add(examineReply(plan, reply));
  }
  return examination;
}

function examineReply({ what, get }: FlagPlan, reply: Reply): Findings {
  const examination = new Examination();
  const response = getResponseOf(reply);
  const result = response?.choice === 'normal' ? response.result : undefined;
  const isOwn = response?.invokeIdAndPriority === get.invokeIdAndPriority;
  const isNormal = result !== undefined && isOwn && 'data' in result === get.exists;
  examination.expect(isNormal, `${what} had no normal reply: ${replyText(reply)}`);
  if (!isNormal || !('error' in result)) return examination;
  examination.tolerate(result.error === 'object-undefined', `${what}, of no object, was answered by ${result.error}`);
  return examination;
}

async function read(plan: FlagPlan, client: DlmsClient, frames: FrameDialogue): Promise<FlaggedRead> {
  const { what, get, cutAt = 0 } = plan;
  const message = commandOf(encodeFlaggedGet(get));
  const segments: Exchanged[] = [];
  if (cutAt > 0)
    segments.push(await exchanged(what, frames, () => frames.sendInformation(message.subarray(0, cutAt), true)));
  const last = await exchanged(what, frames, () => frames.sendInformation(message.subarray(cutAt)));
  const answer = await fetchesAnswer(frames, what, [last], client.channel.timeouts.responseMs);
  return { plan, segments, exchanges: answer.exchanges, reply: replyIn(answer, client) };
}
