import { readOctetString, readTlv, writeTlv } from '#dlms/codec/ber';
import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { concat } from '#dlms/codec/hex';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** the halves of a signature on either curve */
const HALVES: readonly number[] = [32, 48];

/** R ‖ S as a meter has it whose library speaks of SEQUENCE { INTEGER r, INTEGER s }. */
export function asn1Of(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  const numbers = new ByteWriter();
  for (const part of [signature.subarray(0, half), signature.subarray(half)])
    writeTlv(numbers, INTEGER, concat(Uint8Array.of(0), part));
  const sequence = new ByteWriter();
  writeTlv(sequence, SEQUENCE, numbers.toBytes());
  return sequence.toBytes();
}

/** R ‖ S out of such a SEQUENCE; what is none stays as it is. */
export function plainOf(octets: Uint8Array): Uint8Array {
  if (octets[0] !== SEQUENCE || HALVES.includes(octets.length / 2)) return octets;
  const numbers = readTlv(new ByteReader(octets), 'signature').contents;
  const [r, s] = [readOctetString(numbers, 'r', INTEGER), readOctetString(numbers, 's', INTEGER)];
  const length = HALVES.find((half) => Math.max(r.length, s.length) <= half + 1) ?? 0;
  return concat(fitted(r, length), fitted(s, length));
}

function fitted(number: Uint8Array, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  const digits = number.subarray(Math.max(0, number.length - length));
  octets.set(digits, length - digits.length);
  return octets;
}
