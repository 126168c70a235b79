import { LocalProtocolError } from '#dlms/errors';
import type { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';

/** Universal tags that ACSE needs (X.690 8). */
export const BER_TAGS = { integer: 0x02, bitString: 0x03, octetString: 0x04, objectIdentifier: 0x06 } as const;

/** `bits` is the number of bits in use; the first one is the most significant of `octets[0]`. */
export interface BerBitString {
  readonly bits: number;
  readonly octets: Uint8Array;
}

export interface Tlv {
  /** the identifier octet, class and constructed bit included */
  readonly tag: number;
  /** where the identifier octet stands */
  readonly offset: number;
  readonly contents: ByteReader;
}

/**
 * Tag octet ‖ definite length ‖ contents; the reader moves behind it. A length in more octets than needed is noted.
 * @throws PeerProtocolError for tags of several octets, the indefinite length, contents that are cut short
 */
export function readTlv(reader: ByteReader, what: string): Tlv {
  const offset = reader.offset;
  const tag = reader.u8(what);
  if ((tag & 0x1f) === 0x1f) reader.failAt(offset, `${what}: tags of several octets are not used here`);
  const length = reader.length(what);
  return { tag, offset, contents: reader.sub(length, what) };
}

/** The contents of a TLV that must have this tag. @throws PeerProtocolError at the tag octet when it has another */
export function readTagged(reader: ByteReader, tag: number, what: string): ByteReader {
  const tlv = readTlv(reader, what);
  if (tlv.tag !== tag) reader.failAt(tlv.offset, `${what}: tag ${hexOf(tag)} expected, got ${hexOf(tlv.tag)}`);
  return tlv.contents;
}

/** INTEGER of one to four octets in its shortest form. `tag` is given where it is IMPLICIT. */
export function readInteger(reader: ByteReader, what: string, tag: number = BER_TAGS.integer): number {
  return integerFrom(readTagged(reader, tag, what), what);
}

/** OCTET STRING, any length; a view on the received octets. */
export function readOctetString(reader: ByteReader, what: string, tag: number = BER_TAGS.octetString): Uint8Array {
  return rest(readTagged(reader, tag, what), what);
}

/** BIT STRING, primitive: an octet with the number of unused bits, then the bits. Unused bits that are set are noted. */
export function readBitString(reader: ByteReader, what: string, tag: number = BER_TAGS.bitString): BerBitString {
  return bitStringFrom(readTagged(reader, tag, what), what);
}

/** OBJECT IDENTIFIER as dotted decimals: `2.16.756.5.8.1.1`. */
export function readObjectIdentifier(
  reader: ByteReader,
  what: string,
  tag: number = BER_TAGS.objectIdentifier,
): string {
  return objectIdentifierFrom(readTagged(reader, tag, what), what);
}

/** @param contents all octets of the INTEGER @throws PeerProtocolError when they are none, over four, or not minimal */
export function integerFrom(contents: ByteReader, what: string): number {
  const at = contents.offset;
  const octets = rest(contents, what);
  const [first, second = 0] = octets;
  if (first === undefined || octets.length > 4)
    contents.failAt(at, `${what}: INTEGER of ${octets.length} octets, expected 1 to 4`);
  if (octets.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    contents.failAt(at, `${what}: INTEGER is not in its shortest form`);
  return octets.reduce((value, octet) => (value << 8) | octet, first < 0x80 ? 0 : -1);
}

/** @param contents all octets of the BIT STRING, the one that counts unused bits first */
export function bitStringFrom(contents: ByteReader, what: string): BerBitString {
  const at = contents.offset;
  const unused = contents.u8(what);
  const octets = rest(contents, what);
  if (unused > 7 || (unused > 0 && octets.length === 0)) contents.failAt(at, `${what}: ${unused} unused bits`);
  const last = octets[octets.length - 1] ?? 0;
  if ((last & ((1 << unused) - 1)) !== 0)
    contents.note('unused-bits-set', contents.end - 1, `${what}: some of the last ${unused} unused bits are set`);
  return { bits: octets.length * 8 - unused, octets };
}

/** @param contents all octets of the OBJECT IDENTIFIER (X.690 8.19) */
export function objectIdentifierFrom(contents: ByteReader, what: string): string {
  const first = readArc(contents, what);
  const root = Math.min(Math.floor(first / 40), 2);
  const arcs = [root, first - root * 40];
  while (contents.remaining > 0) arcs.push(readArc(contents, what));
  return arcs.join('.');
}

/** Seven bits an octet, the highest bit says that more follow. */
function readArc(contents: ByteReader, what: string): number {
  const at = contents.offset;
  if (contents.peek() === 0x80) contents.fail(`${what}: OBJECT IDENTIFIER with a padded arc`);
  let arc = 0;
  let octet: number;
  do {
    octet = contents.u8(what);
    arc = arc * 0x80 + (octet & 0x7f);
    if (arc > 0xffffffff) contents.failAt(at, `${what}: OBJECT IDENTIFIER with an arc beyond 32 bits`);
  } while (octet >= 0x80);
  return arc;
}

/** Tag octet ‖ shortest length ‖ contents. */
export function writeTlv(writer: ByteWriter, tag: number, contents: Uint8Array): void {
  writer.u8(tag).octetString(contents);
}

/** As `writeTlv` around what `write` writes: for constructed fields. */
export function writeConstructed(writer: ByteWriter, tag: number, write: (contents: ByteWriter) => void): void {
  const contents = new ByteWriter();
  write(contents);
  writeTlv(writer, tag, contents.toBytes());
}

/** INTEGER in its shortest form. @throws LocalProtocolError when it does not fit in 32 signed bits */
export function writeInteger(writer: ByteWriter, value: number, tag: number = BER_TAGS.integer): void {
  const four = new ByteWriter(4).i32(value).toBytes();
  let from = 0;
  while (from < 3 && (value < 0 ? value >= -(2 ** (23 - 8 * from)) : value < 2 ** (23 - 8 * from))) from++;
  writeTlv(writer, tag, four.subarray(from));
}

export function writeOctetString(writer: ByteWriter, octets: Uint8Array, tag: number = BER_TAGS.octetString): void {
  writeTlv(writer, tag, octets);
}

/** @throws LocalProtocolError when the octets are not just enough for the bits */
export function writeBitString(writer: ByteWriter, value: BerBitString, tag: number = BER_TAGS.bitString): void {
  const unused = value.octets.length * 8 - value.bits;
  if (unused < 0 || unused > 7)
    throw new LocalProtocolError(`BIT STRING: ${value.bits} bits do not fill ${value.octets.length} octets`);
  writeConstructed(writer, tag, (contents) => contents.u8(unused).bytes(value.octets));
}

/** @param identifier dotted decimals @throws LocalProtocolError naming them when they are no OBJECT IDENTIFIER */
export function writeObjectIdentifier(
  writer: ByteWriter,
  identifier: string,
  tag: number = BER_TAGS.objectIdentifier,
): void {
  const [root = 0, second = 0, ...arcs] = arcsOf(identifier);
  writeConstructed(writer, tag, (contents) => {
    for (const arc of [root * 40 + second, ...arcs]) writeArc(contents, arc);
  });
}

function arcsOf(identifier: string): number[] {
  const arcs = /^[012](\.\d+)+$/.test(identifier) ? identifier.split('.').map(Number) : [];
  const [root = 0, second = 0] = arcs;
  const wrong = arcs.length < 2 || (root < 2 && second >= 40) || arcs.some((arc) => arc > 0xffffffff - 80);
  if (wrong) throw new LocalProtocolError(`"${identifier}" is no OBJECT IDENTIFIER`);
  return arcs;
}

function writeArc(writer: ByteWriter, arc: number): void {
  const groups = [arc % 0x80];
  for (let left = Math.floor(arc / 0x80); left > 0; left = Math.floor(left / 0x80))
    groups.unshift(0x80 + (left % 0x80));
  writer.bytes(new Uint8Array(groups));
}

function rest(contents: ByteReader, what: string): Uint8Array {
  return contents.take(contents.remaining, what);
}

function hexOf(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, '0');
}
