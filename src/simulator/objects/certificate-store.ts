import { type Certificate, readCertificate } from '#certificates/certificate';
import {
  CERTIFICATE_TYPES,
  type CertificateInfo,
  certificateInfo,
  ENTITIES,
  entityCode,
  isOfEntity,
  isOfSerial,
  type KnownTitles,
  typeCode,
  typeOf,
} from '#certificates/certificate-id';
import type { ActionOutcome } from '#dlms/apdu/action';
import type { ActionResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { equalOctets } from '#dlms/codec/hex';
import type { CertificatePolicy, ImportFault } from '../policy/certificate-policy';
import { certificateIn, type ImportPlace, importFaults, isOwn } from './certificate-import';
import { useGeneratedPair } from './key-pairs';

/** What is asked of the certificates of a key set, and by whose policy. */
export interface StoreAccess extends ImportPlace {
  readonly policy: CertificatePolicy;
  /** of the client that this Security setup is for */
  readonly clientTitle: Uint8Array;
}

/** Attribute certificates: a row of six elements for each (BB 4.4.7). */
export function listCertificates({ keys, policy, ownTitle, clientTitle }: StoreAccess): Data {
  const titles = { server: ownTitle, clients: [clientTitle] };
  const rows = keys.certificates.map((octets) => certificateInfo(readCertificate(octets), titles));
  return array(...policy.listedCertificates(rows).map(rowOf));
}

/**
 * import_certificate. One for the meter's own key takes the place of the one before, and the key that was generated for
 * it comes into use; one that is there already changes nothing.
 * @param parameters octet-string, X.509 in DER
 */
export function importCertificate(access: StoreAccess, parameters: Data): ActionResult {
  const { keys, policy } = access;
  const octets = parameters.type === 'octet-string' ? parameters.value : new Uint8Array();
  const certificate = certificateIn(octets);
  const faults: ImportFault[] = certificate === undefined ? ['unreadable'] : importFaults(certificate, access);
  if (!policy.acceptsImport(faults) || certificate === undefined) return policy.resultOfRefusedImport();
  if (keys.certificates.some((held) => equalOctets(held, octets))) return 'success';
  if (isOwn(certificate, access)) replaceOwn(certificate, access);
  const kept = policy.keptCertificate(octets);
  if (kept !== undefined) keys.certificates.push(kept);
  return 'success';
}

/** export_certificate: the certificate in DER. */
export function exportCertificate(access: StoreAccess, parameters: Data): ActionOutcome {
  const { policy } = access;
  const found = namedCertificate(access, parameters);
  if (found === undefined) return { result: policy.resultForUnknownCertificate() };
  const data = octetString(policy.exportedCertificate(found.octets, identificationOf(parameters)));
  return { result: 'success', returnParameters: { data } };
}

/** remove_certificate. */
export function removeCertificate(access: StoreAccess, parameters: Data): ActionResult {
  const { keys, policy } = access;
  const found = namedCertificate(access, parameters);
  if (found === undefined) return policy.resultForUnknownCertificate();
  if (policy.removesCertificate()) drop(keys.certificates, (held) => equalOctets(held, found.octets));
  return 'success';
}

function replaceOwn(certificate: Certificate, access: StoreAccess): void {
  const type = typeOf(certificate);
  drop(access.keys.certificates, (octets) => {
    const held = readCertificate(octets);
    return isOwn(held, access) && typeOf(held) === type;
  });
  useGeneratedPair(access, certificate.publicKey.octets);
}

/** Of several, the one that was imported last. */
function namedCertificate({ keys, ownTitle, clientTitle }: StoreAccess, parameters: Data): Certificate | undefined {
  const titles = { server: ownTitle, clients: [clientTitle] };
  const matches = matcherOf(parameters, titles);
  return keys.certificates.map(readCertificate).reverse().find(matches);
}

type Matcher = (certificate: Certificate) => boolean;

function matcherOf(parameters: Data, titles: KnownTitles): Matcher {
  const [, options] = elementsOf(parameters);
  const [first, second, third] = elementsOf(options);
  if (identificationOf(parameters) === 'serial') return serialMatcher(first, second);
  const entity = first?.type === 'enum' ? ENTITIES[first.value] : undefined;
  const type = second?.type === 'enum' ? CERTIFICATE_TYPES[second.value] : undefined;
  if (entity === undefined || type === undefined || third?.type !== 'octet-string') return () => false;
  const systemTitle = third.value;
  return (certificate) => isOfEntity(certificate, { entity, type, systemTitle }, titles);
}

function serialMatcher(number: Data | undefined, name: Data | undefined): Matcher {
  if (number?.type !== 'octet-string' || name?.type !== 'octet-string') return () => false;
  const id = { serialNumber: number.value, issuer: name.value };
  return (certificate) => isOfSerial(certificate, id);
}

function identificationOf(parameters: Data): 'entity' | 'serial' {
  const [kind] = elementsOf(parameters);
  return kind?.type === 'enum' && kind.value === 1 ? 'serial' : 'entity';
}

function elementsOf(data: Data | undefined): readonly Data[] {
  return data?.type === 'structure' ? data.elements : [];
}

function rowOf({ entity, type, serialNumber, issuer, subject, subjectAltName }: CertificateInfo): Data {
  const names = [serialNumber, issuer, subject, subjectAltName].map((octets) => octetString(octets));
  return structure(enumerated(entityCode(entity)), enumerated(typeCode(type)), ...names);
}

function drop(certificates: Uint8Array[], isMeant: (octets: Uint8Array) => boolean): void {
  const kept = certificates.filter((octets) => !isMeant(octets));
  certificates.splice(0, certificates.length, ...kept);
}
