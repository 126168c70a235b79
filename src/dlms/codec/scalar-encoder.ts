import { LocalProtocolError } from '#dlms/errors';
import type { ByteWriter } from './byte-writer';
import type { Data } from './data';
import { writeDate, writeDateTime, writeTime } from './date-time';

/** Every `Data` that holds no other `Data`. */
export type Scalar = Exclude<Data, { type: 'array' | 'structure' | 'compact-array' }>;

/** The value without its tag: the counterpart of `decodeScalar`. @throws LocalProtocolError when it does not fit */
export function encodeScalar(writer: ByteWriter, data: Scalar): void {
  switch (data.type) {
    case 'null-data':
    case 'dont-care':
      return;
    case 'boolean':
      writer.u8(data.value ? 1 : 0);
      return;
    case 'bit-string':
      writeBitString(writer, data.bits, data.octets);
      return;
    case 'octet-string':
    case 'utf8-string':
      writer.octetString(data.value);
      return;
    case 'visible-string':
      writer.octetString(latin1(data.value));
      return;
    case 'long64':
      writer.i64(data.value);
      return;
    case 'long64-unsigned':
      writer.u64(data.value);
      return;
    case 'date-time':
      writeDateTime(writer, data.value);
      return;
    case 'date':
      writeDate(writer, data.value);
      return;
    case 'time':
      writeTime(writer, data.value);
      return;
    default:
      encodeNumber(writer, data);
  }
}

function encodeNumber(writer: ByteWriter, data: Extract<Scalar, { value: number }>): void {
  switch (data.type) {
    case 'integer':
    case 'delta-integer':
      writer.i8(data.value);
      return;
    case 'long':
    case 'delta-long':
      writer.i16(data.value);
      return;
    case 'double-long':
    case 'delta-double-long':
      writer.i32(data.value);
      return;
    case 'bcd':
    case 'unsigned':
    case 'enum':
    case 'delta-unsigned':
      writer.u8(data.value);
      return;
    case 'long-unsigned':
    case 'delta-long-unsigned':
      writer.u16(data.value);
      return;
    case 'double-long-unsigned':
    case 'delta-double-long-unsigned':
      writer.u32(data.value);
      return;
    case 'float32':
      writer.bytes(float32(data.value));
      return;
    case 'float64':
      writer.bytes(float64(data.value));
      return;
  }
}

function writeBitString(writer: ByteWriter, bits: number, octets: Uint8Array): void {
  if (octets.length !== Math.ceil(bits / 8))
    throw new LocalProtocolError(`bit-string: ${bits} bits do not fill ${octets.length} octets`);
  writer.length(bits).bytes(octets);
}

function latin1(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw new LocalProtocolError(`visible-string: character ${i + 1} is not one octet`);
    octets[i] = code;
  }
  return octets;
}

function float32(value: number): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setFloat32(0, value);
  return octets;
}

function float64(value: number): Uint8Array {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setFloat64(0, value);
  return octets;
}
