import { makeRequest, readRequest } from '#certificates/certificate-request';
import type { ActionOutcome } from '#dlms/apdu/action';
import { CURVES } from '#dlms/security/elliptic-curve';
import { ephemeralPrivateKey, ephemeralRandomLength } from '#dlms/security/key-pair';
import type { Access } from '../policy/access-policy';
import type { ImportFault } from '../policy/certificate-policy';
import { seededRandom } from '../seeded-random';
import type { Mutant } from './mutant';

const SECURITY_SETUP = 64;
const [KEY_AGREEMENT, IMPORT_CERTIFICATE] = [3, 6];

/** KEY: key agreement, key pairs and certificates (class 64 version 1, methods 3 to 8). */
export const certificateMutants: readonly Mutant[] = [
  {
    id: 'M-KEY-15-printed',
    violates: ['KEY-15'],
    fault: 'derives agreed keys by the AlgorithmID that is printed, though it declares the right one',
    policy: { agreedKeyDerivation: (right) => ({ ...right, oidCoding: '06' }) },
  },
  {
    id: 'M-KEY-15-wrap',
    violates: ['KEY-15'],
    fault: 'derives every agreed key as if it were to wrap others',
    policy: { agreedKeyDerivation: (right) => ({ ...right, use: 'aes-wrap' }) },
  },
  {
    id: 'M-KEY-15-parties',
    violates: ['KEY-15'],
    fault: 'takes itself for party U and the client for party V',
    policy: { agreedKeyDerivation: (right) => ({ ...right, titleU: right.titleV, titleV: right.titleU }) },
  },
  {
    id: 'M-KEY-15-alone',
    violates: ['KEY-15'],
    fault: 'signs its ephemeral key without the key_id',
    policy: { signedKeyId: () => undefined },
  },
  {
    id: 'M-KEY-15-signature',
    violates: ['KEY-15'],
    fault: 'signs its half of an agreed key wrongly',
    policy: { ephemeralKeyData: withChangedEnd },
  },
  {
    id: 'M-KEY-15-unused',
    violates: ['KEY-15'],
    fault: 'agrees on a key and goes on with the old one',
    policy: { installsAgreedKeys: () => false },
  },
  {
    id: 'M-KEY-15-refused',
    violates: ['KEY-15'],
    fault: 'agrees on no key',
    policy: { acceptsAgreement: () => false },
  },
  {
    id: 'M-KEY-16-unsigned',
    violates: ['KEY-16'],
    fault: 'does not look at the signature of the half of a key',
    policy: { acceptsAgreement: ({ isOnCurve }) => isOnCurve },
  },
  {
    id: 'M-KEY-16-off-curve',
    violates: ['KEY-16'],
    fault: 'does not look whether an ephemeral key is on the curve',
    policy: { acceptsAgreement: ({ isSigned }) => isSigned },
  },
  {
    id: 'M-KEY-16-quiet',
    violates: ['KEY-16'],
    fault: 'refuses the half of a key and uses the agreed key all the same',
    policy: { acceptsAgreement: () => true, actionOutcome: refusing(KEY_AGREEMENT) },
  },
  {
    id: 'M-KEY-17-same',
    violates: ['KEY-17'],
    fault: 'says that it has made a key pair and keeps the old one',
    policy: { generatedKey: ({ fresh, before }) => before ?? fresh },
  },
  {
    id: 'M-KEY-17-used',
    violates: ['KEY-17'],
    fault: 'asks for the certificate of the key pair in use, not of the new one',
    policy: { requestedKey: ({ generated, used }) => used ?? generated },
  },
  {
    id: 'M-KEY-17-name',
    violates: ['KEY-17'],
    fault: 'asks for a certificate in a name that is wrong in its last octet',
    policy: { requestedTitle: withChangedEnd },
  },
  {
    id: 'M-KEY-17-signature',
    violates: ['KEY-17'],
    fault: 'signs its certificate requests wrongly',
    policy: { requestOctets: withChangedEnd },
  },
  {
    id: 'M-KEY-17-curve',
    violates: ['KEY-17'],
    fault: 'makes its key pairs on the curve of the other suite',
    policy: { requestOctets: onOtherCurve },
  },
  {
    id: 'M-KEY-18-refused',
    violates: ['KEY-18'],
    fault: 'imports no certificate of anybody whom it does not know',
    policy: { acceptsImport: () => false },
  },
  {
    id: 'M-KEY-18-lost',
    violates: ['KEY-18'],
    fault: 'says that it has imported a certificate and keeps nothing',
    policy: { keptCertificate: () => undefined },
  },
  {
    id: 'M-KEY-18-by-entity',
    violates: ['KEY-18'],
    fault: 'cuts the last octet of a certificate that is exported by entity',
    policy: { exportedCertificate: (octets, by) => (by === 'entity' ? octets.subarray(0, octets.length - 1) : octets) },
  },
  {
    id: 'M-KEY-18-by-serial',
    violates: ['KEY-18'],
    fault: 'changes one bit of a certificate that is exported by serial number',
    policy: { exportedCertificate: (octets, by) => (by === 'serial' ? withChangedEnd(octets) : octets) },
  },
  {
    id: 'M-KEY-18-unlisted',
    violates: ['KEY-18'],
    fault: 'does not list certificates that were imported since it was made',
    policy: { listedCertificates: (rows) => rows.slice(0, 5) },
  },
  {
    id: 'M-KEY-18-type',
    violates: ['KEY-18'],
    fault: 'lists every certificate as one for TLS',
    policy: { listedCertificates: (rows) => rows.map((row) => ({ ...row, type: 'tls' })) },
  },
  {
    id: 'M-KEY-18-kept',
    violates: ['KEY-18'],
    fault: 'says that it has removed a certificate and keeps it',
    policy: { removesCertificate: () => false },
  },
  {
    id: 'M-KEY-18-success',
    violates: ['KEY-18'],
    fault: 'answers by success where it has no such certificate to export',
    policy: { resultForUnknownCertificate: () => 'success' },
  },
  {
    id: 'M-KEY-19-issuer',
    violates: ['KEY-19'],
    fault: 'imports certificates of issuers that it does not know',
    policy: { acceptsImport: overlooking('unknown-issuer') },
  },
  {
    id: 'M-KEY-19-title',
    violates: ['KEY-19'],
    fault: 'imports certificates of somebody without a system title',
    policy: { acceptsImport: overlooking('title') },
  },
  {
    id: 'M-KEY-19-usage',
    violates: ['KEY-19'],
    fault: 'does not look at the key usage of certificates',
    policy: { acceptsImport: overlooking('key-usage') },
  },
  {
    id: 'M-KEY-19-signature',
    violates: ['KEY-19'],
    fault: 'does not look at the signature of certificates',
    policy: { acceptsImport: overlooking('signature') },
  },
  {
    id: 'M-KEY-19-quiet',
    violates: ['KEY-19'],
    fault: 'refuses a certificate and keeps it all the same',
    policy: { acceptsImport: () => true, actionOutcome: refusing(IMPORT_CERTIFICATE) },
  },
];

function overlooking(overlooked: ImportFault): (faults: readonly ImportFault[]) => boolean {
  return (faults) => faults.every((fault) => fault === overlooked);
}

/** Whatever a method has done: an error. */
function refusing(methodId: number): (outcome: ActionOutcome, access: Access) => ActionOutcome {
  return (outcome, { classId, id }) =>
    classId === SECURITY_SETUP && id === methodId ? { result: 'other-reason' } : outcome;
}

function withChangedEnd(octets: Uint8Array): Uint8Array {
  return octets.map((octet, at) => (at === octets.length - 1 ? octet ^ 0x01 : octet));
}

function onOtherCurve(request: Uint8Array): Uint8Array {
  const { publicKey, subject } = readRequest(request);
  const suite = publicKey.suite === 1 ? 2 : 1;
  const random = seededRandom('other curve')(ephemeralRandomLength(CURVES[suite]));
  return makeRequest({ suite, octets: ephemeralPrivateKey(CURVES[suite], random) }, subject);
}
