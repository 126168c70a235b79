import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { PeerProtocolError } from '#dlms/errors';

/** Names of the conformance bits by number, 0 = most significant bit of the first octet (GB 9.4.6.1, acse.md 4.1). */
export const CONFORMANCE_BITS = [
  'reserved-zero',
  'general-protection',
  'general-block-transfer',
  'read',
  'write',
  'unconfirmed-write',
  'delta-value-encoding',
  'reserved-seven',
  'attribute0-supported-with-set',
  'priority-mgmt-supported',
  'attribute0-supported-with-get',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'information-report',
  'data-notification',
  'access',
  'parameterized-access',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
] as const;

export type ConformanceBit = (typeof CONFORMANCE_BITS)[number];

/** A conformance block as the set of its bits that are 1. */
export type Conformance = ReadonlySet<ConformanceBit>;

const OCTETS = 3;
const TAG = 0x5f;
const TAG_CONTINUED = 0x1f;
const LENGTH = 4;

/** The three octets, bit 0 first: also the contents of the bit-string of Association LN attribute 5. */
export function encodeConformanceBits(conformance: Conformance): Uint8Array {
  const octets = new Uint8Array(OCTETS);
  for (const [number, name] of CONFORMANCE_BITS.entries()) {
    const at = number >> 3;
    if (conformance.has(name)) octets[at] = (octets[at] ?? 0) | (0x80 >> (number & 7));
  }
  return octets;
}

/**
 * Reserved bits are kept under their names.
 * @throws PeerProtocolError unless there are exactly three octets
 */
export function decodeConformanceBits(octets: Uint8Array): Conformance {
  if (octets.length !== OCTETS) {
    throw new PeerProtocolError(`conformance block of ${octets.length} octets, expected 3`, octets, octets.length);
  }
  return new Set(CONFORMANCE_BITS.filter((_, number) => ((octets[number >> 3] ?? 0) & (0x80 >> (number & 7))) !== 0));
}

/** `5F 1F 04 00` and three octets: [APPLICATION 31] IMPLICIT BIT STRING, BER within A-XDR. */
export function encodeConformance(writer: ByteWriter, conformance: Conformance): void {
  writer.u8(TAG).u8(TAG_CONTINUED).u8(LENGTH).u8(0).bytes(encodeConformanceBits(conformance));
}

/**
 * The form that `encodeConformance` writes; the old `5F 04 00` without 1F is taken with a note.
 * @throws PeerProtocolError for any other tag, length, number of unused bits, or when octets are missing
 */
export function decodeConformance(reader: ByteReader): Conformance {
  const at = reader.offset;
  expectOctet(reader, TAG, 'conformance tag');
  if (reader.peek() === TAG_CONTINUED) reader.u8('conformance tag');
  else reader.note('old-conformance-tag', at, 'conformance: tag 5F without 1F');
  const lengthAt = reader.offset;
  const length = reader.length('conformance length');
  if (length !== LENGTH) reader.failAt(lengthAt, `conformance length: expected ${LENGTH}, got ${length}`);
  expectOctet(reader, 0, 'conformance unused bits');
  return decodeConformanceBits(reader.take(OCTETS, 'conformance'));
}

function expectOctet(reader: ByteReader, expected: number, what: string): void {
  const octet = reader.u8(what);
  if (octet !== expected) reader.failAt(reader.offset - 1, `${what}: expected ${hex(expected)}, got ${hex(octet)}`);
}

function hex(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, '0');
}
