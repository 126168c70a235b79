import type { Heard, HeardFrame } from '#client/heard-frames';
import type { ControlKind } from '#dlms/link/hdlc/control';
import type { Findings } from './findings';

/** What one transmission was answered by: the kind of the last frame of the meter, or that none came. */
export type FrameAnswer = ControlKind | 'silence' | 'octets' | 'closed';

/** Answers that a case allows. Everything else is a fault. */
export interface AllowedAnswers {
  readonly pass: readonly FrameAnswer[];
  readonly deviation?: readonly FrameAnswer[];
}

/** Frames that the meter sent to this client; echoes of ours and frames of others are not among them. */
export function ownFrames({ frames }: Heard): readonly HeardFrame[] {
  return frames.filter(({ origin }) => origin === 'meter' || origin === 'other-length');
}

export function answerKind(heard: Heard): FrameAnswer {
  const last = ownFrames(heard).at(-1) ?? heard.frames.at(-1);
  if (last !== undefined) return last.frame.control.kind;
  if (heard.noise.length > 0) return 'octets';
  return heard.closed ? 'closed' : 'silence';
}

/** `UA`, `silence for 5000 ms`, `I, I` …: for messages. */
export function answerText(heard: Heard): string {
  const kinds = heard.frames.map(
    ({ frame, origin }) => `${frame.control.kind}${origin === 'meter' ? '' : ` (${origin})`}`,
  );
  const noise = heard.noise.map(({ count, reason }) => `${count} octet(s) that are no frame (${reason})`);
  const all = [...kinds, ...noise, ...(heard.closed ? ['end of the line'] : [])];
  return all.length > 0 ? all.join(', ') : `silence for ${heard.waitedMs} ms`;
}

/** One transmission must be answered as allowed, by one frame or none, with F=1. */
export function judgeAnswer(what: string, heard: Heard, { pass, deviation = [] }: AllowedAnswers): Findings {
  const kind = answerKind(heard);
  const text = `${what} was answered by ${answerText(heard)}`;
  if (!pass.includes(kind) && !deviation.includes(kind)) {
    return { faults: [`${text} where ${[...pass, ...deviation].join(' or ')} was expected`], deviations: [] };
  }
  return { faults: finalFaults(what, heard), deviations: pass.includes(kind) ? [] : [text] };
}

/** What several judgements come to. */
export function joined(...findings: readonly Findings[]): Findings {
  return {
    faults: findings.flatMap(({ faults }) => faults),
    deviations: findings.flatMap(({ deviations }) => deviations),
  };
}

/** F=1 stands in the last frame of an answer and in no other (IEC 62056-46 6.4.3). */
function finalFaults(what: string, heard: Heard): readonly string[] {
  const frames = ownFrames(heard);
  if (frames.length === 0 || heard.closed) return [];
  const finals = frames.map(({ frame }) => frame.control.pf);
  if (finals.at(-1) === true && finals.indexOf(true) === finals.length - 1) return [];
  return [`${what} was answered by ${answerText(heard)} with F=${finals.map(Number).join(', ')}`];
}
