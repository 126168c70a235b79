import { type Certificate, readCertificate } from '#certificates/certificate';
import { bodyFor, type CertificateBody, issueCertificate } from '#certificates/certificate-issue';
import type { CertifiedKey } from '#certificates/certificate-key';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import type { PrivateKey } from '#certificates/certificate-signature';
import type { CertificatePurpose } from '#certificates/key-usage';
import { fromHex } from '#dlms/codec/hex';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { type FixtureCertificate, fixtureCertificates, fixtureKeys } from '#support/certificates/fixture-certificates';

export const SUITES: readonly CurveSuite[] = [1, 2];
export const TITLE = fromHex('434C490000000001');
export const OTHER_TITLE = fromHex('434C490000000009');
export const SERVER_TITLE = fromHex('53494D0000000001');
/** in the validity of all test certificates */
export const NOW = Date.UTC(2026, 5, 1);

const keys = fixtureKeys();
const fixtures = new Map(fixtureCertificates().map((fixture) => [fixture.name, fixture]));

export function keyNamed(name: string): PrivateKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`no key ${name}`);
  return key;
}

export function publicKeyNamed(name: string): CertifiedKey {
  const { suite, octets } = keyNamed(name);
  return { suite, octets: publicKeyOf(CURVES[suite], octets) };
}

export function fixtureNamed(name: string): FixtureCertificate {
  const fixture = fixtures.get(name);
  if (fixture === undefined) throw new Error(`no fixture ${name}`);
  return fixture;
}

/** The authority of the fixtures. */
export function authority(suite: CurveSuite): Certificate {
  const { body, signer } = fixtureNamed(`suite${suite}-ca`);
  return readCertificate(issueCertificate(body, signer));
}

/** A certificate as among the fixtures, with any field replaced, or by another signer. */
export function certificate(name: string, edits: Partial<CertificateBody> = {}, signer?: PrivateKey): Certificate {
  const fixture = fixtureNamed(name);
  return readCertificate(issueCertificate({ ...fixture.body, ...edits }, signer ?? fixture.signer));
}

/** An authority on the key of that name, certified by the one of that common name. */
export function subAuthority(commonName: string, key: string, issuer: string): CertificateBody {
  return bodyOf('certification-authority', key, nameOf(commonName), nameOf(issuer));
}

export function endEntity(purpose: CertificatePurpose, key: string, issuer: string): CertificateBody {
  return bodyOf(purpose, key, titleNameOf(TITLE), nameOf(issuer));
}

function bodyOf(purpose: CertificatePurpose, key: string, subject: Uint8Array, issuer: Uint8Array): CertificateBody {
  const validity = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2040, 0, 1) };
  const serialNumber = Uint8Array.of(7);
  return bodyFor(purpose, { serialNumber, publicKey: publicKeyNamed(key), subject, issuer, ...validity });
}
