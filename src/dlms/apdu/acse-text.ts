import { toSpacedHex } from '#dlms/codec/hex';
import {
  type Aare,
  type Aarq,
  APPLICATION_CONTEXTS,
  type BitString,
  MECHANISMS,
  type ObjectIdentifier,
  type Rlre,
  type Rlrq,
} from './acse';

type Line = readonly [name: string, value: string | number | undefined];

const HIGH_LEVEL: readonly ObjectIdentifier[] = Object.entries(MECHANISMS)
  .filter(([name]) => name.startsWith('high-level-security'))
  .map(([, identifier]) => identifier);

/** The fields of an ACSE APDU but its user-information, by their ASN.1 names, one a line. */
export function acseText(apdu: Aarq | Aare | Rlrq | Rlre): string[] {
  const lines = linesOf(apdu).filter(([, value]) => value !== undefined);
  return [apdu.kind, ...lines.map(([name, value]) => `  ${name}: ${value}`)];
}

function linesOf(apdu: Aarq | Aare | Rlrq | Rlre): readonly Line[] {
  switch (apdu.kind) {
    case 'AARQ':
      return aarqLines(apdu);
    case 'AARE':
      return aareLines(apdu);
    default:
      return [['reason', apdu.reason]];
  }
}

function aarqLines(aarq: Aarq): readonly Line[] {
  return [
    ['protocol-version', bits(aarq.protocolVersion)],
    ['application-context-name', named(aarq.applicationContextName, APPLICATION_CONTEXTS)],
    ['called-AP-title', hex(aarq.calledApTitle)],
    ['called-AE-qualifier', hex(aarq.calledAeQualifier)],
    ['called-AP-invocation-id', aarq.calledApInvocationId],
    ['called-AE-invocation-id', aarq.calledAeInvocationId],
    ['calling-AP-title', hex(aarq.callingApTitle)],
    ['calling-AE-qualifier', hex(aarq.callingAeQualifier)],
    ['calling-AP-invocation-id', aarq.callingApInvocationId],
    ['calling-AE-invocation-id', aarq.callingAeInvocationId],
    ['sender-acse-requirements', bits(aarq.senderAcseRequirements)],
    ['mechanism-name', named(aarq.mechanismName, MECHANISMS)],
    ['calling-authentication-value', callingAuthenticationValue(aarq)],
    ['implementation-information', hex(aarq.implementationInformation)],
  ];
}

function aareLines(aare: Aare): readonly Line[] {
  return [
    ['protocol-version', bits(aare.protocolVersion)],
    ['application-context-name', named(aare.applicationContextName, APPLICATION_CONTEXTS)],
    ['result', aare.result],
    ['result-source-diagnostic', `${aare.diagnostic.source}: ${aare.diagnostic.value}`],
    ['responding-AP-title', hex(aare.respondingApTitle)],
    ['responding-AE-qualifier', hex(aare.respondingAeQualifier)],
    ['responding-AP-invocation-id', aare.respondingApInvocationId],
    ['responding-AE-invocation-id', aare.respondingAeInvocationId],
    ['responder-acse-requirements', bits(aare.responderAcseRequirements)],
    ['mechanism-name', named(aare.mechanismName, MECHANISMS)],
    ['responding-authentication-value', hex(aare.respondingAuthenticationValue)],
    ['implementation-information', hex(aare.implementationInformation)],
  ];
}

/** Only the challenge of a high-level mechanism may be seen: whatever else stands there may be a password. */
function callingAuthenticationValue(aarq: Aarq): string | undefined {
  if (!aarq.callingAuthenticationValue) return undefined;
  const challenge = aarq.mechanismName !== undefined && HIGH_LEVEL.includes(aarq.mechanismName);
  return challenge ? hex(aarq.callingAuthenticationValue) : '‹password›';
}

function named(identifier: ObjectIdentifier | undefined, names: Readonly<Record<string, string>>): string | undefined {
  const name = Object.keys(names).find((candidate) => names[candidate] === identifier);
  return name === undefined ? identifier : `${name} (${identifier})`;
}

function hex(octets: Uint8Array | undefined): string | undefined {
  return octets && toSpacedHex(octets);
}

function bits(value: BitString | undefined): string | undefined {
  if (!value) return undefined;
  const digits = Array.from(value.octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return digits.slice(0, value.bits);
}
