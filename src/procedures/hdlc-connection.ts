import { type AnswerKind, answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { Examination, type Findings } from './findings';
import type { AllowedAnswers } from './frame-answers';
import {
  byFrames,
  CONFIRMED,
  connecting,
  DISCONNECTED,
  examineExchanges,
  type LinkExchange,
  READY,
} from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer } from './hdlc-numbered-exchanges';
import { fetchesAnswer, sendsRequest } from './hdlc-requests';
import { encodeGetName } from './requests';

/** A link that was restarted under an association. */
export interface RestartedLink {
  readonly restart: LinkExchange;
  /** what came of a read that nobody had opened an association for; undefined when the link did not restart */
  readonly orphan: OrphanedRead | undefined;
}

interface OrphanedRead {
  readonly exchanges: readonly Exchanged[];
  readonly reply: Reply;
}

/** Whatever refuses it, with the numbers of the new link. */
const NO_DATA: AllowedAnswers = { pass: ['I', 'RR', 'RNR', 'FRMR', 'DM', 'silence'] };

/** An AARE would be what was left of the old association. */
const REFUSALS: readonly AnswerKind[] = [
  'silence',
  'exception-response',
  'confirmed-service-error',
  'error-result',
  'rejecting-aare',
];

/** HDL-01: each frame listened to for the whole response time. What answers the first DISC, which ends what was before, does not matter. */
export function connectsAndDisconnects(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    await frames.disconnect();
    const ask = (octets: Uint8Array) => frames.exchange(octets, { until: 'silence' });
    return [
      { what: 'SNRM', heard: await ask(frames.snrm()), allowed: CONFIRMED },
      { what: 'RR', heard: await ask(frames.rr({ nr: 0 })), allowed: READY, nr: 0 },
      { what: 'DISC', heard: await ask(frames.disc()), allowed: CONFIRMED },
      { what: 'the second DISC', heard: await ask(frames.disc()), allowed: DISCONNECTED },
    ];
  });
}

/** HDL-08: SNRM in the middle of an association, and a read as if that were still there. The numbers are those of the new link. */
export async function restartsItsLink(client: DlmsClient): Promise<RestartedLink> {
  const read = client.protected(encodeGetName(client));
  const restarted = await byFrames(client, async (frames) => {
    const restart = await connecting('SNRM while connected', frames);
    if (frames.link === undefined) return { restart, orphan: undefined };
    const what = 'the read without an association';
    const begun = await sendsRequest(frames, what, read);
    const answer = await fetchesAnswer(frames, what, begun, client.channel.timeouts.responseMs);
    return { restart, orphan: { exchanges: answer.exchanges, reply: replyIn(answer, client) } };
  });
  client.association.linkDown();
  return restarted;
}

export function examineRestart({ restart, orphan }: RestartedLink): Findings {
  const examination = new Examination();
  examination.add(examineExchanges([restart]));
  for (const exchange of orphan?.exchanges ?? []) examination.add(examineAnswer(exchange, NO_DATA));
  return examination;
}

/** HDL-08: the old association serves nobody any more. */
export function examineOrphanedRead({ orphan }: RestartedLink): Findings {
  const examination = new Examination();
  if (orphan === undefined) return examination;
  const isRefused = REFUSALS.includes(answerOf(orphan.reply).kind);
  examination.expect(isRefused, `the read without an association was answered by ${replyText(orphan.reply)}`);
  return examination;
}
