import { writeTlv } from '#dlms/codec/ber';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type Curve, isCurveSuite, octetsOf } from '#dlms/security/elliptic-curve';

/** A signature R ‖ S that is none any more, made of a right one. */
export type SignatureEdit = (signature: Uint8Array) => Uint8Array;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** the first bit of an INTEGER is its sign */
const SIGN = 0x80;

/** R = 0. A verifier that skips the range check may take it (FIPS 186-4 B.4: 0 < r, s < n). */
export function withZeroR(signature: Uint8Array): Uint8Array {
  return concat(new Uint8Array(signature.length / 2), secondHalf(signature));
}

export function withZeroS(signature: Uint8Array): Uint8Array {
  return concat(firstHalf(signature), new Uint8Array(signature.length / 2));
}

/** Both zero: with the point at infinity for zero every message is signed. */
export function withZeros(signature: Uint8Array): Uint8Array {
  return new Uint8Array(signature.length);
}

/**
 * R = n, which is 0 once more.
 * @throws LocalProtocolError when the suite has no curve
 */
export function withOrderForR(suite: number): SignatureEdit {
  const { order, coordinateLength } = curveOf(suite);
  return (signature) => concat(octetsOf(order, coordinateLength), secondHalf(signature));
}

/** The same two numbers as X.509 has them: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, 2.2.3). */
export function inDer(signature: Uint8Array): Uint8Array {
  const numbers = new ByteWriter();
  for (const half of [firstHalf(signature), secondHalf(signature)]) writeTlv(numbers, INTEGER, integerContent(half));
  const sequence = new ByteWriter();
  writeTlv(sequence, SEQUENCE, numbers.toBytes());
  return sequence.toBytes();
}

function curveOf(suite: number): Curve {
  if (isCurveSuite(suite)) return CURVES[suite];
  throw new LocalProtocolError('signatures need security suite 1 or 2');
}

function firstHalf(signature: Uint8Array): Uint8Array {
  return signature.subarray(0, signature.length / 2);
}

function secondHalf(signature: Uint8Array): Uint8Array {
  return signature.subarray(signature.length / 2);
}

/** No zeros in front, but one where the first bit would be taken for a sign. */
function integerContent(number: Uint8Array): Uint8Array {
  const first = number.findIndex((octet) => octet !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : number.subarray(first);
  return (digits[0] ?? 0) < SIGN ? digits : concat(Uint8Array.of(0), digits);
}
