import { concat } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { isEnded } from './address';
import { type ControlField, decodeControl, encodeControl } from './control';
import { writeCheck } from './crc16';
import { conformingFraming } from './decisions/framing-decisions';
import { examineFrame, type FrameFault, type FrameLayout } from './frame-examination';

/** A frame of format type 3 (IEC 62056-46 6.4.2, hdlc.md 2). Addresses are as on the wire: who may read them decides what they mean. */
export interface HdlcFrame {
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  readonly control: ControlField;
  /** more of the same message follows in the next frame */
  readonly segmented: boolean;
  readonly information: Uint8Array;
}

export const FLAG = 0x7e;

/** The longest frame between its flags: the length field has 11 bits. */
export const LONGEST_FRAME = 0x7ff;

const EMPTY = new Uint8Array(0);
const FORMAT_TYPE = 0xa0;
const SEGMENTED = 0x08;
const LENGTH_AT = 1;
const ADDRESSES_AT = 3;

const FAULT_TEXTS: Readonly<Record<FrameFault, string>> = {
  'format-type': 'HDLC frame: format type is not 3 (1010)',
  'length-field': 'HDLC frame: length field below 7',
  'not-bounded': 'HDLC frame: no flag where the length field says it ends',
  address: 'HDLC frame: address field does not end',
  header: 'HDLC frame: no room for its check sequences',
  hcs: 'HDLC frame: wrong HCS',
  fcs: 'HDLC frame: wrong FCS',
};

/**
 * Octets: flag, format (2), destination (1, 2, 4), source (1, 2, 4), control, HCS (2) and information where there is
 * any, FCS (2), flag.
 * @throws LocalProtocolError when the frame is longer than its length field can say, or an address has no end
 */
export function encodeFrame(frame: HdlcFrame): Uint8Array {
  const { destination, source, information } = frame;
  if (!isEnded(destination) || !isEnded(source)) throw new LocalProtocolError('an HDLC address does not end');
  const headerEnd = ADDRESSES_AT + destination.length + source.length + 1;
  const checks = information.length > 0 ? 4 : 2;
  const length = headerEnd - 1 + checks + information.length;
  if (length > LONGEST_FRAME)
    throw new LocalProtocolError(`an HDLC frame of ${length} octets exceeds ${LONGEST_FRAME}`);
  const octets = new Uint8Array(length + 2);
  writeHeader(octets, frame, length);
  if (information.length > 0) {
    writeCheck(octets, LENGTH_AT, headerEnd);
    octets.set(information, headerEnd + 2);
  }
  writeCheck(octets, LENGTH_AT, length - 1);
  octets[length + 1] = FLAG;
  return octets;
}

function writeHeader(octets: Uint8Array, frame: HdlcFrame, length: number): void {
  const { destination, source, control, segmented } = frame;
  octets[0] = FLAG;
  octets[LENGTH_AT] = FORMAT_TYPE | (segmented ? SEGMENTED : 0) | (length >>> 8);
  octets[LENGTH_AT + 1] = length & 0xff;
  const sourceAt = writeAddress(octets, ADDRESSES_AT, destination);
  const controlAt = writeAddress(octets, sourceAt, source);
  octets[controlAt] = encodeControl(control);
}

/** Octet by octet: for so few of them that is faster than to call `set`. Returns the index behind them. */
function writeAddress(octets: Uint8Array, at: number, address: Uint8Array): number {
  for (let i = 0; i < address.length; i++) octets[at + i] = address[i] as number;
  return at + address.length;
}

/**
 * @param octets one frame with both its flags
 * @throws PeerProtocolError when they are anything else
 */
export function decodeFrame(octets: Uint8Array): HdlcFrame {
  if (octets[0] !== FLAG) throw new PeerProtocolError('HDLC frame: no opening flag', octets, 0);
  const found = examineFrame(octets, 0, octets.length, conformingFraming);
  if (found.kind === 'incomplete') throw new PeerProtocolError('HDLC frame: cut short', octets, octets.length);
  if (found.kind === 'fault') throw new PeerProtocolError(FAULT_TEXTS[found.fault], octets, found.at);
  const end = found.length + 2;
  if (end !== octets.length) throw new PeerProtocolError('HDLC frame: surplus octets behind it', octets, end);
  return frameAt(octets, found);
}

/** The parts of a frame that was examined, as views on its octets, which begin with the opening flag. */
export function frameAt(octets: Uint8Array, layout: FrameLayout): HdlcFrame {
  const { sourceAt, controlAt, informationAt, informationEnd } = layout;
  return {
    destination: octets.subarray(ADDRESSES_AT, sourceAt),
    source: octets.subarray(sourceAt, controlAt),
    control: decodeControl(octets[controlAt] as number),
    segmented: ((octets[LENGTH_AT] as number) & SEGMENTED) !== 0,
    information: informationEnd > informationAt ? octets.subarray(informationAt, informationEnd) : EMPTY,
  };
}

/** Frames of one transmission in one piece, neighbours sharing a flag (hdlc.md 8). */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const [only] = frames;
  if (only !== undefined && frames.length === 1) return only;
  return concat(...frames.map((frame, index) => (sharesFlag(frames[index - 1], frame) ? frame.subarray(1) : frame)));
}

function sharesFlag(before: Uint8Array | undefined, frame: Uint8Array): boolean {
  return before?.at(-1) === FLAG && frame[0] === FLAG;
}
