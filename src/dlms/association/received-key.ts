import type { GeneralCipheringApdu } from '#dlms/apdu/general-ciphering';
import type { AgreedKey, IdentifiedKey, WrappedKey } from '#dlms/apdu/key-info';
import { concat, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { CURVES, type Curve, isCurveSuite, isOnCurve } from '#dlms/security/elliptic-curve';
import { agreedKeyC0e2s, agreedKeyC1e1s, type KeyAgreement } from '#dlms/security/key-agreement';
import type { OidCoding } from '#dlms/security/key-derivation';
import { unwrapKey } from '#dlms/security/key-wrap';
import { signatureLength, verifySignature } from '#dlms/security/signature';
import { suiteOf } from '#dlms/security/suite';
import { type ClientKeys, given } from './client-keys';
import type { CountedKey, NamedKey } from './counted-key';
import type { KeyChoice } from './general-choice';
import { offsetOf } from './received-octets';

/** Where a received layer of general-ciphering has its key from, and which keys that may be. */
export interface ReceivedKey {
  readonly origin: KeyChoice['kind'];
  /** the likeliest first: without key-info there may be two */
  readonly candidates: readonly CountedKey[];
  /** what some stacks would agree instead, to say so of a wrong tag */
  readonly variants?: () => readonly NamedKey[];
}

/** One received layer of general-ciphering. */
export interface ReceivedEnvelope {
  readonly apdu: GeneralCipheringApdu;
  /** the whole layer, for errors */
  readonly octets: Uint8Array;
  /** of whoever applied the layer */
  readonly originator: Uint8Array;
}

const SERVER_KEY = 'public key agreement key of the meter that is on the curve';
const LONGEST_NONCE = 127;

/**
 * The key that the key-info names, wraps or agrees.
 * @throws PeerProtocolError when it does not; names key and field, never a value of a key
 * @throws LocalProtocolError when the rig lacks what is needed to say so
 */
export function receivedKey(keys: ClientKeys, envelope: ReceivedEnvelope): ReceivedKey {
  const { keyInfo } = envelope.apdu;
  if (keyInfo === undefined) return earlier(keys, envelope);
  switch (keyInfo.kind) {
    case 'identified-key':
      return { origin: 'identified-key', candidates: [identified(keys, keyInfo, envelope)] };
    case 'wrapped-key':
      return { origin: 'wrapped-key', candidates: [keys.ephemeral.of(unwrapped(keys, keyInfo, envelope))] };
    case 'agreed-key':
      return agreed(keys, keyInfo, envelope);
    default:
      return keyInfo satisfies never;
  }
}

function earlier({ ephemeral }: ClientKeys, envelope: ReceivedEnvelope): ReceivedKey {
  if (ephemeral.earlier.length > 0) return { origin: 'earlier-key', candidates: ephemeral.earlier };
  return refuse(envelope, keyInfoAt(envelope), 'key-info: expected one, got none, and there was no earlier exchange');
}

function identified(keys: ClientKeys, { keyId }: IdentifiedKey, envelope: ReceivedEnvelope): CountedKey {
  if (keyId === 0) return keys.guek;
  const at = keyInfoAt(envelope) + 2;
  if (keyId !== 1) return refuse(envelope, at, `key-id: expected 0 (GUEK) or 1 (GBEK), got ${keyId}`);
  return keys.gbek ?? refuse(envelope, at, 'key-id: expected 0 (GUEK), got 1 (GBEK), of which the rig knows none');
}

function unwrapped(keys: ClientKeys, { kekId, keyCipheredData }: WrappedKey, envelope: ReceivedEnvelope): Uint8Array {
  const { keyLength } = suiteOf(keys.settings.suite);
  const at = offsetOf(keyCipheredData, envelope.octets);
  if (kekId !== 0)
    return refuse(envelope, keyInfoAt(envelope) + 2, `kek-id: expected 0 (master key, KEK), got ${kekId}`);
  const key = unwrapKey(keys.kek, keyCipheredData);
  const size = `${keyCipheredData.length} octets`;
  if (key === undefined)
    return refuse(envelope, at, `ephemeral key: expected one wrapped under KEK, got ${size} that are not`);
  if (key.length === keyLength) return key;
  return refuse(envelope, at, `ephemeral key: expected ${keyLength} octets, got ${key.length} wrapped`);
}

function agreed(keys: ClientKeys, info: AgreedKey, envelope: ReceivedEnvelope): ReceivedKey {
  const { suite } = keys.settings;
  const { keyParameters } = info;
  const at = offsetOf(keyParameters, envelope.octets);
  if (!isCurveSuite(suite)) return refuse(envelope, at, 'agreed-key: not expected in suite 0, no key pairs');
  const agreement = {
    suite,
    privateKey: keys.agreementKey,
    titleU: envelope.originator,
    titleV: keys.ownTitle,
  };
  const octets = toHex(keyParameters);
  if (octets === '01') return onePass(keys, agreement, info, envelope);
  if (octets === '02') return staticKey(keys, agreement, info, envelope);
  const came = octets === '' ? 'nothing' : octets;
  return refuse(envelope, at, `key-parameters: expected 01, C(1e,1s), or 02, C(0e,2s), got ${came}`);
}

function onePass(
  keys: ClientKeys,
  agreement: Omit<KeyAgreement, 'publicKey'>,
  { keyCipheredData }: AgreedKey,
  envelope: ReceivedEnvelope,
): ReceivedKey {
  const curve = CURVES[agreement.suite];
  const publicKey = verifiedEphemeralKey(curve, keys.serverSigningKey, keyCipheredData, envelope);
  const agree = (oidCoding: OidCoding) => agreedKeyC1e1s({ ...agreement, publicKey, oidCoding });
  return { origin: 'C(1e,1s)', ...agreedBy(keys, agree) };
}

function staticKey(
  keys: ClientKeys,
  agreement: Omit<KeyAgreement, 'publicKey'>,
  { keyCipheredData }: AgreedKey,
  envelope: ReceivedEnvelope,
): ReceivedKey {
  const { transactionId } = envelope.apdu.header;
  const [data, nonce] = [keyCipheredData.length, transactionId.length];
  const at = offsetOf(keyCipheredData, envelope.octets);
  if (data !== 0) return refuse(envelope, at, `C(0e,2s): expected no key-ciphered-data, got ${data} octets`);
  if (nonce > LONGEST_NONCE)
    return refuse(envelope, 1, `C(0e,2s): expected a nonce of up to 127 octets as transaction-id, got ${nonce}`);
  const publicKey = keys.serverAgreementKey;
  const agree = (oidCoding: OidCoding) => agreedKeyC0e2s({ ...agreement, publicKey, transactionId, oidCoding });
  return { origin: 'C(0e,2s)', ...agreedBy(keys, agree) };
}

function agreedBy(keys: ClientKeys, agree: (oidCoding: OidCoding) => Uint8Array | undefined) {
  const declared = keys.settings.oidCoding ?? '05';
  const other = declared === '05' ? '06' : '05';
  const name = `the same key agreement with ${other} in the AlgorithmID`;
  const key = keys.ephemeral.of(given(agree(declared), SERVER_KEY));
  return { candidates: [key], variants: () => [{ name, octets: given(agree(other), SERVER_KEY) }] };
}

function verifiedEphemeralKey(
  curve: Curve,
  signerKey: Uint8Array,
  data: Uint8Array,
  envelope: ReceivedEnvelope,
): Uint8Array {
  const keyLength = 2 * curve.coordinateLength;
  const expected = keyLength + signatureLength(curve);
  const at = offsetOf(data, envelope.octets);
  if (data.length !== expected) {
    const what = 'expected ephemeral public key and signature';
    return refuse(envelope, at, `C(1e,1s): ${what}, ${expected} octets on ${curve.name}, got ${data.length}`);
  }
  const publicKey = data.subarray(0, keyLength);
  if (!isOnCurve(curve, publicKey))
    return refuse(envelope, at, `C(1e,1s): expected an ephemeral public key on ${curve.name}, got a point off it`);
  const signature = data.subarray(keyLength);
  if (verifySignature(curve, signerKey, publicKey, signature)) return publicKey;
  const asElsewhere = verifySignature(curve, signerKey, concat(Uint8Array.of(0), publicKey), signature);
  const came = asElsewhere ? 'one over key-id and key' : 'a signature that does not verify';
  const expectation = 'expected the ephemeral public key signed with the signing key of the meter';
  return refuse(envelope, at + keyLength, `C(1e,1s): ${expectation}, got ${came}`);
}

/** Of its presence octet; choice and key-id or kek-id follow. */
function keyInfoAt({ apdu, octets }: ReceivedEnvelope): number {
  return offsetOf(apdu.headerOctets, octets) + apdu.headerOctets.length;
}

function refuse({ octets }: ReceivedEnvelope, at: number, reason: string): never {
  throw new PeerProtocolError(`general-ciphering, ${reason}`, octets, at);
}
