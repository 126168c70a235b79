import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { hdlcOf } from '#client/hdlc-channel';
import type { Heard, HeardFrame, Noise } from '#client/heard-frames';
import { type GetOutcome, getAttribute } from '#client/reading';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { toSpacedHex } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { PrimaryEvent } from '#dlms/link/hdlc/primary-event';
import { Examination, type Findings } from './findings';
import { answerKind } from './frame-answers';
import {
  byFrames,
  CONFIRMED,
  connecting,
  disconnecting,
  examineExchanges,
  type LinkExchange,
  READY,
} from './hdlc-exchanges';
import { replyText } from './hdlc-messages';
import { examineUaParameters, longestSentAfter } from './hdlc-ua-parameters';
import { OBJECT_LIST } from './object-list';

/** A frame of the meter and its octets, both flags included. */
export type OverheardFrame = Pick<HeardFrame, 'frame' | 'octets'>;

/** A long read by a client that speaks for itself, with all that came from the line meanwhile. */
export interface OverheardRead {
  readonly snrm: LinkExchange;
  readonly frames: readonly OverheardFrame[];
  readonly noise: readonly Noise[];
  /** undefined when it did not come to an association */
  readonly reading: GetOutcome | undefined;
  /** RR, and DISC twice, where the link was up */
  readonly ends: readonly LinkExchange[];
}

/** Octets of a message that comes in one frame of a link with the default parameters. */
const DEFAULT_LENGTH = 128;
const SMALL_LENGTH = 62;
const SHOWN = 16;

/**
 * Connects, opens the association, reads the object list and disconnects twice.
 * @param proposal without any parameter: SNRM has no information field; the usual one when left out
 */
async function readsOverheard(client: DlmsClient, proposal?: ProposedParameters): Promise<OverheardRead> {
  await client.disconnect();
  const snrm = await byFrames(client, (dialogue) => connecting('SNRM', dialogue, proposal));
  const ear = new Ear();
  ear.hear(snrm.heard);
  if (answerKind(snrm.heard) !== 'UA') return { snrm, ...ear, reading: undefined, ends: [] };
  const reading = await ear.listenTo(client, () => readsLongValue(client));
  const ends = await byFrames(client, ending);
  for (const { heard } of ends) ear.hear(heard);
  return { snrm, frames: ear.frames, noise: ear.noise, reading, ends };
}

/**
 * HDL-21: many frames of every kind.
 * @throws LineLost when too few came to judge by, and all of them right
 */
export async function readsForManyFrames(client: DlmsClient): Promise<OverheardRead> {
  const read = await readsOverheard(client);
  if (read.reading !== undefined || read.noise.length > 0) return read;
  throw new LineLost('HDLC: it did not come to an association, and so to few frames only');
}

/** The long value came, in whatever number of frames. */
function examineLongRead({ reading, snrm }: OverheardRead): Findings {
  const examination = new Examination();
  examination.add(examineExchanges([snrm]));
  const [result] = reading?.results ?? [];
  const text = reading === undefined ? 'the association was not opened' : `the answer was ${replyText(reading.last)}`;
  examination.expect(result !== undefined && 'data' in result, `the long value was not read: ${text}`);
  return examination;
}

/** HDL-04: SNRM without an information field. */
export async function readsWithoutProposal(client: DlmsClient): Promise<OverheardRead> {
  return longEnough(await readsOverheard(client, {}));
}

/** HDL-04: default lengths, and each I frame waits for its acknowledgement. */
export function examineDefaultRead(read: OverheardRead): Findings {
  const examination = new Examination();
  examination.add(examineUaParameters(read.snrm.what, read.snrm.heard, {}));
  examination.add(examineLongRead(read));
  examination.add(examineFields(read, DEFAULT_LENGTH));
  const unfinished = read.frames.filter(({ frame: { control } }) => control.kind === 'I' && !control.pf);
  const text = `${unfinished.length} I frame(s) have F=0: the meter sends more than one at a time`;
  examination.expect(unfinished.length === 0, text);
  return examination;
}

