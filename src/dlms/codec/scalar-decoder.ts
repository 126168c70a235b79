import type { ByteReader } from './byte-reader';
import type { Data } from './data';
import { DATA_TAGS as TAG } from './data-tags';
import { readDate, readDateTime, readTime } from './date-time';

const NULL_DATA: Data = Object.freeze({ type: 'null-data' });
const DONT_CARE: Data = Object.freeze({ type: 'dont-care' });
const FLOAT = new DataView(new ArrayBuffer(4));
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The value behind `tag`, which was read already: of every type of `Data` but array, structure and compact-array.
 * One flat switch and constant strings: profiles of many thousand rows come through here (GB 9.5).
 * @throws PeerProtocolError when the tag is unknown (it names the octet in front of the reader) or octets are missing
 */
export function decodeScalar(reader: ByteReader, tag: number): Data {
  switch (tag) {
    case TAG['null-data']:
      return NULL_DATA;
    case TAG.boolean:
      return { type: 'boolean', value: readBoolean(reader) };
    case TAG['bit-string']:
      return readBitString(reader);
    case TAG['double-long']:
      return { type: 'double-long', value: reader.i32('double-long') };
    case TAG['double-long-unsigned']:
      return { type: 'double-long-unsigned', value: reader.u32('double-long-unsigned') };
    case TAG['octet-string']:
      return { type: 'octet-string', value: reader.octetString('octet-string') };
    case TAG['visible-string']:
      return { type: 'visible-string', value: readVisibleString(reader) };
    case TAG['utf8-string']:
      return { type: 'utf8-string', value: readUtf8String(reader) };
    case TAG.bcd:
      return { type: 'bcd', value: reader.u8('bcd') };
    case TAG.integer:
      return { type: 'integer', value: reader.i8('integer') };
    case TAG.long:
      return { type: 'long', value: reader.i16('long') };
    case TAG.unsigned:
      return { type: 'unsigned', value: reader.u8('unsigned') };
    case TAG['long-unsigned']:
      return { type: 'long-unsigned', value: reader.u16('long-unsigned') };
    case TAG.long64:
      return { type: 'long64', value: reader.i64('long64') };
    case TAG['long64-unsigned']:
      return { type: 'long64-unsigned', value: reader.u64('long64-unsigned') };
    case TAG.enum:
      return { type: 'enum', value: reader.u8('enum') };
    case TAG.float32:
      return { type: 'float32', value: readFloat32(reader) };
    case TAG.float64:
      return { type: 'float64', value: readFloat64(reader) };
    case TAG['date-time']:
      return { type: 'date-time', value: readDateTime(reader) };
    case TAG.date:
      return { type: 'date', value: readDate(reader) };
    case TAG.time:
      return { type: 'time', value: readTime(reader) };
    case TAG['delta-integer']:
      return { type: 'delta-integer', value: reader.i8('delta-integer') };
    case TAG['delta-long']:
      return { type: 'delta-long', value: reader.i16('delta-long') };
    case TAG['delta-double-long']:
      return { type: 'delta-double-long', value: reader.i32('delta-double-long') };
    case TAG['delta-unsigned']:
      return { type: 'delta-unsigned', value: reader.u8('delta-unsigned') };
    case TAG['delta-long-unsigned']:
      return { type: 'delta-long-unsigned', value: reader.u16('delta-long-unsigned') };
    case TAG['delta-double-long-unsigned']:
      return { type: 'delta-double-long-unsigned', value: reader.u32('delta-double-long-unsigned') };
    case TAG['dont-care']:
      return DONT_CARE;
    default:
      return reader.failAt(reader.offset - 1, `no type of Data has the tag ${tag}`);
  }
}

function readBoolean(reader: ByteReader): boolean {
  const octet = reader.u8('boolean');
  if (octet > 1) reader.note('boolean-not-01', reader.offset - 1, `boolean: TRUE is coded as ${octet}, not as 1`);
  return octet !== 0;
}

function readBitString(reader: ByteReader): Data {
  const bits = reader.length('bit-string');
  const octets = reader.take(Math.ceil(bits / 8), 'bit-string');
  const unused = octets.length * 8 - bits;
  const last = octets[octets.length - 1];
  if (last !== undefined && (last & ((1 << unused) - 1)) !== 0)
    reader.note('unused-bits-set', reader.offset - 1, `bit-string: some of the last ${unused} unused bits are set`);
  return { type: 'bit-string', bits, octets };
}

/** One octet, one character; what is no printable ASCII is noted once. */
function readVisibleString(reader: ByteReader): string {
  const octets = reader.octetString('visible-string');
  const odd = octets.findIndex((octet) => octet < 0x20 || octet > 0x7e);
  if (odd >= 0) {
    const offset = reader.offset - octets.length + odd;
    reader.note('character-not-printable', offset, `visible-string: octet ${octets[odd]} is no printable ASCII`);
  }
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
}

function readUtf8String(reader: ByteReader): Uint8Array {
  const octets = reader.octetString('utf8-string');
  try {
    UTF8.decode(octets);
  } catch {
    reader.note('utf8-malformed', reader.offset - octets.length, 'utf8-string: these octets are no UTF-8');
  }
  return octets;
}

function readFloat32(reader: ByteReader): number {
  FLOAT.setUint32(0, reader.u32('float32'));
  return FLOAT.getFloat32(0);
}

function readFloat64(reader: ByteReader): number {
  const octets = reader.take(8, 'float64');
  return new DataView(octets.buffer, octets.byteOffset, 8).getFloat64(0);
}
