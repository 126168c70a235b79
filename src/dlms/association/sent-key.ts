import type { KeyInfo } from '#dlms/apdu/key-info';
import { LocalProtocolError } from '#dlms/errors';
import { type Curve, curveOf } from '#dlms/security/elliptic-curve';
import { agreedKeyC0e2s, agreedKeyC1e1s } from '#dlms/security/key-agreement';
import { deriveKey, type OidCoding } from '#dlms/security/key-derivation';
import { ephemeralPrivateKey, ephemeralRandomLength, publicKeyOf } from '#dlms/security/key-pair';
import { wrapKey } from '#dlms/security/key-wrap';
import { signedKey } from '#dlms/security/signed-key';
import { suiteOf } from '#dlms/security/suite';
import { smallOrderPoint } from '#dlms/security/unchecked-point';
import { type ClientKeys, given } from './client-keys';
import type { CountedKey } from './counted-key';
import type {
  IdentifiedKeyChoice,
  KeyChoice,
  OnePassKeyChoice,
  StaticKeyChoice,
  WrappedKeyChoice,
} from './general-choice';

/** A key to cipher with, and how the meter is told of it. */
export interface SentKey {
  readonly key: CountedKey;
  readonly keyInfo?: KeyInfo;
}

const SCHEME_1E1S = Uint8Array.of(1);
const SCHEME_0E2S = Uint8Array.of(2);
const SERVER_KEY = 'public key agreement key of the meter that is on the curve';
const NOTHING = new Uint8Array(0);

/**
 * @param transactionId as it goes out: with C(0e,2s) the key depends on it
 * @throws LocalProtocolError when the rig lacks a key or title, or the suite has no key pairs
 */
export function sentKey(keys: ClientKeys, choice: KeyChoice, transactionId: Uint8Array): SentKey {
  switch (choice.kind) {
    case 'identified-key':
      return identified(keys, choice);
    case 'wrapped-key':
      return wrapped(keys, choice);
    case 'C(1e,1s)':
      return onePass(keys, choice);
    case 'C(0e,2s)':
      return staticKey(keys, transactionId, choice);
    case 'earlier-key':
      return { key: keys.ephemeral.last('client') ?? noEarlierKey() };
    default:
      return choice satisfies never;
  }
}

function identified(keys: ClientKeys, { keyId = 0 }: IdentifiedKeyChoice): SentKey {
  return { key: keyId === 1 ? given(keys.gbek, 'GBEK') : keys.guek, keyInfo: { kind: 'identified-key', keyId } };
}

function wrapped(keys: ClientKeys, choice: WrappedKeyChoice): SentKey {
  const octets = choice.key ?? keys.parts.random(suiteOf(keys.settings.suite).keyLength);
  const key = keys.ephemeral.of(octets);
  const right = wrapKey(choice.kek ?? keys.kek, octets);
  const keyCipheredData = choice.edit?.(right) ?? right;
  return { key, keyInfo: { kind: 'wrapped-key', kekId: choice.kekId ?? 0, keyCipheredData } };
}

function onePass(keys: ClientKeys, choice: OnePassKeyChoice): SentKey {
  const curve = curveOf(keys.settings.suite);
  const { publicKey, agreed } = choice.offCurve
    ? offCurve(keys, curve, choice.offCurve)
    : ephemeral(keys, curve, choice);
  const data = signedKey(curve, choice.signingKey ?? keys.signingKey, publicKey, undefined);
  const keyCipheredData = choice.edit?.(data) ?? data;
  return {
    key: keys.ephemeral.of(agreed),
    keyInfo: { kind: 'agreed-key', keyParameters: SCHEME_1E1S, keyCipheredData },
  };
}

/** What U sends of an agreement, and what comes of it. */
interface Agreed {
  readonly publicKey: Uint8Array;
  readonly agreed: Uint8Array;
}

function ephemeral(keys: ClientKeys, curve: Curve, choice: OnePassKeyChoice): Agreed {
  const privateKey = choice.ephemeralKey ?? freshPrivateKey(keys, curve);
  keys.parts.secrets.add('ephemeral key', privateKey);
  const right = publicKeyOf(curve, privateKey);
  const agreed = agreedKeyC1e1s({ ...parties(keys, curve), privateKey, ...coding(keys, choice) });
  return { publicKey: choice.editPublicKey?.(right) ?? right, agreed: given(agreed, SERVER_KEY) };
}

function offCurve(keys: ClientKeys, curve: Curve, order: 2 | 3): Agreed {
  const { suite, titleU, titleV } = parties(keys, curve);
  const { publicKey, z } = smallOrderPoint(curve, order);
  return {
    publicKey,
    agreed: deriveKey({ suite, z, use: 'aes-gcm', partyU: titleU, partyV: titleV, ...coding(keys, {}) }),
  };
}

function staticKey(keys: ClientKeys, transactionId: Uint8Array, choice: StaticKeyChoice): SentKey {
  const both = { ...parties(keys, curveOf(keys.settings.suite)), privateKey: keys.agreementKey };
  const agreed = agreedKeyC0e2s({ ...both, transactionId, ...coding(keys, choice) });
  return {
    key: keys.ephemeral.of(given(agreed, SERVER_KEY)),
    keyInfo: { kind: 'agreed-key', keyParameters: SCHEME_0E2S, keyCipheredData: NOTHING },
  };
}

/** The client is U, the meter V: the true ones, whatever a test puts into the header. */
function parties(keys: ClientKeys, { suite }: Curve) {
  const titleV = given(keys.serverTitle, 'system title of the meter');
  return { suite, publicKey: keys.serverAgreementKey, titleU: keys.ownTitle, titleV };
}

function coding(keys: ClientKeys, choice: { readonly oidCoding?: OidCoding }): { readonly oidCoding?: OidCoding } {
  const oidCoding = choice.oidCoding ?? keys.settings.oidCoding;
  return oidCoding === undefined ? {} : { oidCoding };
}

function freshPrivateKey(keys: ClientKeys, curve: Curve): Uint8Array {
  return ephemeralPrivateKey(curve, keys.parts.random(ephemeralRandomLength(curve)));
}

function noEarlierKey(): never {
  throw new LocalProtocolError('key-info cannot be left out: this client has used no key in general-ciphering yet');
}
