import { CRC_RESIDUE, crcRegister } from './crc16';
import type { FramingDecisions } from './decisions/framing-decisions';

/** Why octets are no frame (hdlc.md 2.2). `not-bounded`: no flag where the length field says; `header`: no room for the checks. */
export type FrameFault = 'format-type' | 'length-field' | 'not-bounded' | 'address' | 'header' | 'hcs' | 'fcs';

/** Where the parts of a frame lie, counted from its opening flag. */
export interface FrameLayout {
  readonly kind: 'frame';
  /** octets between the flags */
  readonly length: number;
  readonly sourceAt: number;
  readonly controlAt: number;
  readonly informationAt: number;
  readonly informationEnd: number;
}

export type Examination =
  | FrameLayout
  /** `needed`: octets from the opening flag on without which there is no telling */
  | { readonly kind: 'incomplete'; readonly needed: number }
  /** `at`: the offending octet; `skip`: octets to drop before looking on, both counted from the opening flag */
  | { readonly kind: 'fault'; readonly fault: FrameFault; readonly at: number; readonly skip: number };

const DESTINATION_AT = 3;
const CHECK = 2;
const LONGEST_ADDRESS = 4;

/**
 * Looks at what stands behind the flag at `start`. The header is judged as soon as it is there: a phantom header in
 * garbage must not make us wait for up to 2047 octets. After a fault only the flag is dropped, for the length field
 * cannot be trusted; where HCS is right and FCS is not, the whole frame is.
 */
export function examineFrame(octets: Uint8Array, start: number, end: number, framing: FramingDecisions): Examination {
  if (end - start < 2) return incomplete(2);
  const first = octets[start + 1] as number;
  if (!framing.acceptsFormatType(first >>> 4)) return fault('format-type', 1);
  if (end - start < DESTINATION_AT) return incomplete(DESTINATION_AT);
  const announced = ((first & 0x07) << 8) | (octets[start + 2] as number);
  if (!framing.acceptsFrameLength(announced)) return fault('length-field', 1);
  const length = framing.frameLength(announced, octets, start + 1, end);
  return examineHeader(octets, start, end, length, framing);
}

/** A header that has been found, with places in the octets that were given. */
interface Header {
  readonly start: number;
  /** the octet behind the frame, where its closing flag belongs */
  readonly last: number;
  readonly source: number;
  readonly control: number;
}

function examineHeader(
  octets: Uint8Array,
  start: number,
  end: number,
  length: number,
  framing: FramingDecisions,
): Examination {
  const last = start + 1 + length;
  const readable = Math.min(end, last);
  const source = addressEnd(octets, start + DESTINATION_AT, readable);
  if (source <= 0) return unended(source, DESTINATION_AT, end - start, readable === last);
  const control = addressEnd(octets, source, readable);
  if (control <= 0) return unended(control, source - start, end - start, readable === last);
  const rest = last - (control + 1);
  if (rest < CHECK || rest === 3) return fault('header', control - start);
  const header = { start, last, source, control };
  return rest === CHECK
    ? withoutInformation(octets, end, header, framing)
    : withInformation(octets, end, header, framing);
}

function withoutInformation(octets: Uint8Array, end: number, header: Header, framing: FramingDecisions): Examination {
  const { start, last, control } = header;
  if (end <= last) return incomplete(last + 1 - start);
  if (!framing.acceptsFrameEnd(octets[last] as number)) return unbounded(header, false, framing);
  const isRight = crcRegister(octets, start + 1, last) === CRC_RESIDUE;
  if (!framing.acceptsFrameCheck(isRight)) return wrongCheck(header, false, framing);
  return layout(header, control + 1, control + 1);
}

function withInformation(octets: Uint8Array, end: number, header: Header, framing: FramingDecisions): Examination {
  const { start, last, control } = header;
  const informationAt = control + 1 + CHECK;
  if (end < informationAt) return incomplete(informationAt - start);
  const register = crcRegister(octets, start + 1, informationAt);
  if (!framing.acceptsHeaderCheck(register === CRC_RESIDUE)) return fault('hcs', control + 1 - start);
  if (end <= last) return incomplete(last + 1 - start);
  if (!framing.acceptsFrameEnd(octets[last] as number)) return unbounded(header, true, framing);
  const isRight = crcRegister(octets, informationAt, last, register) === CRC_RESIDUE;
  if (!framing.acceptsFrameCheck(isRight)) return wrongCheck(header, true, framing);
  return layout(header, informationAt, last - CHECK);
}

function unbounded({ start, last }: Header, isHeaderRight: boolean, framing: FramingDecisions): Examination {
  const isTrusted = framing.trustsLength({ isBounded: false, isHeaderRight });
  return fault('not-bounded', last - start, isTrusted ? last - start : 1);
}

function wrongCheck({ start, last }: Header, isHeaderRight: boolean, framing: FramingDecisions): Examination {
  const isTrusted = framing.trustsLength({ isBounded: true, isHeaderRight });
  return fault('fcs', last - CHECK - start, isTrusted ? last - start : 1);
}

function layout(header: Header, informationAt: number, informationEnd: number): FrameLayout {
  const { start, last, source, control } = header;
  return {
    kind: 'frame',
    length: last - start - 1,
    sourceAt: source - start,
    controlAt: control - start,
    informationAt: informationAt - start,
    informationEnd: informationEnd - start,
  };
}

/** Index behind the address field at `from`: 0 when its last octet is not there, -1 when it is longer than any address. */
function addressEnd(octets: Uint8Array, from: number, end: number): number {
  const limit = Math.min(end, from + LONGEST_ADDRESS);
  for (let i = from; i < limit; i++) if ((octets[i] as number) & 1) return i + 1;
  return limit === from + LONGEST_ADDRESS ? -1 : 0;
}

function unended(address: number, at: number, held: number, isWhole: boolean): Examination {
  return address < 0 || isWhole ? fault('address', at) : incomplete(held + 1);
}

function incomplete(needed: number): Examination {
  return { kind: 'incomplete', needed };
}

function fault(reason: FrameFault, at: number, skip = 1): Examination {
  return { kind: 'fault', fault: reason, at, skip };
}
