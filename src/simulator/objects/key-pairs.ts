import { titleNameOf } from '#certificates/certificate-name';
import { makeRequest } from '#certificates/certificate-request';
import type { ActionOutcome } from '#dlms/apdu/action';
import type { ActionResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { octetString } from '#dlms/codec/data-values';
import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { ephemeralPrivateKey, ephemeralRandomLength, publicKeyOf } from '#dlms/security/key-pair';
import type { KeyPairPurpose, KeySet } from '../model';
import type { CertificatePolicy } from '../policy/certificate-policy';

/** By the enum of generate_key_pair and generate_certificate_request (BB 4.4.7). */
const PURPOSES: readonly KeyPairPurpose[] = ['digital-signature', 'key-agreement', 'tls'];

/** What the key pairs of a Security setup in suites 1 and 2 are made with. */
export interface KeyPairTools {
  readonly suite: CurveSuite;
  readonly keys: KeySet;
  readonly policy: CertificatePolicy;
  readonly random: ((length: number) => Uint8Array) | undefined;
}

/**
 * generate_key_pair: the new pair waits for its certificate, and the old one stays in use until then.
 * @param parameters enum, of the type of the class
 */
export function generateKeyPair(tools: KeyPairTools, parameters: Data): ActionResult {
  const { keys, policy } = tools;
  const purpose = purposeIn(parameters);
  if (purpose === undefined) return 'other-reason';
  const before = keys.generatedKeyPairs.get(purpose) ?? keys.keyPairs.get(purpose);
  keys.generatedKeyPairs.set(purpose, policy.generatedKey({ fresh: freshPrivateKey(tools), before }));
  return 'success';
}

/**
 * generate_certificate_request: PKCS#10 in DER for the pair that was generated, else for the one in use; `other-reason`
 * where there is none.
 * @param parameters enum, of the type of the class
 */
export function requestCertificate(tools: KeyPairTools, ownTitle: Uint8Array, parameters: Data): ActionOutcome {
  const { suite, keys, policy } = tools;
  const purpose = purposeIn(parameters);
  const generated = purpose && keys.generatedKeyPairs.get(purpose);
  const octets = policy.requestedKey({ generated, used: purpose && keys.keyPairs.get(purpose) });
  if (octets === undefined) return { result: 'other-reason' };
  const subject = titleNameOf(policy.requestedTitle(ownTitle));
  const request = policy.requestOctets(makeRequest({ suite, octets }, subject));
  return { result: 'success', returnParameters: { data: octetString(request) } };
}

/**
 * A private key that nobody can foretell.
 * @throws LocalProtocolError where this meter was given no random octets
 */
export function freshPrivateKey({ suite, random }: Pick<KeyPairTools, 'suite' | 'random'>): Uint8Array {
  if (random === undefined) throw new LocalProtocolError('the simulated meter has no random octets to make a key of');
  return ephemeralPrivateKey(CURVES[suite], random(ephemeralRandomLength(CURVES[suite])));
}

/** Whether the meter has the private key of this public one, in use or waiting for its certificate. */
export function hasKeyPair(tools: Pick<KeyPairTools, 'suite' | 'keys'>, purpose: KeyPairPurpose, key: Uint8Array) {
  const { keyPairs, generatedKeyPairs } = tools.keys;
  return (
    isPairOf(tools.suite, keyPairs.get(purpose), key) || isPairOf(tools.suite, generatedKeyPairs.get(purpose), key)
  );
}

/** Puts the pair that waited for this certificate in the place of the one in use. */
export function useGeneratedPair({ suite, keys }: Pick<KeyPairTools, 'suite' | 'keys'>, key: Uint8Array): void {
  for (const [purpose, privateKey] of [...keys.generatedKeyPairs]) {
    if (!isPairOf(suite, privateKey, key)) continue;
    keys.keyPairs.set(purpose, privateKey);
    keys.generatedKeyPairs.delete(purpose);
  }
}

function isPairOf(suite: CurveSuite, privateKey: Uint8Array | undefined, publicKey: Uint8Array): boolean {
  return privateKey !== undefined && equalOctets(publicKeyOf(CURVES[suite], privateKey), publicKey);
}

function purposeIn(parameters: Data): KeyPairPurpose | undefined {
  return parameters.type === 'enum' ? PURPOSES[parameters.value] : undefined;
}
