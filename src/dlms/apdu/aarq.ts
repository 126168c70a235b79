import { writeBitString, writeConstructed, writeObjectIdentifier, writeTlv } from '#dlms/codec/ber';
import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Aarq } from './acse';
import { type AcseField, AcseFields } from './acse-fields';
import { writeAcse, writeAuthenticationValue, writeIdentifierField, writeOctetStringField } from './acse-writer';
import { present } from './present';
import { AARQ_TAG } from './tags';

/** Fields of the AARQ in the order of their tags (GB 9.4.2, acse.md 2). */
export const AARQ_FIELDS = [
  { name: 'protocol-version', tag: 0x80 },
  { name: 'application-context-name', tag: 0xa1, mandatory: true },
  { name: 'called-AP-title', tag: 0xa2 },
  { name: 'called-AE-qualifier', tag: 0xa3 },
  { name: 'called-AP-invocation-id', tag: 0xa4 },
  { name: 'called-AE-invocation-id', tag: 0xa5 },
  { name: 'calling-AP-title', tag: 0xa6 },
  { name: 'calling-AE-qualifier', tag: 0xa7 },
  { name: 'calling-AP-invocation-id', tag: 0xa8 },
  { name: 'calling-AE-invocation-id', tag: 0xa9 },
  { name: 'sender-acse-requirements', tag: 0x8a },
  { name: 'mechanism-name', tag: 0x8b },
  { name: 'calling-authentication-value', tag: 0xac },
  { name: 'implementation-information', tag: 0x9d, legacyTag: 0xbd },
  { name: 'user-information', tag: 0xbe },
] as const satisfies readonly AcseField[];

/** `60 ‖ length ‖ fields`. @throws LocalProtocolError when an object identifier or bit string is none */
export function encodeAarq(writer: ByteWriter, aarq: Aarq): void {
  writeAcse(writer, AARQ_TAG, (body) => {
    if (aarq.protocolVersion) writeBitString(body, aarq.protocolVersion, 0x80);
    writeConstructed(body, 0xa1, (contents) => writeObjectIdentifier(contents, aarq.applicationContextName));
    writeTitles(body, aarq);
    if (aarq.senderAcseRequirements) writeBitString(body, aarq.senderAcseRequirements, 0x8a);
    if (aarq.mechanismName !== undefined) writeObjectIdentifier(body, aarq.mechanismName, 0x8b);
    writeAuthenticationValue(body, 0xac, aarq.callingAuthenticationValue);
    if (aarq.implementationInformation) writeTlv(body, 0x9d, aarq.implementationInformation);
    writeOctetStringField(body, 0xbe, aarq.userInformation);
  });
}

function writeTitles(body: ByteWriter, aarq: Aarq): void {
  writeOctetStringField(body, 0xa2, aarq.calledApTitle);
  writeOctetStringField(body, 0xa3, aarq.calledAeQualifier);
  writeIdentifierField(body, 0xa4, aarq.calledApInvocationId);
  writeIdentifierField(body, 0xa5, aarq.calledAeInvocationId);
  writeOctetStringField(body, 0xa6, aarq.callingApTitle);
  writeOctetStringField(body, 0xa7, aarq.callingAeQualifier);
  writeIdentifierField(body, 0xa8, aarq.callingApInvocationId);
  writeIdentifierField(body, 0xa9, aarq.callingAeInvocationId);
}

/**
 * The reader stands behind the tag. Octet strings are views on the received octets.
 * @throws PeerProtocolError for a field that is unknown, twice there, out of order, malformed or missing
 */
export function decodeAarq(reader: ByteReader): Aarq {
  const fields = new AcseFields(reader, 'AARQ', AARQ_FIELDS);
  const context = fields.objectIdentifier('application-context-name');
  return {
    kind: 'AARQ',
    applicationContextName: fields.required('application-context-name', context),
    ...present({
      protocolVersion: fields.bitString('protocol-version'),
      calledApTitle: fields.octetString('called-AP-title'),
      calledAeQualifier: fields.octetString('called-AE-qualifier'),
      calledApInvocationId: fields.identifier('called-AP-invocation-id'),
      calledAeInvocationId: fields.identifier('called-AE-invocation-id'),
      callingApTitle: fields.octetString('calling-AP-title'),
      callingAeQualifier: fields.octetString('calling-AE-qualifier'),
      callingApInvocationId: fields.identifier('calling-AP-invocation-id'),
      callingAeInvocationId: fields.identifier('calling-AE-invocation-id'),
      senderAcseRequirements: fields.bitString('sender-acse-requirements'),
      mechanismName: fields.implicitObjectIdentifier('mechanism-name'),
      callingAuthenticationValue: fields.authenticationValue('calling-authentication-value'),
      implementationInformation: fields.raw('implementation-information'),
      userInformation: fields.octetString('user-information'),
    }),
  };
}
