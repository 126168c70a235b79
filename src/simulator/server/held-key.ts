import { type Certificate, readCertificate } from '#certificates/certificate';
import { type CertificatePurpose, fitsPurpose } from '#certificates/key-usage';
import { equalOctets } from '#dlms/codec/hex';

/** Reading a certificate takes longer than an APDU under AES: each is read once. */
const read = new WeakMap<Uint8Array, Certificate>();

/**
 * The public key of a client in the certificates that the meter holds (security.md 14).
 * @param certificates DER
 * @param title of the client
 * @returns x ‖ y; undefined when there is none for this purpose
 */
export function heldKey(
  certificates: readonly Uint8Array[],
  title: Uint8Array,
  purpose: CertificatePurpose,
): Uint8Array | undefined {
  const own = certificates.map(certificateOf).find(({ systemTitle, keyUsage }) => {
    return systemTitle !== undefined && equalOctets(systemTitle, title) && fitsPurpose(keyUsage, purpose);
  });
  return own?.publicKey.octets;
}

function certificateOf(octets: Uint8Array): Certificate {
  const certificate = read.get(octets) ?? readCertificate(octets);
  read.set(octets, certificate);
  return certificate;
}
