import { concat } from '#dlms/codec/hex';
import type { Curve } from './elliptic-curve';
import { sign, verifySignature } from './signature';

/**
 * What of general-signing is signed (security.md 10.4): all between the tag and the length of the signature, or the
 * same less the length octets of the content, as some stacks do.
 */
export type SignatureCoding = 'standard' | 'without-content-length';

/** The parts of general-signing that a signature covers. */
export interface SignedParts {
  /** from the length of transaction-id to the end of other-information */
  readonly headerOctets: Uint8Array;
  readonly content: Uint8Array;
  /** header, length of the content, content: as received, since a length may have several codings */
  readonly signedOctets: Uint8Array;
}

/** The octets that are signed. */
export function octetsToSign(parts: SignedParts, coding: SignatureCoding = 'standard'): Uint8Array {
  return coding === 'standard' ? parts.signedOctets : concat(parts.headerOctets, parts.content);
}

/**
 * @param signingKey private key d
 * @returns R ‖ S: 64 octets on P-256, 96 on P-384
 * @throws LocalProtocolError when the signing key is none
 */
export function signGeneral(
  curve: Curve,
  signingKey: Uint8Array,
  parts: SignedParts,
  coding: SignatureCoding = 'standard',
): Uint8Array {
  return sign(curve, signingKey, octetsToSign(parts, coding));
}

/**
 * Which coding the signature is right for; undefined for none.
 * @param signerKey public signing key x ‖ y of the originator
 */
export function codingOfSignature(
  curve: Curve,
  signerKey: Uint8Array,
  parts: SignedParts,
  signature: Uint8Array,
): SignatureCoding | undefined {
  const codings: readonly SignatureCoding[] = ['standard', 'without-content-length'];
  return codings.find((coding) => verifySignature(curve, signerKey, octetsToSign(parts, coding), signature));
}
