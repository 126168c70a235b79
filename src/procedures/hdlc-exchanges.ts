import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue, ListenOptions } from '#client/frame-dialogue';
import { hdlcOf } from '#client/hdlc-channel';
import type { Heard, HeardFrame } from '#client/heard-frames';
import { LineLost } from '#dlms/errors';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { Examination, type Findings } from './findings';
import { type AllowedAnswers, answerKind, answerText, judgeAnswer, ownFrames } from './frame-answers';

/** One transmission of a client, what came back, and what the case allows to come back. */
export interface LinkExchange {
  readonly what: string;
  readonly heard: Heard;
  readonly allowed: AllowedAnswers;
  /** N(R) that the answer must carry, where it has one */
  readonly nr?: number;
}

export const CONFIRMED: AllowedAnswers = { pass: ['UA'] };
export const DISCONNECTED: AllowedAnswers = { pass: ['DM'] };
export const READY: AllowedAnswers = { pass: ['RR'] };
/** The answer to a request, or its acknowledgement while the answer is not ready. */
export const ANSWERED: AllowedAnswers = { pass: ['I', 'RR', 'RNR'] };
export const NO_REPLY: AllowedAnswers = { pass: ['silence'] };

/** Lets a case speak on the link of a client, which then has it back as it was left. */
export async function byFrames<T>(client: DlmsClient, speak: (frames: FrameDialogue) => Promise<T>): Promise<T> {
  const channel = hdlcOf(client.channel);
  const frames = await channel.takeOver();
  try {
    return await speak(frames);
  } finally {
    channel.handBack(frames);
  }
}

/**
 * The line without a link. A meter that does not answer DISC while disconnected is connected first: then it has to.
 * @throws LineLost when it answers nothing at all
 */
export async function endLink(client: DlmsClient): Promise<void> {
  await byFrames(client, async (frames) => {
    if (isEnd(await frames.disconnect())) return;
    await frames.connect();
    if (!isEnd(await frames.disconnect())) throw new LineLost('HDLC: the meter answers neither DISC nor SNRM');
  });
}

/** Listens for the whole time: what must have no answer must have none at all. */
export function quietly(silenceMs: number): ListenOptions {
  return { until: 'silence', ms: silenceMs };
}

/** SNRM that must be confirmed. A link that is up restarts. */
export async function connecting(
  what: string,
  frames: FrameDialogue,
  proposal?: ProposedParameters,
): Promise<LinkExchange> {
  return { what, heard: await frames.connect(proposal), allowed: CONFIRMED };
}

/** DISC, which shows by its answer whether the link was up. */
export async function disconnecting(
  what: string,
  frames: FrameDialogue,
  allowed: AllowedAnswers = DISCONNECTED,
): Promise<LinkExchange> {
  return { what, heard: await frames.disconnect(), allowed };
}

/** Every transmission had the answer that its case allows, and not an octet beside it. */
export function examineExchanges(exchanges: readonly LinkExchange[]): Findings {
  const examination = new Examination();
  examination.expect(exchanges.length > 0, 'nothing was sent');
  for (const exchange of exchanges) examineExchange(exchange, examination);
  return examination;
}

function examineExchange({ what, heard, allowed, nr }: LinkExchange, examination: Examination): void {
  examination.add(judgeAnswer(what, heard, allowed));
  examination.expect(!hasMore(heard), `${what} was answered by more than one frame: ${answerText(heard)}`);
  for (const { frame } of ownFrames(heard)) {
    const { control, information } = frame;
    if (control.kind === 'RR' || control.kind === 'RNR')
      examination.expect(information.length === 0, `${what}: ${control.kind} has an information field`);
    if (nr !== undefined && 'nr' in control)
      examination.expect(control.nr === nr, `${what}: ${control.kind} has N(R)=${control.nr}, expected ${nr}`);
  }
}

/** Events that waited in UI frames, and all but the last of several I frames, come before the end of an answer; nothing else. */
function hasMore(heard: Heard): boolean {
  const frames = heard.frames.filter(({ origin }) => origin !== 'echo');
  if (frames.some(({ origin }) => origin === 'foreign')) return true;
  if (heard.noise.length > 0) return answerKind(heard) !== 'octets';
  return frames.slice(0, -1).some((frame) => !isBeforeTheEnd(frame));
}

function isBeforeTheEnd({ frame: { control } }: HeardFrame): boolean {
  return (control.kind === 'UI' || control.kind === 'I') && !control.pf;
}

function isEnd(heard: Heard): boolean {
  const kind = answerKind(heard);
  return kind === 'UA' || kind === 'DM';
}
