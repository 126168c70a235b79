import { id_kp_clientAuth, id_kp_serverAuth } from '@peculiar/asn1-x509';
import { equalOctets } from '#dlms/codec/hex';
import type { CurveSuite } from '#dlms/security/elliptic-curve';
import type { Certificate } from './certificate';
import { isSignedBy, SIGNATURE_ALGORITHMS } from './certificate-signature';
import { type CertificatePurpose, fitsPurpose } from './key-usage';

const FAULTS = [
  'version',
  'curve',
  'key-usage',
  'basic-constraints',
  'extended-key-usage',
  'critical-extension',
  'not-yet-valid',
  'expired',
  'title',
  'unknown-issuer',
  'signature',
  'signature-algorithm',
  'issuer',
] as const;

/**
 * What can be wrong with a certificate that can be read (GB 9.2.6.4, security.md 14):
 * - `version`: not version 3
 * - `curve`: its key is not of the suite, or its issuer's is of a smaller one
 * - `key-usage`: missing, not critical, or not that of the purpose
 * - `basic-constraints`: an authority by them where the purpose is another, or the other way round
 * - `extended-key-usage`: there without TLS, or not for TLS
 * - `critical-extension`: one that we cannot read
 * - `not-yet-valid`, `expired`
 * - `title`: none of those expected, or another one in the subjectAltName
 * - `unknown-issuer`: nobody known has the issuer's name
 * - `signature`: not the issuer's
 * - `signature-algorithm`: not that of the issuer's key
 * - `issuer`: the issuer's own certificate has one of these faults, or may have no such certificate below it
 */
export type CertificateFault = (typeof FAULTS)[number];

export interface CertificateExpectation {
  readonly suite: CurveSuite;
  readonly purpose: CertificatePurpose;
  /** certificates of authorities that are trusted as they are */
  readonly anchors: readonly Certificate[];
  /** certificates of authorities between the anchors and this one */
  readonly intermediates?: readonly Certificate[];
  /** ms since 1970-01-01 UTC; without it validity is not looked at, as by a meter that does not know the time */
  readonly at?: number;
  /** system titles of which it must have one; without them the title is not looked at */
  readonly titles?: readonly Uint8Array[];
}

/** All faults that a certificate has, each once, in the order of their list; none when it may be used. */
export function certificateFaults(certificate: Certificate, expected: CertificateExpectation): CertificateFault[] {
  const own = ownFaults(certificate, expected);
  const chain = isOneOf(certificate, expected.anchors) ? [] : chainFaults(certificate, expected, 0);
  return [...new Set([...own, ...chain])];
}

function ownFaults(certificate: Certificate, expected: CertificateExpectation): CertificateFault[] {
  const { purpose, at = certificate.notBefore } = expected;
  const isAuthority = purpose === 'certification-authority';
  const hasUsage = certificate.isKeyUsageCritical && fitsPurpose(certificate.keyUsage, purpose);
  return namesOf({
    version: certificate.version !== 3,
    curve: !hasCurve(certificate, expected),
    'key-usage': !hasUsage,
    'basic-constraints': certificate.isCa !== isAuthority,
    'extended-key-usage': !hasExtendedUsage(certificate, purpose),
    'critical-extension': certificate.unknownCritical.length > 0,
    'not-yet-valid': at < certificate.notBefore,
    expired: at > certificate.notAfter,
    title: !hasTitle(certificate, expected.titles),
  });
}

/** The key of an authority may be of a larger suite than the keys it certifies. */
function hasCurve({ publicKey }: Certificate, { suite, purpose }: CertificateExpectation): boolean {
  return purpose === 'certification-authority' ? publicKey.suite >= suite : publicKey.suite === suite;
}

function hasExtendedUsage({ extendedKeyUsage }: Certificate, purpose: CertificatePurpose): boolean {
  if (extendedKeyUsage.length === 0) return true;
  const isForTls = extendedKeyUsage.includes(id_kp_serverAuth) || extendedKeyUsage.includes(id_kp_clientAuth);
  return purpose === 'tls' && isForTls;
}

function hasTitle(certificate: Certificate, titles: readonly Uint8Array[] | undefined): boolean {
  const { systemTitle, hardwareTitle = systemTitle } = certificate;
  if (titles === undefined) return true;
  if (systemTitle === undefined || hardwareTitle === undefined) return false;
  return equalOctets(systemTitle, hardwareTitle) && titles.some((title) => equalOctets(title, systemTitle));
}

/** @param below how many authorities there are between this certificate and the end entity's */
function chainFaults(certificate: Certificate, expected: CertificateExpectation, below: number): CertificateFault[] {
  const { anchors, intermediates = [] } = expected;
  const named = [...anchors, ...intermediates].filter(({ subject }) => equalOctets(subject, certificate.issuer));
  const signer = named.find(({ publicKey }) => isSignedBy(publicKey, certificate));
  const issuer = signer ?? named[0];
  if (issuer === undefined) return ['unknown-issuer'];
  const { publicKey, pathLength = below } = issuer;
  return namesOf({
    curve: certificate.publicKey.suite > publicKey.suite,
    signature: signer === undefined,
    'signature-algorithm': certificate.signatureAlgorithm !== SIGNATURE_ALGORITHMS[publicKey.suite],
    issuer: pathLength < below || authorityFaults(issuer, expected, below).length > 0,
  });
}

/** Of an issuer: judged as an authority, up to an anchor; without itself, so that no circle is walked for ever. */
function authorityFaults(issuer: Certificate, expected: CertificateExpectation, below: number): CertificateFault[] {
  const { anchors, intermediates = [], at } = expected;
  // its curve has been held against that of the key below it
  const { suite } = issuer.publicKey;
  const others = intermediates.filter((certificate) => certificate !== issuer);
  const purpose = 'certification-authority';
  const above = { suite, purpose, anchors, intermediates: others, ...(at === undefined ? {} : { at }) } as const;
  const own = ownFaults(issuer, above);
  return isOneOf(issuer, anchors) ? own : [...own, ...chainFaults(issuer, above, below + 1)];
}

function isOneOf(certificate: Certificate, trusted: readonly Certificate[]): boolean {
  return trusted.some(({ octets }) => equalOctets(octets, certificate.octets));
}

function namesOf(found: { readonly [fault in CertificateFault]?: boolean }): CertificateFault[] {
  return FAULTS.filter((fault) => found[fault] === true);
}
