import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { Heard } from '#client/heard-frames';
import { corrupt, type FrameEdit } from '#dlms/link/hdlc/edit';
import { Examination, type Findings } from './findings';
import { type AllowedAnswers, ownFrames } from './frame-answers';
import {
  byFrames,
  connecting,
  disconnecting,
  examineExchanges,
  type LinkExchange,
  NO_REPLY,
  quietly,
} from './hdlc-exchanges';

/** One way to break a frame. */
export interface Breakage {
  readonly what: string;
  readonly octets: (frames: FrameDialogue) => Uint8Array;
  /** noise and silence go before it, so that no flag of the frame before can stand in for its own */
  readonly afterNoise?: boolean;
}

/** Hears how many of them are done. */
type Progress = (done: number, of: number) => void;

type Edit = (edit: FrameEdit) => Uint8Array;

/** SNRM without an information field and with one: receivers find the end of the one and of the other in different ways. */
function ofEachSnrm(what: string, edit: Edit): readonly Breakage[] {
  return [
    { what: `SNRM ${what}`, octets: (frames) => edit(corrupt(frames.snrm({}))) },
    { what: `SNRM with parameters ${what}`, octets: (frames) => edit(corrupt(frames.snrm())) },
  ];
}

function afterNoise(breakages: readonly Breakage[]): readonly Breakage[] {
  return breakages.map((breakage) => ({ ...breakage, afterNoise: true }));
}

/**
 * Silence alone does not make a meter forget the flag that closed our last frame: no time-out runs after a flag, and
 * it may open the next frame (hdlc.md 2.2). Two octets that begin no frame do, after the silence at the latest.
 */
const NOISE: Breakage = { what: 'noise', octets: () => Uint8Array.of(0x00, 0x00) };

const LAST_BIT = 15;
const LONGEST_SHORT_FRAME = 6;
/** From here on its length field can be adjusted. */
const FORMAT_FIELD = 2;

export const withoutOpeningFlag = afterNoise(
  ofEachSnrm('without its opening flag', (edit) => edit.withoutOpeningFlag()),
);
export const withoutClosingFlag = ofEachSnrm('without its closing flag', (edit) => edit.withoutClosingFlag());
export const withoutFlags = afterNoise(ofEachSnrm('without its flags', (edit) => edit.withoutFlags()));
export const withLengthTooBig = ofEachSnrm('with a length one too big', (edit) => edit.lengthOffBy(1));
export const withLengthTooSmall = ofEachSnrm('with a length one too small', (edit) => edit.lengthOffBy(-1));

export const withForeignFormats: readonly Breakage[] = [0x0, 0x8, 0x9, 0xb, 0xc].map((type) => ({
  what: `SNRM with format type ${type.toString(2).padStart(4, '0')}`,
  octets: (frames) => corrupt(frames.snrm()).formatType(type),
}));

/** Both octets of the check are looked at by their bits at the ends. */
export const withWrongHeaderCheck: readonly Breakage[] = [0, LAST_BIT].flatMap((bit) =>
  (['recomputed', 'kept'] as const).map((fcs) => ({
    what: `SNRM with bit ${bit} of HCS wrong and FCS ${fcs === 'kept' ? 'of the right frame' : 'recomputed'}`,
    octets: (frames: FrameDialogue) => corrupt(frames.snrm()).hcs(bit, fcs),
  })),
);

export const withWrongFrameCheck: readonly Breakage[] = [0, LAST_BIT].flatMap((bit) =>
  ofEachSnrm(`with bit ${bit} of FCS wrong`, (edit) => edit.fcs(bit)),
);

const withTooFewOctets: readonly Breakage[] = Array.from({ length: LONGEST_SHORT_FRAME }, (_, i) => i + 1).flatMap(
  (octets) => (['kept', 'adjusted'] as const).flatMap((length) => shortened(octets, length)),
);

function shortened(octets: number, length: 'kept' | 'adjusted'): readonly Breakage[] {
  if (length === 'adjusted' && octets < FORMAT_FIELD) return [];
  const what = `SNRM cut to ${octets} octets, its length field ${length}`;
  return [{ what, octets: (frames) => corrupt(frames.snrm({})).shortened(octets, length) }];
}

/**
 * HDL-09 to 11, 15 to 17, 19: each broken frame meets silence, and DISC shows that it had no effect.
 * @param silenceMs longer than the meter waits for the rest of a frame
 */
export function sendsBrokenFrames(
  client: DlmsClient,
  breakages: readonly Breakage[],
  silenceMs: number,
  progress: Progress,
): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const exchanges: LinkExchange[] = [];
    for (const [done, breakage] of breakages.entries()) {
      progress(done, breakages.length);
      if (breakage.afterNoise) exchanges.push(await unanswered(NOISE, frames, silenceMs));
      exchanges.push(await unanswered(breakage, frames, silenceMs));
      exchanges.push(await disconnecting(`DISC after ${breakage.what}`, frames));
    }
    return [...exchanges, await connecting('a good SNRM after all of them', frames)];
  });
}

/** HDL-14. */
export function sendsShortFrames(
  client: DlmsClient,
  silenceMs: number,
  progress: Progress,
): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const exchanges: LinkExchange[] = [];
    for (const [done, breakage] of withTooFewOctets.entries()) {
      progress(done, withTooFewOctets.length);
      exchanges.push(await unanswered(breakage, frames, silenceMs));
    }
    return [...exchanges, await connecting('a good SNRM after all of them', frames)];
  });
}

const UNKNOWN_CONTROL = 0xff;
const REJECTED: AllowedAnswers = { pass: ['FRMR'], deviation: ['silence'] };

/** HDL-18: while connected. */
export function sendsUnknownControl(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const before = await connecting('SNRM', frames);
    const unknown = corrupt(frames.rr({ nr: 0 })).control(UNKNOWN_CONTROL);
    const heard = await frames.exchange(unknown);
    const rejected = { what: 'a frame with an unknown control field', heard, allowed: REJECTED };
    return [before, rejected, await connecting('SNRM after it', frames)];
  });
}

const FRMR_INFORMATION = 3;

export function examineRejection(exchanges: readonly LinkExchange[]): Findings {
  const examination = new Examination();
  examination.add(examineExchanges(exchanges));
  for (const length of exchanges.flatMap(({ heard }) => rejections(heard))) {
    examination.tolerate(
      length === FRMR_INFORMATION,
      `FRMR with an information field of ${length} octets, not of three`,
    );
  }
  return examination;
}

function rejections(heard: Heard): readonly number[] {
  const frmrs = ownFrames(heard).filter(({ frame }) => frame.control.kind === 'FRMR');
  return frmrs.map(({ frame }) => frame.information.length);
}

async function unanswered({ what, octets }: Breakage, frames: FrameDialogue, silenceMs: number): Promise<LinkExchange> {
  return { what, heard: await frames.exchange(octets(frames), quietly(silenceMs)), allowed: NO_REPLY };
}
