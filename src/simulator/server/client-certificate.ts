import { type Certificate, readCertificate } from '#certificates/certificate';
import { certificateFaults } from '#certificates/certificate-check';
import { fitsPurpose } from '#certificates/key-usage';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { equalOctets } from '#dlms/codec/hex';
import { isCurveSuite } from '#dlms/security/elliptic-curve';
import type { KeySet } from '../model';
import type { MeterPolicy } from '../policy';

/** Whose signing key is looked for, and when. */
export interface CertificateSituation {
  /** calling-AE-qualifier, where one came */
  readonly received: Uint8Array | undefined;
  readonly clientTitle: Uint8Array | undefined;
  readonly keys: KeySet | undefined;
  /** what the meter's clock shows, ms since 1970-01-01 UTC */
  readonly at: number;
}

/**
 * The client's public signing key for mechanism 7: of the certificate that came with the AARQ, else of one that the
 * meter holds for this client (GB 9.2.6).
 * @returns x ‖ y; undefined when there is none that may be used
 */
export function clientSigningKey(policy: MeterPolicy, situation: CertificateSituation): Uint8Array | undefined {
  const { received, clientTitle, keys } = situation;
  if (keys === undefined || clientTitle === undefined) return undefined;
  if (received === undefined) return heldCertificate(keys, clientTitle)?.publicKey.octets;
  const certificate = certificateOrUndefined(received);
  if (certificate === undefined) return undefined;
  const faults = faultsOf(certificate, situation, keys, clientTitle);
  return policy.acceptsClientCertificate({ faults }) ? certificate.publicKey.octets : undefined;
}

function faultsOf(
  certificate: Certificate,
  { at }: CertificateSituation,
  { suite, certificates }: KeySet,
  clientTitle: Uint8Array,
): readonly string[] {
  if (!isCurveSuite(suite)) return ['curve'];
  const anchors = certificates.map(readCertificate).filter(({ isCa }) => isCa);
  return certificateFaults(certificate, { suite, purpose: 'digital-signature', anchors, at, titles: [clientTitle] });
}

/** The public keys (x ‖ y) of a client in certificates that the meter holds, whatever they are meant for. */
export function heldKeys(keys: KeySet, title: Uint8Array): Uint8Array[] {
  return certificatesOf(keys, title).map(({ publicKey }) => publicKey.octets);
}

function heldCertificate(keys: KeySet, title: Uint8Array): Certificate | undefined {
  return certificatesOf(keys, title).find(({ keyUsage }) => fitsPurpose(keyUsage, 'digital-signature'));
}

function certificatesOf({ certificates }: KeySet, title: Uint8Array): Certificate[] {
  const all = certificates.map(readCertificate);
  return all.filter(({ systemTitle }) => systemTitle !== undefined && equalOctets(systemTitle, title));
}

function certificateOrUndefined(octets: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(octets);
  } catch (error) {
    if (error instanceof MalformedCertificate) return undefined;
    throw error;
  }
}
