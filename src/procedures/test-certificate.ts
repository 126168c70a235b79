import { type Certificate, readCertificate } from '#certificates/certificate';
import type { CertificateInfo } from '#certificates/certificate-id';
import { bodyFor, type CertificateBody, issueCertificate } from '#certificates/certificate-issue';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import { concat, equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type CurveSuite, isCurveSuite } from '#dlms/security/elliptic-curve';
import { ephemeralPrivateKey, ephemeralRandomLength, publicKeyOf } from '#dlms/security/key-pair';
import type { TestAuthority } from '#rig/test-authority';

/** What a test certificate is made with. */
export interface CertificateMeans {
  readonly suite: CurveSuite;
  readonly authority: TestAuthority;
  readonly random: (length: number) => Uint8Array;
  /** Makes octets known as a secret, so that nothing shows them. */
  readonly hide: (name: string, octets: Uint8Array) => void;
}

/** What is wrong with a certificate and nothing else is, in the words of features. */
export type CertificateFlaw = keyof typeof FLAWS;

/** `DLMSTEST`: the first octets of the serial number of every certificate that a test gives to a meter. */
const MARK = new TextEncoder().encode('DLMSTEST');
/** `TST`: a manufacturer that does not exist; so that no client of a real system has the title. */
const TITLE_MARK = new TextEncoder().encode('TST');
const [SERIAL_REST, TITLE_REST] = [8, 5];
/** as long as a title in hex, and none */
const NO_TITLE = 'NO SYSTEM TITLE!';

const FLAWS = {
  'of an issuer that it does not know': (body, means) =>
    issued({ ...body, issuer: nameOf('unknown issuer') }, stranger(means)),
  'for somebody without a system title': (body, means) => issued({ ...body, subject: nameOf(NO_TITLE) }, own(means)),
  'whose key usage fits no purpose': (body, means) =>
    issued({ ...body, keyUsage: new Set(['keyEncipherment'] as const) }, own(means)),
  'whose signature has one bit changed': (body, means) => withChangedEnd(issued(body, own(means))),
} as const satisfies Readonly<Record<string, (body: CertificateBody, means: CertificateMeans) => Uint8Array>>;

export const CERTIFICATE_FLAWS: readonly CertificateFlaw[] = Object.keys(FLAWS).filter(isFlaw);

/** A right certificate of the test authority, for a signing key of a client that does not exist. */
export function testCertificate(means: CertificateMeans): Certificate {
  return readCertificate(issued(bodyOf(means), own(means)));
}

/** The same with one flaw. */
export function flawedCertificate(means: CertificateMeans, flaw: CertificateFlaw): Certificate {
  return readCertificate(FLAWS[flaw](bodyOf(means), means));
}

/** Whether a certificate in a meter was given to it by a test, this one or an earlier one. */
export function isOfTest({ serialNumber }: Pick<CertificateInfo, 'serialNumber'>): boolean {
  return equalOctets(serialNumber.subarray(0, MARK.length), MARK);
}

/** @throws LocalProtocolError in suite 0, which has no certificates */
export function curveSuiteOf(suite: number): CurveSuite {
  if (isCurveSuite(suite)) return suite;
  throw new LocalProtocolError(`suite ${suite} has no certificates: the scenario should not have been applicable`);
}

function isFlaw(name: string): name is CertificateFlaw {
  return name in FLAWS;
}

/** It holds as long as that of its authority, so that no clock of a meter matters. */
function bodyOf(means: CertificateMeans): CertificateBody {
  const { suite, random } = means;
  const { subject: issuer, notBefore, notAfter } = readCertificate(means.authority.certificate);
  const publicKey = { suite, octets: publicKeyOf(CURVES[suite], freshKey(means)) };
  const subject = titleNameOf(concat(TITLE_MARK, random(TITLE_REST)));
  const serialNumber = concat(MARK, random(SERIAL_REST));
  return bodyFor('digital-signature', { serialNumber, issuer, subject, publicKey, notBefore, notAfter });
}

interface Signer {
  readonly suite: CurveSuite;
  readonly octets: Uint8Array;
}

function own({ authority }: CertificateMeans): Signer {
  return { suite: readCertificate(authority.certificate).publicKey.suite, octets: authority.privateKey };
}

/** Somebody whose key no meter knows. */
function stranger(means: CertificateMeans): Signer {
  return { suite: means.suite, octets: freshKey(means) };
}

function issued(body: CertificateBody, signer: Signer): Uint8Array {
  return issueCertificate(body, signer);
}

function freshKey({ suite, random, hide }: CertificateMeans): Uint8Array {
  const key = ephemeralPrivateKey(CURVES[suite], random(ephemeralRandomLength(CURVES[suite])));
  hide('private key of a test certificate', key);
  return key;
}

/** The last octet belongs to the number s of the signature. */
function withChangedEnd(certificate: Uint8Array): Uint8Array {
  return certificate.map((octet, at) => (at === certificate.length - 1 ? octet ^ 0x01 : octet));
}
