import { concat } from '#dlms/codec/hex';
import type { Curve } from './elliptic-curve';
import { publicKeyObject } from './key-pair';
import { sign, signatureLength, verifySignature } from './signature';

/** key_id of class 64, an octet in front of the key in what is signed; absent in key-info of general-ciphering. */
export type SignedKeyId = number | undefined;

/**
 * Qe ‖ signature, as key_data of key_agreement (over key_id ‖ Qe) and in key-info C(1e, 1s) (over Qe alone)
 * (security.md 12): 128 octets on P-256, 192 on P-384.
 * @param signingKey our own private signing key
 * @throws LocalProtocolError when the signing key is none
 */
export function signedKey(curve: Curve, signingKey: Uint8Array, publicKey: Uint8Array, keyId: SignedKeyId): Uint8Array {
  return concat(publicKey, sign(curve, signingKey, signedPart(publicKey, keyId)));
}

/**
 * Qe of what `signedKey` makes; undefined for another length, a point that is not on the curve or a wrong signature.
 * @param signerKey public signing key of who sent it, x ‖ y
 */
export function verifiedKey(
  curve: Curve,
  signerKey: Uint8Array,
  data: Uint8Array,
  keyId: SignedKeyId,
): Uint8Array | undefined {
  const publicKey = data.subarray(0, 2 * curve.coordinateLength);
  if (data.length !== publicKey.length + signatureLength(curve)) return undefined;
  if (publicKeyObject(curve, publicKey) === undefined) return undefined;
  const signature = data.subarray(publicKey.length);
  return verifySignature(curve, signerKey, signedPart(publicKey, keyId), signature) ? publicKey : undefined;
}

function signedPart(publicKey: Uint8Array, keyId: SignedKeyId): Uint8Array {
  return keyId === undefined ? publicKey : concat(Uint8Array.of(keyId), publicKey);
}
