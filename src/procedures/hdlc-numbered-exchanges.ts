import type { FrameDialogue } from '#client/frame-dialogue';
import type { Heard, HeardFrame } from '#client/heard-frames';
import { controlText } from '#dlms/link/hdlc/control';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { LinkNumbers } from '#dlms/link/hdlc/primary-exchange';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import type { Findings } from './findings';
import { type AllowedAnswers, answerText, joined, judgeAnswer, ownFrames } from './frame-answers';

/** One transmission, what answered it, and the numbers that the answer must have. */
export interface Exchanged {
  readonly what: string;
  readonly heard: Heard;
  /** V(S) behind what was sent and V(R) before what was heard: the answer counts on from there; undefined without a link */
  readonly numbers: LinkNumbers | undefined;
}

export async function exchanged(
  what: string,
  frames: FrameDialogue,
  exchange: (frames: FrameDialogue) => Promise<Heard>,
): Promise<Exchanged> {
  const vr = frames.link?.numbers.vr;
  const heard = await exchange(frames);
  const numbers = vr === undefined || frames.link === undefined ? undefined : { vs: frames.numbers.vs, vr };
  return { what, heard, numbers };
}

/**
 * The answer to one transmission: as allowed and nothing besides, F=1 in its last frame alone, N(S) and N(R) as the
 * link has counted (hdlc.md 8).
 */
export function examineAnswer({ what, heard, numbers }: Exchanged, allowed: AllowedAnswers): Findings {
  const faults = [...strayFaults(what, heard), ...(numbers === undefined ? [] : numberFaults(what, heard, numbers))];
  return joined(judgeAnswer(what, heard, allowed), { faults, deviations: [] });
}

/** A link with new numbers, whether there was one or not. */
export async function startsLink(frames: FrameDialogue, proposal?: ProposedParameters): Promise<Findings> {
  const snrm = await exchanged('SNRM', frames, () => frames.connect(proposal));
  return examineAnswer(snrm, { pass: ['UA'] });
}

/** RR P=1 on a link that is up and has nothing to tell. */
export async function pollsIdle(frames: FrameDialogue, what = 'RR'): Promise<Findings> {
  return examineAnswer(await exchanged(what, frames, () => frames.exchange(frames.rr())), { pass: ['RR'] });
}

/** The last frame of the meter. */
export function lastFrame(heard: Heard): HeardFrame | undefined {
  return ownFrames(heard).at(-1);
}

/** Only I frames come several at a time: whatever else stands in an answer stands there alone, or behind pending UI frames. */
function strayFaults(what: string, heard: Heard): readonly string[] {
  const own = ownFrames(heard).filter(({ frame }) => frame.control.kind !== 'UI');
  const isForeign = heard.frames.some(({ origin }) => origin === 'foreign');
  const isMixed = own.length > 1 && own.some(({ frame }) => frame.control.kind !== 'I');
  if (!isForeign && !isMixed && heard.noise.length === 0) return [];
  return [`${what} was answered by ${answerText(heard)}: more than one answer`];
}

function numberFaults(what: string, heard: Heard, { vs, vr }: LinkNumbers): readonly string[] {
  const faults: string[] = [];
  let ns = vr;
  for (const { frame } of ownFrames(heard)) {
    const { control } = frame;
    const text = `${what} was answered by ${controlText(control)}`;
    if ('nr' in control && control.nr !== vs) faults.push(`${text}, expected N(R)=${vs}`);
    if (control.kind === 'I' && control.ns !== ns) faults.push(`${text}, expected N(S)=${ns}`);
    if (control.kind === 'I') ns = numberAfter(ns);
  }
  return faults;
}
