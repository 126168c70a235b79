import { sign, verify } from 'node:crypto';
import { ecdsaWithSHA256, ecdsaWithSHA384 } from '@peculiar/asn1-ecc';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { equalOctets } from '#dlms/codec/hex';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { privateKeyObject, publicKeyObject } from '#dlms/security/key-pair';
import type { CertifiedKey } from './certificate-key';

/** `other` is any that no suite has (security.md 14). */
export type SignatureAlgorithm = 'ecdsa-with-SHA256' | 'ecdsa-with-SHA384' | 'other';

export const SIGNATURE_ALGORITHMS: { readonly [suite in CurveSuite]: SignatureAlgorithm } = {
  1: 'ecdsa-with-SHA256',
  2: 'ecdsa-with-SHA384',
};

/** Who signs certificates, or his own request: d of 32 or 48 octets. */
export interface PrivateKey {
  readonly suite: CurveSuite;
  readonly octets: Uint8Array;
}

const IDENTIFIERS: { readonly [suite in CurveSuite]: AlgorithmIdentifier } = {
  1: ecdsaWithSHA256,
  2: ecdsaWithSHA384,
};

const HASHES: { readonly [algorithm in SignatureAlgorithm]: string | undefined } = {
  'ecdsa-with-SHA256': CURVES[1].hash,
  'ecdsa-with-SHA384': CURVES[2].hash,
  other: undefined,
};

/** An AlgorithmIdentifier in DER; one with parameters is another, as ECDSA has none (RFC 5758, 3.2). */
export function signatureAlgorithmIn(identifier: Uint8Array): SignatureAlgorithm {
  if (equalOctets(identifier, identifierOctets(1))) return SIGNATURE_ALGORITHMS[1];
  if (equalOctets(identifier, identifierOctets(2))) return SIGNATURE_ALGORITHMS[2];
  return 'other';
}

export function signatureIdentifier(suite: CurveSuite): AlgorithmIdentifier {
  return IDENTIFIERS[suite];
}

/**
 * ECDSA in DER, as X.509 and PKCS#10 have it, other than the R ‖ S of DLMS/COSEM. Another one each time.
 * @throws LocalProtocolError when the private key is none; does not repeat it
 */
export function derSignature({ suite, octets }: PrivateKey, signed: Uint8Array): Uint8Array {
  const key = privateKeyObject(CURVES[suite], octets);
  return new Uint8Array(sign(CURVES[suite].hash, signed, key));
}

/** What somebody signed, how he says he did, and the signature in DER. */
export interface Signed {
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/** Whether the owner of the key signed it, by the algorithm it says; any octets may be asked about. */
export function isSignedBy(
  { suite, octets }: CertifiedKey,
  { signed, signatureAlgorithm, signature }: Signed,
): boolean {
  const key = publicKeyObject(CURVES[suite], octets);
  const hash = HASHES[signatureAlgorithm];
  return key !== undefined && hash !== undefined && verify(hash, signed, key, signature);
}

function identifierOctets(suite: CurveSuite): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(IDENTIFIERS[suite]));
}
