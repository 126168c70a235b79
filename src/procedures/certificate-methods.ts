import { CERTIFICATE_TYPES, type CertificateInfo, ENTITIES, entityCode, typeCode } from '#certificates/certificate-id';
import { callMethod, type MethodCall, returnedData } from '#client/acting';
import type { DlmsClient } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import { enumerated, octetString, structure } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { ObjectDeclaration } from '#rig/rig';
import { currentValue } from './protected-services';

const CLASS_ID = 64;
const METHODS = { generateKeyPair: 4, requestCertificate: 5, import: 6, export: 7, remove: 8 } as const;
const CERTIFICATES = 6;
const [BY_ENTITY, BY_SERIAL] = [0, 1];

/** What a key pair of the meter is for. */
export type KeyPairPurpose = NonNullable<ObjectDeclaration['spareKeyPair']>;

/** A certificate as it is named to export_certificate and remove_certificate. */
export type CertificateName =
  | ({ readonly by: 'serial' } & Pick<CertificateInfo, 'serialNumber' | 'issuer'>)
  | ({ readonly by: 'entity'; readonly systemTitle: Uint8Array } & Pick<CertificateInfo, 'entity' | 'type'>);

/** The methods of one Security setup that are about key pairs and certificates (security.md 14), and its list of them. */
export class CertificateMethods {
  constructor(
    private readonly client: DlmsClient,
    private readonly setup: Obis,
  ) {}

  generateKeyPair(purpose: KeyPairPurpose): Promise<MethodCall> {
    return this.call(METHODS.generateKeyPair, enumerated(typeCode(purpose)));
  }

  requestCertificate(purpose: KeyPairPurpose): Promise<MethodCall> {
    return this.call(METHODS.requestCertificate, enumerated(typeCode(purpose)));
  }

  import(certificate: Uint8Array): Promise<MethodCall> {
    return this.call(METHODS.import, octetString(certificate));
  }

  export(name: CertificateName): Promise<MethodCall> {
    return this.call(METHODS.export, nameData(name));
  }

  remove(name: CertificateName): Promise<MethodCall> {
    return this.call(METHODS.remove, nameData(name));
  }

  /** The attribute certificates as it is; undefined when it was not to be had. */
  list(): Promise<Data | undefined> {
    return currentValue(this.client, { classId: CLASS_ID, logicalName: this.setup, attributeId: CERTIFICATES });
  }

  private call(methodId: number, parameters: Data): Promise<MethodCall> {
    return callMethod(this.client, { classId: CLASS_ID, logicalName: this.setup, methodId }, parameters);
  }
}

/** The octets that a method returned; undefined where it returned none. */
export function returnedOctets(call: MethodCall): Uint8Array | undefined {
  const data = returnedData(call);
  return data?.type === 'octet-string' ? data.value : undefined;
}

/** Rows of the attribute certificates; undefined when it is no array of structures of six elements, each of its type. */
export function rowsIn(data: Data | undefined): readonly CertificateInfo[] | undefined {
  const rows = data?.type === 'array' ? data.elements.map(rowIn) : undefined;
  const good = rows?.filter((row) => row !== undefined);
  return good?.length === rows?.length ? good : undefined;
}

function rowIn(data: Data): CertificateInfo | undefined {
  const [entity, type, ...names] = data.type === 'structure' ? data.elements : [];
  const entityName = entity?.type === 'enum' ? ENTITIES[entity.value] : undefined;
  const typeName = type?.type === 'enum' ? CERTIFICATE_TYPES[type.value] : undefined;
  const octets = names.map((name) => (name.type === 'octet-string' ? name.value : undefined));
  const [serialNumber, issuer, subject, subjectAltName] = octets;
  const isWhole = serialNumber && issuer && subject && subjectAltName && octets.length === 4;
  if (!isWhole || entityName === undefined || typeName === undefined) return undefined;
  return { entity: entityName, type: typeName, serialNumber, issuer, subject, subjectAltName };
}

function nameData(name: CertificateName): Data {
  if (name.by === 'serial') {
    return structure(enumerated(BY_SERIAL), structure(octetString(name.serialNumber), octetString(name.issuer)));
  }
  const { entity, type, systemTitle } = name;
  const options = structure(enumerated(entityCode(entity)), enumerated(typeCode(type)), octetString(systemTitle));
  return structure(enumerated(BY_ENTITY), options);
}
