import {
  readInteger,
  readTlv,
  writeBitString,
  writeConstructed,
  writeInteger,
  writeObjectIdentifier,
  writeTlv,
} from '#dlms/codec/ber';
import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import {
  type Aare,
  type AssociationResult,
  type Diagnostic,
  SERVICE_PROVIDER_DIAGNOSTICS,
  SERVICE_USER_DIAGNOSTICS,
} from './acse';
import { type AcseField, AcseFields } from './acse-fields';
import { writeAcse, writeAuthenticationValue, writeIdentifierField, writeOctetStringField } from './acse-writer';
import { present } from './present';
import { AARE_TAG } from './tags';

/** Fields of the AARE in the order of their tags (GB 9.4.2, acse.md 6). */
export const AARE_FIELDS = [
  { name: 'protocol-version', tag: 0x80 },
  { name: 'application-context-name', tag: 0xa1, mandatory: true },
  { name: 'result', tag: 0xa2, mandatory: true },
  { name: 'result-source-diagnostic', tag: 0xa3, mandatory: true },
  { name: 'responding-AP-title', tag: 0xa4 },
  { name: 'responding-AE-qualifier', tag: 0xa5 },
  { name: 'responding-AP-invocation-id', tag: 0xa6 },
  { name: 'responding-AE-invocation-id', tag: 0xa7 },
  { name: 'responder-acse-requirements', tag: 0x88 },
  { name: 'mechanism-name', tag: 0x89 },
  { name: 'responding-authentication-value', tag: 0xaa },
  { name: 'implementation-information', tag: 0x9d, legacyTag: 0xbd },
  { name: 'user-information', tag: 0xbe },
] as const satisfies readonly AcseField[];

const RESULTS: readonly AssociationResult[] = ['accepted', 'rejected-permanent', 'rejected-transient'];
const SERVICE_USER_TAG = 0xa1;
const SERVICE_PROVIDER_TAG = 0xa2;

/** `61 ‖ length ‖ fields`. @throws LocalProtocolError when an object identifier or bit string is none */
export function encodeAare(writer: ByteWriter, aare: Aare): void {
  writeAcse(writer, AARE_TAG, (body) => {
    if (aare.protocolVersion) writeBitString(body, aare.protocolVersion, 0x80);
    writeConstructed(body, 0xa1, (contents) => writeObjectIdentifier(contents, aare.applicationContextName));
    writeConstructed(body, 0xa2, (contents) => writeInteger(contents, RESULTS.indexOf(aare.result)));
    writeConstructed(body, 0xa3, (contents) => writeDiagnostic(contents, aare.diagnostic));
    writeOctetStringField(body, 0xa4, aare.respondingApTitle);
    writeOctetStringField(body, 0xa5, aare.respondingAeQualifier);
    writeIdentifierField(body, 0xa6, aare.respondingApInvocationId);
    writeIdentifierField(body, 0xa7, aare.respondingAeInvocationId);
    if (aare.responderAcseRequirements) writeBitString(body, aare.responderAcseRequirements, 0x88);
    if (aare.mechanismName !== undefined) writeObjectIdentifier(body, aare.mechanismName, 0x89);
    writeAuthenticationValue(body, 0xaa, aare.respondingAuthenticationValue);
    if (aare.implementationInformation) writeTlv(body, 0x9d, aare.implementationInformation);
    writeOctetStringField(body, 0xbe, aare.userInformation);
  });
}

/**
 * The reader stands behind the tag. Octet strings are views on the received octets.
 * @throws PeerProtocolError for a field that is unknown, twice there, out of order, malformed or missing, and for a
 *   result or diagnostic that the standard does not assign
 */
export function decodeAare(reader: ByteReader): Aare {
  const fields = new AcseFields(reader, 'AARE', AARE_FIELDS);
  const context = fields.objectIdentifier('application-context-name');
  return {
    kind: 'AARE',
    applicationContextName: fields.required('application-context-name', context),
    result: fields.required('result', fields.whole('result', readResult)),
    diagnostic: fields.required('result-source-diagnostic', fields.whole('result-source-diagnostic', readDiagnostic)),
    ...present({
      protocolVersion: fields.bitString('protocol-version'),
      respondingApTitle: fields.octetString('responding-AP-title'),
      respondingAeQualifier: fields.octetString('responding-AE-qualifier'),
      respondingApInvocationId: fields.identifier('responding-AP-invocation-id'),
      respondingAeInvocationId: fields.identifier('responding-AE-invocation-id'),
      responderAcseRequirements: fields.bitString('responder-acse-requirements'),
      mechanismName: fields.implicitObjectIdentifier('mechanism-name'),
      respondingAuthenticationValue: fields.authenticationValue('responding-authentication-value'),
      implementationInformation: fields.raw('implementation-information'),
      userInformation: fields.octetString('user-information'),
    }),
  };
}

function readResult(contents: ByteReader, what: string): AssociationResult {
  return readNumbered(contents, RESULTS, what);
}

/** `A1 03 02 01 dd` acse-service-user, `A2 03 02 01 dd` acse-service-provider */
function readDiagnostic(contents: ByteReader, what: string): Diagnostic {
  const { tag, offset, contents: inner } = readTlv(contents, what);
  const diagnostic = readSource(tag, offset, inner);
  inner.expectEnd(what);
  return diagnostic;
}

function readSource(tag: number, offset: number, inner: ByteReader): Diagnostic {
  switch (tag) {
    case SERVICE_USER_TAG:
      return {
        source: 'acse-service-user',
        value: readNumbered(inner, SERVICE_USER_DIAGNOSTICS, 'acse-service-user diagnostic'),
      };
    case SERVICE_PROVIDER_TAG:
      return {
        source: 'acse-service-provider',
        value: readNumbered(inner, SERVICE_PROVIDER_DIAGNOSTICS, 'acse-service-provider diagnostic'),
      };
    default:
      return inner.failAt(offset, `result-source-diagnostic: unknown source, tag ${tag.toString(16).toUpperCase()}`);
  }
}

function writeDiagnostic(contents: ByteWriter, diagnostic: Diagnostic): void {
  if (diagnostic.source === 'acse-service-user') {
    const number = SERVICE_USER_DIAGNOSTICS.indexOf(diagnostic.value);
    writeConstructed(contents, SERVICE_USER_TAG, (inner) => writeInteger(inner, number));
  } else {
    const number = SERVICE_PROVIDER_DIAGNOSTICS.indexOf(diagnostic.value);
    writeConstructed(contents, SERVICE_PROVIDER_TAG, (inner) => writeInteger(inner, number));
  }
}

/** INTEGER that stands for a name; the offset of the error is that of its last octet, the number itself. */
function readNumbered<Name>(contents: ByteReader, names: readonly Name[], what: string): Name {
  const number = readInteger(contents, what);
  return names[number] ?? contents.failAt(contents.offset - 1, `${what}: unknown number ${number}`);
}
