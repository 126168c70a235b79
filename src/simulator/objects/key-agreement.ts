import { readCertificate } from '#certificates/certificate';
import { typeOf } from '#certificates/certificate-id';
import type { ActionOutcome } from '#dlms/apdu/action';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { concat, equalOctets } from '#dlms/codec/hex';
import { CURVES, type CurveSuite, isOnCurve } from '#dlms/security/elliptic-curve';
import { type AgreedKeyName, agreedKeyC2e0s } from '#dlms/security/key-agreement';
import { publicKeyOf } from '#dlms/security/key-pair';
import { verifySignature } from '#dlms/security/signature';
import { signedKey } from '#dlms/security/signed-key';
import type { KeySet } from '../model';
import type { CertificatePolicy, EphemeralKeyCheck } from '../policy/certificate-policy';
import type { KeyPolicy, NewKey } from '../policy/key-policy';
import { freshPrivateKey } from './key-pairs';
import { installKeys } from './key-transfer';

/** The two sides of a key agreement, as the meter knows them. */
export interface AgreementParties {
  readonly suite: CurveSuite;
  readonly keys: KeySet;
  readonly policy: CertificatePolicy & KeyPolicy;
  readonly random: ((length: number) => Uint8Array) | undefined;
  /** the client is U, the meter V */
  readonly clientTitle: Uint8Array;
  readonly ownTitle: Uint8Array;
}

/** Qe ‖ signature of one entry, split. */
interface Offer {
  readonly keyId: number;
  readonly keyName: AgreedKeyName;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

interface AgreedKey extends NewKey {
  /** the meter's half, as it is answered */
  readonly answer: Data;
}

/**
 * key_agreement by C(2e, 0s): agrees all keys of the call and installs them together, or none; counters of a new GUEK
 * or GBEK start at 0 (security.md 12, 13). Refuses a key_id that is unknown and an ephemeral key that is not taken.
 * @param parameters array of {key_id, Qe ‖ signature}, of the type of the class
 */
export function agreeKeys(parties: AgreementParties, parameters: Data): ActionOutcome {
  const { keys, policy } = parties;
  const entries = parameters.type === 'array' ? parameters.elements : [];
  const offers = entries.map((entry) => offerIn(parties, entry)).filter((offer) => offer !== undefined);
  const isComplete = offers.length > 0 && offers.length === entries.length;
  if (!isComplete || !offers.every((offer) => isTaken(parties, offer))) return refusal(policy);
  const agreed = offers.map((offer) => agreedKey(parties, offer)).filter((one) => one !== undefined);
  if (agreed.length !== offers.length) return refusal(policy);
  if (policy.installsAgreedKeys()) installKeys(policy, keys, agreed);
  return { result: 'success', returnParameters: { data: array(...agreed.map(({ answer }) => answer)) } };
}

function refusal(policy: CertificatePolicy): ActionOutcome {
  return { result: policy.resultOfRefusedAgreement() };
}

function offerIn({ suite, policy }: AgreementParties, entry: Data): Offer | undefined {
  const [id, data] = entry.type === 'structure' ? entry.elements : [];
  const length = 2 * CURVES[suite].coordinateLength;
  if (id?.type !== 'enum' || data?.type !== 'octet-string' || data.value.length !== 2 * length) return undefined;
  const keyName = policy.keyOfId(id.value);
  const [publicKey, signature] = [data.value.subarray(0, length), data.value.subarray(length)];
  return keyName && { keyId: id.value, keyName, publicKey, signature };
}

function isTaken(parties: AgreementParties, offer: Offer): boolean {
  return parties.policy.acceptsAgreement(checkOf(parties, offer));
}

function checkOf(parties: AgreementParties, { keyId, keyName, publicKey, signature }: Offer): EphemeralKeyCheck {
  const curve = CURVES[parties.suite];
  const signers = clientSigningKeys(parties);
  const signed = concat(Uint8Array.of(keyId), publicKey);
  const isSigned = signers.some((key) => verifySignature(curve, key, signed, signature));
  return { keyName, isSigned, isOnCurve: isOnCurve(curve, publicKey) };
}

/** Of the certificates that the meter holds for this client. */
function clientSigningKeys({ keys, clientTitle }: AgreementParties): Uint8Array[] {
  return keys.certificates
    .map(readCertificate)
    .filter((certificate) => typeOf(certificate) === 'digital-signature')
    .filter(({ systemTitle }) => systemTitle !== undefined && equalOctets(systemTitle, clientTitle))
    .map(({ publicKey }) => publicKey.octets);
}

/** undefined where the meter has no key to sign with */
function agreedKey(parties: AgreementParties, { keyId, keyName, publicKey }: Offer): AgreedKey | undefined {
  const { suite, policy, keys, clientTitle: titleU, ownTitle: titleV } = parties;
  const signingKey = keys.keyPairs.get('digital-signature');
  if (signingKey === undefined) return undefined;
  const curve = CURVES[suite];
  const privateKey = freshPrivateKey(parties);
  const ownKey = publicKeyOf(curve, privateKey);
  const right = { use: keyName === 'kek' ? 'aes-wrap' : 'aes-gcm', oidCoding: '05', titleU, titleV } as const;
  const { use, ...derivation } = policy.agreedKeyDerivation(right, keyName);
  // a meter that takes a point which is none calculates something with it, no matter what
  const theirs = isOnCurve(curve, publicKey) ? publicKey : ownKey;
  const key = agreedKeyC2e0s({ suite, privateKey, publicKey: theirs, ...derivation }, keyName, use);
  const data = policy.ephemeralKeyData(signedKey(curve, signingKey, ownKey, policy.signedKeyId(keyId)));
  return key && { name: keyName, key, answer: structure(enumerated(keyId), octetString(data)) };
}
