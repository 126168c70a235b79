import { type Certificate, readCertificate } from '#certificates/certificate';
import { certificateFaults } from '#certificates/certificate-check';
import { isOfSerial, typeOf } from '#certificates/certificate-id';
import type { CertificatePurpose } from '#certificates/key-usage';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { equalOctets } from '#dlms/codec/hex';
import type { CurveSuite } from '#dlms/security/elliptic-curve';
import type { KeySet } from '../model';
import type { ImportFault } from '../policy/certificate-policy';
import { hasKeyPair } from './key-pairs';

/** Into what a certificate is imported, and when. */
export interface ImportPlace {
  readonly suite: CurveSuite;
  readonly keys: KeySet;
  readonly ownTitle: Uint8Array;
  /** what the meter's clock shows, ms since 1970-01-01 UTC */
  readonly at: number;
}

/** undefined for what is no certificate */
export function certificateIn(octets: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(octets);
  } catch (error) {
    if (error instanceof MalformedCertificate) return undefined;
    throw error;
  }
}

/**
 * What speaks against importing a certificate (GB 9.2.6.4, security.md 14): what is wrong with it by itself and with
 * its chain up to an authority that the meter holds; a title of nobody; a key that is not the meter's in its own name.
 */
export function importFaults(certificate: Certificate, place: ImportPlace): ImportFault[] {
  const { suite, keys, at } = place;
  const held = keys.certificates.map(readCertificate);
  const anchors = held.filter(({ isCa }) => isCa);
  const expected = { suite, purpose: purposeOf(certificate), anchors, at, ...titlesOf(certificate) };
  const faults: ImportFault[] = certificateFaults(certificate, expected);
  if (isOwn(certificate, place) && !isForOwnKey(certificate, place)) faults.push('own-key');
  if (held.some((other) => hasSameNumber(other, certificate))) faults.push('serial');
  return faults;
}

export function isOwn({ systemTitle, isCa }: Certificate, { ownTitle }: Pick<ImportPlace, 'ownTitle'>): boolean {
  return !isCa && systemTitle !== undefined && equalOctets(systemTitle, ownTitle);
}

/** A usage that is none of a purpose does not fit a signature either. */
function purposeOf(certificate: Certificate): CertificatePurpose {
  if (certificate.isCa) return 'certification-authority';
  const type = typeOf(certificate);
  return type === 'other' ? 'digital-signature' : type;
}

/** Any title will do for an end entity, as long as it is one. */
function titlesOf({ isCa, systemTitle }: Certificate): { readonly titles?: readonly Uint8Array[] } {
  return isCa ? {} : { titles: systemTitle === undefined ? [] : [systemTitle] };
}

function isForOwnKey(certificate: Certificate, { suite, keys }: ImportPlace): boolean {
  const type = typeOf(certificate);
  return type !== 'other' && hasKeyPair({ suite, keys }, type, certificate.publicKey.octets);
}

function hasSameNumber(held: Certificate, certificate: Certificate): boolean {
  return isOfSerial(held, certificate) && !equalOctets(held.octets, certificate.octets);
}
