import { equalOctets } from '#dlms/codec/hex';
import type { Certificate } from './certificate';
import { fitsPurpose } from './key-usage';

/** Whose certificate it is, in the order of certificate_entity (class 64, methods 7 and 8, attribute 6). */
export const ENTITIES = ['server', 'client', 'certification-authority', 'other'] as const;
/** What for, in the order of certificate_type. */
export const CERTIFICATE_TYPES = ['digital-signature', 'key-agreement', 'tls', 'other'] as const;

export type CertificateEntity = (typeof ENTITIES)[number];
export type CertificateType = (typeof CERTIFICATE_TYPES)[number];

/** Value of the enum certificate_entity: 0..3. */
export function entityCode(entity: CertificateEntity): number {
  return ENTITIES.indexOf(entity);
}

/** Value of the enum certificate_type: 0..3. */
export function typeCode(type: CertificateType): number {
  return CERTIFICATE_TYPES.indexOf(type);
}

/** The system titles by which the owner of a security setup tells certificates apart. */
export interface KnownTitles {
  readonly server: Uint8Array;
  readonly clients: readonly Uint8Array[];
}

/** One row of the attribute certificates: names in DER, subjectAltName empty where the certificate has none. */
export interface CertificateInfo {
  readonly entity: CertificateEntity;
  readonly type: CertificateType;
  readonly serialNumber: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly subjectAltName: Uint8Array;
}

export function certificateInfo(certificate: Certificate, titles: KnownTitles): CertificateInfo {
  const { serialNumber, issuer, subject, subjectAltName = new Uint8Array() } = certificate;
  const entity = entityOf(certificate, titles);
  return { entity, type: typeOf(certificate), serialNumber, issuer, subject, subjectAltName };
}

/** An authority by its BasicConstraints; anybody else by his system title. */
export function entityOf({ isCa, systemTitle }: Certificate, { server, clients }: KnownTitles): CertificateEntity {
  if (isCa) return 'certification-authority';
  if (systemTitle === undefined) return 'other';
  if (equalOctets(systemTitle, server)) return 'server';
  return clients.some((title) => equalOctets(title, systemTitle)) ? 'client' : 'other';
}

/** By KeyUsage; `other` for an authority, and for usages that are none of one purpose. */
export function typeOf({ isCa, keyUsage }: Certificate): CertificateType {
  const types = isCa ? [] : (['digital-signature', 'key-agreement', 'tls'] as const);
  return types.find((type) => fitsPurpose(keyUsage, type)) ?? 'other';
}

/** Which certificate is meant, by entity: an authority has no system title, so that its title is not compared. */
export interface EntityIdentification {
  readonly entity: CertificateEntity;
  readonly type: CertificateType;
  readonly systemTitle: Uint8Array;
}

export function isOfEntity(certificate: Certificate, id: EntityIdentification, titles: KnownTitles): boolean {
  if (entityOf(certificate, titles) !== id.entity || typeOf(certificate) !== id.type) return false;
  const { systemTitle, isCa } = certificate;
  return isCa || (systemTitle !== undefined && equalOctets(systemTitle, id.systemTitle));
}

/** Which certificate is meant, by serial number: zeros in front of it do not count, as the number has no sign. */
export interface SerialIdentification {
  readonly serialNumber: Uint8Array;
  /** distinguished name in DER */
  readonly issuer: Uint8Array;
}

export function isOfSerial(certificate: Certificate, { serialNumber, issuer }: SerialIdentification): boolean {
  const isSameNumber = equalOctets(withoutZeros(certificate.serialNumber), withoutZeros(serialNumber));
  return isSameNumber && equalOctets(certificate.issuer, issuer);
}

function withoutZeros(number: Uint8Array): Uint8Array {
  const first = number.findIndex((octet) => octet !== 0);
  return first < 0 ? new Uint8Array() : number.subarray(first);
}
