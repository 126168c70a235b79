import { LocalProtocolError } from '#dlms/errors';
import { type SuiteId, suiteOf } from './suite';

export type CurveName = 'P-256' | 'P-384';

/** The suites that have signatures and key agreement. */
export type CurveSuite = 1 | 2;

/** y² = x³ − 3x + b over the prime p, with a base point of order n (FIPS 186-4, D.1.2; GB 9.2.3.4.2). */
export interface Curve {
  readonly suite: CurveSuite;
  readonly name: CurveName;
  /** what node and openssl call it */
  readonly opensslName: 'prime256v1' | 'secp384r1';
  /** of signatures and of key derivation */
  readonly hash: 'sha256' | 'sha384';
  /** octets of a coordinate, of a private key, of each half of a signature and of a shared secret */
  readonly coordinateLength: 32 | 48;
  readonly prime: bigint;
  readonly b: bigint;
  readonly order: bigint;
}

export const CURVES: { readonly [suite in CurveSuite]: Curve } = {
  1: {
    suite: 1,
    name: 'P-256',
    opensslName: 'prime256v1',
    hash: 'sha256',
    coordinateLength: 32,
    prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  2: {
    suite: 2,
    name: 'P-384',
    opensslName: 'secp384r1',
    hash: 'sha384',
    coordinateLength: 48,
    prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

export function isCurveSuite(id: number): id is CurveSuite {
  return id === 1 || id === 2;
}

/** @throws LocalProtocolError for suite 0, which has no key pairs: we were told to use one */
export function curveOf(suite: SuiteId): Curve {
  if (!isCurveSuite(suite)) throw new LocalProtocolError(`suite ${suiteOf(suite).id} has no key pairs`);
  return CURVES[suite];
}

/** The octets as one number, the first one counting most. */
export function numberOf(octets: Uint8Array): bigint {
  let number = 0n;
  for (const octet of octets) number = (number << 8n) | BigInt(octet);
  return number;
}

/** The number in `length` octets, zeros in front; what does not fit is cut off in front. */
export function octetsOf(number: bigint, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  let rest = number;
  for (let at = length - 1; at >= 0; at--) {
    octets[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return octets;
}

/** Whether it may be a private key or half of a signature: 1..n−1. */
export function isScalar({ order, coordinateLength }: Curve, octets: Uint8Array): boolean {
  const number = numberOf(octets);
  return octets.length === coordinateLength && number > 0n && number < order;
}

/** Whether x ‖ y are two coordinates below p of a point on the curve. The point at infinity has no such form. */
export function isOnCurve({ prime, b, coordinateLength }: Curve, octets: Uint8Array): boolean {
  if (octets.length !== 2 * coordinateLength) return false;
  const x = numberOf(octets.subarray(0, coordinateLength));
  const y = numberOf(octets.subarray(coordinateLength));
  return x < prime && y < prime && (y * y - (x * x * x - 3n * x + b)) % prime === 0n;
}