/** HDL-22: as long as the UA says, and as proposed. */
export async function readsInSmallFields(client: DlmsClient): Promise<OverheardRead> {
  return longEnough(await readsOverheard(client, { maxInfoTransmit: SMALL_LENGTH, maxInfoReceive: SMALL_LENGTH }));
}

export function examineSmallFields(read: OverheardRead): Findings {
  const examination = new Examination();
  const named = longestSentAfter(read.snrm.heard) ?? SMALL_LENGTH;
  examination.add(examineLongRead(read));
  examination.expect(named <= SMALL_LENGTH, `the UA names fields of ${named} octets, ${SMALL_LENGTH} were proposed`);
  examination.add(examineFields(read, Math.min(named, SMALL_LENGTH)));
  return examination;
}

function examineFields({ frames }: OverheardRead, longest: number): Findings {
  const examination = new Examination();
  const fields = frames.filter(({ frame }) => frame.control.kind !== 'UA').map(({ frame }) => frame.information.length);
  const tooLong = fields.filter((length) => length > longest);
  const text = `${tooLong.length} of ${fields.length} frames have information fields of up to ${Math.max(...fields, 0)} octets`;
  examination.expect(tooLong.length === 0, `${text} where ${longest} were agreed`);
  return examination;
}

/** @throws LineLost when the value fits one frame: then nothing can be judged by it */
function longEnough(read: OverheardRead): OverheardRead {
  const [result] = read.reading?.results ?? [];
  const length = result !== undefined && 'data' in result ? encodeToBytes(result.data).length : undefined;
  if (length === undefined || length > DEFAULT_LENGTH) return read;
  throw new LineLost(`HDLC: the object list has ${length} octets and fits one frame`);
}

/** HDL-21: every octet that came belongs to a frame, and every frame is as long as its parts. */
export function examineForms({ frames, noise }: OverheardRead): Findings {
  const examination = new Examination();
  examination.expect(frames.length > 0, 'no frame came');
  for (const { count, reason, octets } of noise) {
    const text = toSpacedHex(octets.subarray(0, SHOWN));
    examination.expect(false, `${count} octet(s) are no frame (${reason}): ${text}`);
  }
  for (const { frame, octets } of frames) {
    const { length } = encodeFrame(frame);
    const text = `${frame.control.kind} has ${octets.length} octets with its flags, its parts make ${length}`;
    examination.expect(octets.length === length, text);
  }
  return examination;
}

async function ending(frames: FrameDialogue): Promise<readonly LinkExchange[]> {
  const isUp = frames.link !== undefined;
  const polled: readonly LinkExchange[] = isUp
    ? [{ what: 'RR', heard: await frames.exchange(frames.rr()), allowed: READY }]
    : [];
  return [...polled, await disconnecting('DISC', frames, CONFIRMED), await disconnecting('the second DISC', frames)];
}

/** Collects what comes to a client, frame by frame. */
class Ear {
  readonly frames: OverheardFrame[] = [];
  readonly noise: Noise[] = [];

  hear({ frames, noise }: Heard): void {
    this.frames.push(...frames.filter(({ origin }) => origin !== 'echo'));
    this.noise.push(...noise);
  }

  async listenTo<T>(client: DlmsClient, speak: () => Promise<T>): Promise<T> {
    const channel = hdlcOf(client.channel);
    channel.ear = (event) => this.take(event);
    try {
      return await speak();
    } finally {
      channel.ear = undefined;
    }
  }

  private take(event: PrimaryEvent): void {
    if (event.kind === 'frame') this.frames.push(event);
    if (event.kind === 'dropped') this.noise.push(event);
    if (event.kind === 'echo') this.frames.pop();
  }
}

async function readsLongValue(client: DlmsClient): Promise<GetOutcome | undefined> {
  const { associated } = await client.open();
  return associated ? getAttribute(client, OBJECT_LIST) : undefined;
}
