import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { writeCheck } from './crc16';
import { conformingFraming } from './decisions/framing-decisions';
import { FLAG, LONGEST_FRAME } from './frame';
import { examineFrame, type FrameLayout } from './frame-examination';

/**
 * The one place where malformed frames are made: named edits of one well-formed frame with its flags. Each gives new
 * octets with exactly one thing wrong; checks are made right again unless they are what is wrong. An edit that cannot
 * be done is a LocalProtocolError: a negative case must not send a well-formed frame by mistake.
 * @throws LocalProtocolError when the octets are no well-formed frame
 */
export function corrupt(frame: Uint8Array): FrameEdit {
  const layout = examineFrame(frame, 0, frame.length, conformingFraming);
  if (frame[0] !== FLAG || layout.kind !== 'frame' || layout.length + 2 !== frame.length) {
    throw new LocalProtocolError('only well-formed frames are edited');
  }
  return new FrameEdit(frame, layout);
}

const CHECK = 2;
const FORMAT_AT = 1;
const DESTINATION_AT = 3;

export class FrameEdit {
  constructor(
    private readonly frame: Uint8Array,
    private readonly layout: FrameLayout,
  ) {}

  /** One bit of FCS wrong (IEC 62056-46 6.4.2.6). `bit`: 0..15, in the order of the wire. */
  fcs(bit = 0): Uint8Array {
    return flipped(this.frame, this.frame.length - 1 - CHECK, bit);
  }

  /**
   * One bit of HCS wrong (IEC 62056-46 6.4.2.6).
   * @param fcs `recomputed` over the wrong HCS, or `kept` as of the right frame
   */
  hcs(bit = 0, fcs: 'recomputed' | 'kept' = 'recomputed'): Uint8Array {
    if (this.layout.informationAt === this.layout.controlAt + 1) throw new LocalProtocolError('this frame has no HCS');
    const octets = flipped(this.frame, this.layout.controlAt + 1, bit);
    return fcs === 'kept' ? octets : withFcs(octets);
  }

  /** The length field off by so many octets; the frame itself keeps its length (IEC 62056-46 6.4.2.1). */
  lengthOffBy(difference: number): Uint8Array {
    const said = this.layout.length + difference;
    if (difference === 0 || said < 0 || said > LONGEST_FRAME) throw new LocalProtocolError(`no length of ${said}`);
    return this.rechecked(withLength(this.frame, said));
  }

  /** Another format type: the upper four bits of the first octet, 0..F but A (IEC 62056-46 6.4.2.1). */
  formatType(type: number): Uint8Array {
    const octets = this.frame.slice();
    const rest = (octets[FORMAT_AT] ?? 0) & 0x0f;
    if (!(type >= 0 && type <= 0xf) || type === 0xa) throw new LocalProtocolError(`no wrong format type: ${type}`);
    octets[FORMAT_AT] = (type << 4) | rest;
    return this.rechecked(octets);
  }

  withoutOpeningFlag(): Uint8Array {
    return this.frame.slice(1);
  }

  withoutClosingFlag(): Uint8Array {
    return this.frame.slice(0, -1);
  }

  withoutFlags(): Uint8Array {
    return this.frame.slice(1, -1);
  }

  /** Only the first `octets` of it, as when the line breaks: no checks, no closing flag. */
  cut(octets: number): Uint8Array {
    if (!(octets >= 0 && octets < this.frame.length)) throw new LocalProtocolError(`no cut after ${octets}`);
    return this.frame.slice(0, octets);
  }

  /**
   * Only so many octets between the flags, which are both there.
   * @param lengthField `kept` as it was, or `adjusted` to what is left of it
   */
  shortened(octets: number, lengthField: 'kept' | 'adjusted'): Uint8Array {
    if (!(octets >= 0 && octets < this.layout.length)) throw new LocalProtocolError(`not shorter: ${octets}`);
    const short = concat(this.frame.subarray(0, octets + 1), Uint8Array.of(FLAG));
    return lengthField === 'kept' || octets < CHECK ? short : withLength(short, octets);
  }

