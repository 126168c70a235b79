import { LocalProtocolError } from '#dlms/errors';

export const WRAPPER_VERSION = 1;
export const WRAPPER_HEADER_LENGTH = 8;
/** wPorts that nobody has: none, and all logical devices (wrapper.md 3). */
export const NO_STATION = 0x0000;
export const ALL_STATION = 0x007f;
/** The length field has 16 bits. */
export const LONGEST_APDU = 0xffff;

/** One wrapper PDU (IEC 62056-47 3.3, wrapper.md 2): version, source and destination wPort, length, APDU. */
export interface Wpdu {
  readonly version: number;
  readonly sourceWport: number;
  readonly destinationWport: number;
  readonly apdu: Uint8Array;
}

/** What an encoder needs; version and length follow from the standard unless a test says otherwise. */
export interface WpduFields {
  readonly sourceWport: number;
  readonly destinationWport: number;
  readonly apdu: Uint8Array;
  /** only to build a header that is wrong on purpose */
  readonly version?: number;
  /** only to build a header that is wrong on purpose */
  readonly length?: number;
}

/**
 * Octets: version (2), source wPort (2), destination wPort (2), length (2), APDU; big-endian.
 * @throws LocalProtocolError when the APDU is longer than the length field can say
 */
export function encodeWpdu(fields: WpduFields): Uint8Array {
  const { apdu } = fields;
  if (apdu.length > LONGEST_APDU)
    throw new LocalProtocolError(`an APDU of ${apdu.length} octets does not fit into a WPDU`);
  const octets = new Uint8Array(WRAPPER_HEADER_LENGTH + apdu.length);
  writeU16(octets, 0, fields.version ?? WRAPPER_VERSION);
  writeU16(octets, 2, fields.sourceWport);
  writeU16(octets, 4, fields.destinationWport);
  writeU16(octets, 6, fields.length ?? apdu.length);
  octets.set(apdu, WRAPPER_HEADER_LENGTH);
  return octets;
}

function writeU16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = (value >>> 8) & 0xff;
  octets[at + 1] = value & 0xff;
}
