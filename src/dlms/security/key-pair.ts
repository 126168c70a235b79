import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type Curve, isOnCurve, isScalar, numberOf, octetsOf } from './elliptic-curve';

/** 64 bits more than the order has, so that no scalar is noticeably likelier than another (FIPS 186-4, B.4.1). */
const EXTRA_OCTETS = 8;

/**
 * A public key as it travels, x ‖ y without the octet 04 in front: 64 octets on P-256, 96 on P-384 (GB 9.2.3.4.2).
 * @returns undefined when the length is another one or the point is not on the curve
 */
export function publicKeyObject(curve: Curve, octets: Uint8Array): KeyObject | undefined {
  if (!isOnCurve(curve, octets)) return undefined;
  return createPublicKey({ key: publicJwk(curve, octets), format: 'jwk' });
}

/**
 * x ‖ y of a public key, or of the public half of a private one.
 * @throws LocalProtocolError when it is no key of an elliptic curve
 */
export function publicKeyOctets(key: KeyObject): Uint8Array {
  const { x, y } = key.export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new LocalProtocolError('not a key of an elliptic curve');
  return concat(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
}

/**
 * The public key, x ‖ y, of the private key d.
 * @throws LocalProtocolError unless d has the curve's length and is in 1..n−1
 */
export function publicKeyOf(curve: Curve, privateKey: Uint8Array): Uint8Array {
  checkPrivateKey(curve, privateKey);
  const pair = createECDH(curve.opensslName);
  pair.setPrivateKey(privateKey);
  return new Uint8Array(pair.getPublicKey().subarray(1));
}

/**
 * @param privateKey d, 32 octets on P-256, 48 on P-384
 * @throws LocalProtocolError unless d has the curve's length and is in 1..n−1; does not repeat it
 */
export function privateKeyObject(curve: Curve, privateKey: Uint8Array): KeyObject {
  const d = Buffer.from(privateKey).toString('base64url');
  const key = { ...publicJwk(curve, publicKeyOf(curve, privateKey)), d };
  return createPrivateKey({ key, format: 'jwk' });
}

/** Octets that `ephemeralPrivateKey` needs: 40 on P-256, 56 on P-384. */
export function ephemeralRandomLength({ coordinateLength }: Curve): number {
  return coordinateLength + EXTRA_OCTETS;
}

/**
 * A private key d made of random octets: their number modulo n−1, plus 1 (FIPS 186-4, B.4.1). The same octets give
 * the same key.
 * @param random at least `ephemeralRandomLength(curve)` octets
 * @throws LocalProtocolError when there are fewer
 */
export function ephemeralPrivateKey(curve: Curve, random: Uint8Array): Uint8Array {
  const needed = ephemeralRandomLength(curve);
  if (random.length < needed) {
    throw new LocalProtocolError(`a key on ${curve.name} takes ${needed} random octets, not ${random.length}`);
  }
  return octetsOf((numberOf(random) % (curve.order - 1n)) + 1n, curve.coordinateLength);
}

function checkPrivateKey(curve: Curve, privateKey: Uint8Array): void {
  const { name, coordinateLength } = curve;
  if (privateKey.length !== coordinateLength) {
    throw new LocalProtocolError(`a private key on ${name} has ${coordinateLength} octets, not ${privateKey.length}`);
  }
  if (!isScalar(curve, privateKey)) throw new LocalProtocolError(`a private key on ${name} is not in 1..n-1`);
}

function publicJwk({ name, coordinateLength }: Curve, octets: Uint8Array) {
  const coordinate = (from: number): string =>
    Buffer.from(octets.subarray(from, from + coordinateLength)).toString('base64url');
  return { kty: 'EC', crv: name, x: coordinate(0), y: coordinate(coordinateLength) };
}