  /** Another destination: of 3 or 5 octets, reserved, or somebody else's. The lowest bit must be set in the last octet. */
  destination(octets: Uint8Array): Uint8Array {
    return this.rebuilt(octets, this.source);
  }

  /** Another source, e.g. of two octets, which no client address has. */
  sourceAddress(octets: Uint8Array): Uint8Array {
    return this.rebuilt(this.frame.slice(DESTINATION_AT, this.layout.sourceAt), octets);
  }

  /** Another control octet, e.g. FF, which no command has (IEC 62056-46 6.4.3). */
  control(octet: number): Uint8Array {
    if (this.frame[this.layout.controlAt] === octet) throw new LocalProtocolError(`the control field is ${octet}`);
    const octets = this.frame.slice();
    octets[this.layout.controlAt] = octet;
    return this.rechecked(octets);
  }

  /** An information field where this frame must have none, or another one. */
  information(information: Uint8Array): Uint8Array {
    return this.rebuilt(this.frame.slice(DESTINATION_AT, this.layout.sourceAt), this.source, information);
  }

  /** HCS and an information field of no octets, which a conformant sender leaves out (hdlc.md 2.2). */
  emptyInformation(): Uint8Array {
    const { controlAt, informationAt, informationEnd } = this.layout;
    if (informationEnd > informationAt) throw new LocalProtocolError('this frame has an information field');
    const octets = concat(this.frame.subarray(0, controlAt + 1), new Uint8Array(2 * CHECK), Uint8Array.of(FLAG));
    return withChecks(withLength(octets, this.layout.length + CHECK), controlAt + 1);
  }

  private get source(): Uint8Array {
    return this.frame.slice(this.layout.sourceAt, this.layout.controlAt);
  }

  /** Both checks again over whatever the octets are now. */
  private rechecked(octets: Uint8Array): Uint8Array {
    const { controlAt, informationAt } = this.layout;
    return informationAt > controlAt + 1 ? withChecks(octets, controlAt + 1) : withFcs(octets);
  }

  private rebuilt(destination: Uint8Array, source: Uint8Array, information = this.informationField): Uint8Array {
    const { frame, layout } = this;
    const control = frame.subarray(layout.controlAt, layout.controlAt + 1);
    const header = concat(frame.subarray(0, DESTINATION_AT), destination, source, control);
    const hcs = new Uint8Array(information.length > 0 ? CHECK : 0);
    const octets = concat(header, hcs, information, new Uint8Array(CHECK), Uint8Array.of(FLAG));
    const sized = withLength(octets, octets.length - 2);
    return hcs.length > 0 ? withChecks(sized, header.length) : withFcs(sized);
  }

  private get informationField(): Uint8Array {
    return this.frame.slice(this.layout.informationAt, this.layout.informationEnd);
  }
}

function withLength(frame: Uint8Array, length: number): Uint8Array {
  if (length > LONGEST_FRAME) throw new LocalProtocolError(`an HDLC frame of ${length} octets`);
  const octets = frame.slice();
  octets[FORMAT_AT] = ((octets[FORMAT_AT] ?? 0) & 0xf8) | (length >>> 8);
  octets[FORMAT_AT + 1] = length & 0xff;
  return octets;
}

function withFcs(frame: Uint8Array): Uint8Array {
  const octets = frame.slice();
  writeCheck(octets, FORMAT_AT, octets.length - 1 - CHECK);
  return octets;
}

function withChecks(frame: Uint8Array, hcsAt: number): Uint8Array {
  const octets = frame.slice();
  writeCheck(octets, FORMAT_AT, hcsAt);
  writeCheck(octets, FORMAT_AT, octets.length - 1 - CHECK);
  return octets;
}

function flipped(frame: Uint8Array, at: number, bit: number): Uint8Array {
  if (!(bit >= 0 && bit < 8 * CHECK)) throw new LocalProtocolError(`a check sequence has no bit ${bit}`);
  const octets = frame.slice();
  const index = at + (bit >>> 3);
  octets[index] = (octets[index] ?? 0) ^ (1 << (bit & 7));
  return octets;
}
