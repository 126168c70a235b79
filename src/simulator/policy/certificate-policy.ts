import type { CertificateFault } from '#certificates/certificate-check';
import type { CertificateInfo } from '#certificates/certificate-id';
import type { ActionResult } from '#dlms/apdu/results';
import type { AgreedKeyName } from '#dlms/security/key-agreement';
import type { DerivedKeyUse, OidCoding } from '#dlms/security/key-derivation';

/** What there is to say of an ephemeral key that a client sent. */
export interface EphemeralKeyCheck {
  readonly keyName: AgreedKeyName;
  /** its signature is that of the client over key_id and key */
  readonly isSigned: boolean;
  readonly isOnCurve: boolean;
}

/** What goes into an agreed key beside the shared secret (security.md 12). */
export interface Derivation {
  readonly use: DerivedKeyUse;
  readonly oidCoding: OidCoding;
  readonly titleU: Uint8Array;
  readonly titleV: Uint8Array;
}

/**
 * What can be wrong with a certificate that is imported, beside what is wrong with it by itself: `unreadable`;
 * `own-key`: in the meter's own name for a key that it does not have; `serial`: another one of this issuer has the number.
 */
export type ImportFault = CertificateFault | 'unreadable' | 'own-key' | 'serial';

/** Decisions over key agreement, key pairs and certificates of a Security setup (class 64 version 1, security.md 12 and 14). */
export interface CertificatePolicy {
  /** Is the client's ephemeral key taken? Right: when it is signed with its key_id and a point on the curve. */
  acceptsAgreement(key: EphemeralKeyCheck): boolean;
  /** The key_id that the meter's own signature covers. Right: that of the agreed key; undefined: none. */
  signedKeyId(keyId: number): number | undefined;
  /** Qe and signature as the meter answers them. Right: unchanged. */
  ephemeralKeyData(data: Uint8Array): Uint8Array;
  /** Right: `right`: AES-WRAP for the KEK and AES-GCM for the others, the object identifier with 05, U the client, V the meter. */
  agreedKeyDerivation(right: Derivation, keyName: AgreedKeyName): Derivation;
  /** Are keys that were agreed put in the place of the old ones? Right: yes. */
  installsAgreedKeys(): boolean;
  /** Result of a refused agreement. Right: an error. */
  resultOfRefusedAgreement(): ActionResult;
  /** The private key that generate_key_pair leaves behind; `before` is the one so far. Right: `fresh`. */
  generatedKey(keys: { readonly fresh: Uint8Array; readonly before: Uint8Array | undefined }): Uint8Array;
  /** The key pair of a certificate request: of those of this purpose. Right: the generated one, else the one in use. */
  requestedKey(keys: {
    readonly generated: Uint8Array | undefined;
    readonly used: Uint8Array | undefined;
  }): Uint8Array | undefined;
  /** The title in the subject of a certificate request. Right: the meter's own. */
  requestedTitle(own: Uint8Array): Uint8Array;
  /** The last word over a certificate request. Right: unchanged. */
  requestOctets(request: Uint8Array): Uint8Array;
  /** Is a certificate imported? Right: when it has no fault. */
  acceptsImport(faults: readonly ImportFault[]): boolean;
  /** What is kept of an imported certificate. Right: all of it, octet for octet; undefined: nothing. */
  keptCertificate(certificate: Uint8Array): Uint8Array | undefined;
  /** Result of an import that is refused. Right: an error. */
  resultOfRefusedImport(): ActionResult;
  /** Rows of the attribute certificates. Right: all, one for each certificate. */
  listedCertificates(rows: readonly CertificateInfo[]): readonly CertificateInfo[];
  /** What an export gives. Right: the certificate, octet for octet. */
  exportedCertificate(certificate: Uint8Array, by: 'entity' | 'serial'): Uint8Array;
  /** Is a certificate that was named gone after remove_certificate? Right: yes. */
  removesCertificate(): boolean;
  /** Result where no certificate is the one that was named. Right: an error. */
  resultForUnknownCertificate(): ActionResult;
}

export const conformingCertificates: CertificatePolicy = {
  acceptsAgreement: ({ isSigned, isOnCurve }) => isSigned && isOnCurve,
  signedKeyId: (keyId) => keyId,
  ephemeralKeyData: (data) => data,
  agreedKeyDerivation: (right) => right,
  installsAgreedKeys: () => true,
  resultOfRefusedAgreement: () => 'other-reason',
  generatedKey: ({ fresh }) => fresh,
  requestedKey: ({ generated, used }) => generated ?? used,
  requestedTitle: (own) => own,
  requestOctets: (request) => request,
  acceptsImport: (faults) => faults.length === 0,
  keptCertificate: (certificate) => certificate,
  resultOfRefusedImport: () => 'other-reason',
  listedCertificates: (rows) => rows,
  exportedCertificate: (certificate) => certificate,
  removesCertificate: () => true,
  resultForUnknownCertificate: () => 'other-reason',
};
