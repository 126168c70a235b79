import { sign as signBy, verify as verifyBy } from 'node:crypto';
import { type Curve, isScalar } from './elliptic-curve';
import { privateKeyObject, publicKeyObject } from './key-pair';

/** R ‖ S, where X.509 has DER (GB 9.2.3.4.2, security.md 11) */
const dsaEncoding = 'ieee-p1363';

/** Octets of a signature: 64 on P-256, 96 on P-384. */
export function signatureLength({ coordinateLength }: Curve): number {
  return 2 * coordinateLength;
}

/**
 * ECDSA with the curve's hash.
 * @param privateKey d, 32 or 48 octets
 * @returns R ‖ S, each padded with zeros in front: 64 or 96 octets, others each time
 * @throws LocalProtocolError unless d has the curve's length and is in 1..n−1
 */
export function sign(curve: Curve, privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(signBy(curve.hash, message, { key: privateKeyObject(curve, privateKey), dsaEncoding }));
}

/**
 * Whether a signature is right. Whatever a peer may send gives an answer: false for a key that is not on the curve,
 * another length (DER instead of R ‖ S too), and halves that are 0 or not below n.
 * @param publicKey x ‖ y
 */
export function verifySignature(
  curve: Curve,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = publicKeyObject(curve, publicKey);
  if (key === undefined || signature.length !== signatureLength(curve)) return false;
  const r = signature.subarray(0, curve.coordinateLength);
  const s = signature.subarray(curve.coordinateLength);
  if (!isScalar(curve, r) || !isScalar(curve, s)) return false;
  return verifyBy(curve.hash, message, { key, dsaEncoding }, signature);
}
