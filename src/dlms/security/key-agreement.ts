import { diffieHellman } from 'node:crypto';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type Curve, type CurveSuite } from './elliptic-curve';
import { type DerivedKeyUse, deriveKey, type OidCoding } from './key-derivation';
import { privateKeyObject, publicKeyObject } from './key-pair';
import { isSystemTitle } from './system-title';

/** What both sides know. Each gives his own private and the other's public key; U and V are the same for both. */
export interface KeyAgreement {
  readonly suite: CurveSuite;
  /** our own, ephemeral or static as the scheme says; 32 or 48 octets */
  readonly privateKey: Uint8Array;
  /** the other's, x ‖ y */
  readonly publicKey: Uint8Array;
  /** system title of U: the originator, or the client in C(2e, 0s) */
  readonly titleU: Uint8Array;
  /** system title of V: the recipient, or the server in C(2e, 0s) */
  readonly titleV: Uint8Array;
  readonly oidCoding?: OidCoding;
}

/** Keys that C(2e, 0s) agrees. */
export type AgreedKeyName = 'guek' | 'gbek' | 'gak' | 'kek';

/**
 * Z: the x coordinate of d·Q, 32 or 48 octets, leading zeros kept (SP 800-56A, 5.7.1.2; GB 9.2.3.4.6).
 * @param privateKey our own d
 * @param publicKey the other's x ‖ y
 * @returns undefined when the other's key has another length or is not on the curve
 * @throws LocalProtocolError when our own key is none
 */
export function sharedSecret(curve: Curve, privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  const ours = privateKeyObject(curve, privateKey);
  const theirs = publicKeyObject(curve, publicKey);
  if (theirs === undefined) return undefined;
  return new Uint8Array(diffieHellman({ privateKey: ours, publicKey: theirs }));
}

/**
 * One-Pass Diffie-Hellman C(1e, 1s): U's ephemeral key and V's static one give the key of one APDU
 * (general-ciphering, key-info 02 01).
 * @returns 16 or 32 octets; undefined when the other's key is not on the curve
 * @throws LocalProtocolError when our own key or a title is none
 */
export function agreedKeyC1e1s(agreement: KeyAgreement): Uint8Array | undefined {
  return agreedKey(agreement, 'aes-gcm', agreement.titleU);
}

/**
 * Static Unified Model C(0e, 2s): the static keys of both and the transaction-id as nonce give the key of one APDU
 * (general-ciphering, key-info 02 02).
 * @param transactionId value of the field, without its length octet: 0..127 octets
 * @returns 16 or 32 octets; undefined when the other's key is not on the curve
 * @throws LocalProtocolError when our own key or a title is none, or the transaction-id too long
 */
export function agreedKeyC0e2s(
  agreement: KeyAgreement & { readonly transactionId: Uint8Array },
): Uint8Array | undefined {
  const { titleU, transactionId } = agreement;
  if (transactionId.length > 127) throw new LocalProtocolError('a transaction-id has at most 127 octets here');
  return agreedKey(agreement, 'aes-gcm', concat(titleU, Uint8Array.of(transactionId.length), transactionId));
}

/**
 * Ephemeral Unified Model C(2e, 0s): the ephemeral keys of both give a key that stays (class 64, key_agreement).
 * @param purpose a KEK is derived for AES key wrap, the others for AES-GCM
 * @param use to depart from that: some stacks take AES-GCM for the KEK too (security.md 12)
 * @returns 16 or 32 octets; undefined when the other's key is not on the curve
 * @throws LocalProtocolError when our own key or a title is none
 */
export function agreedKeyC2e0s(
  agreement: KeyAgreement,
  purpose: AgreedKeyName,
  use: DerivedKeyUse = purpose === 'kek' ? 'aes-wrap' : 'aes-gcm',
): Uint8Array | undefined {
  return agreedKey(agreement, use, agreement.titleU);
}

function agreedKey(agreement: KeyAgreement, use: DerivedKeyUse, partyU: Uint8Array): Uint8Array | undefined {
  const { suite, privateKey, publicKey, titleU, titleV, oidCoding = '05' } = agreement;
  if (!isSystemTitle(titleU) || !isSystemTitle(titleV)) {
    throw new LocalProtocolError('key agreement takes system titles of 8 octets');
  }
  const z = sharedSecret(CURVES[suite], privateKey, publicKey);
  return z === undefined ? undefined : deriveKey({ suite, z, use, partyU, partyV: titleV, oidCoding });
}
