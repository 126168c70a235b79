import type { Aare, AssociationResult, BitString, Diagnostic, ObjectIdentifier } from '#dlms/apdu/acse';

/** Why an AARQ is rejected. `initiate` stands for a refused InitiateRequest. */
export type RejectionCause =
  | 'protocol-version'
  | 'client'
  | 'reopening'
  | 'context'
  | 'calling-ap-title'
  | 'unused-field'
  | 'user-id'
  | 'authentication-not-selected'
  | 'mechanism-missing'
  | 'mechanism-unknown'
  | 'mechanism-not-allowed'
  | 'password'
  | 'locked-out'
  | 'challenge'
  | 'certificate'
  | 'second-aarq'
  | 'malformed'
  | 'initiate';

/** Decisions over what an AARE says (GB 9.4.2, acse.md 6). */
export interface AarePolicy {
  /** application-context-name. Right: the one that this association has, which is the proposed one when it was accepted. */
  contextInAare(contexts: {
    readonly proposed: ObjectIdentifier;
    readonly supported: ObjectIdentifier;
    readonly accepted: boolean;
  }): ObjectIdentifier;
  /** Right: absent. */
  protocolVersionInAare(proposed: BitString | undefined): BitString | undefined;
  /** Right: `rejected-permanent`. */
  resultOfRejection(cause: RejectionCause): AssociationResult;
  /** Right: acse-service-provider no-common-acse-version for the protocol version, else the acse-service-user diagnostic of acse.md 6. */
  diagnosticOfRejection(cause: RejectionCause): Diagnostic;
  /** Right: authentication-required (14) with HLS, null (0) else. */
  diagnosticOfAcceptance(opening: { readonly hls: boolean }): Diagnostic;
  /** The server's system title. Right: `own` where the association needs titles, absent elsewhere. */
  respondingApTitle(title: {
    readonly own: Uint8Array;
    readonly needed: boolean;
    readonly serverSap: number;
  }): Uint8Array | undefined;
  /** Right: bit 0 set with HLS, absent else. */
  responderAcseRequirements(opening: { readonly hls: boolean }): BitString | undefined;
  /** Right: the mechanism of the association with HLS, absent else. */
  mechanismInAare(opening: {
    readonly hls: boolean;
    readonly mechanism: ObjectIdentifier;
  }): ObjectIdentifier | undefined;
  /** StoC in the AARE. Right: the challenge itself. */
  challengeInAare(stoc: Uint8Array): Uint8Array | undefined;
  /** The last word over the AARE before it is encoded. Right: unchanged. */
  aare(aare: Aare): Aare;
  /** The last word over the octets of the AARE. Right: unchanged. */
  aareOctets(octets: Uint8Array, aare: Aare): Uint8Array;
}

const AUTHENTICATION: BitString = { bits: 1, octets: Uint8Array.of(0x80) };

const DIAGNOSTICS: Readonly<Record<RejectionCause, Diagnostic>> = {
  'protocol-version': { source: 'acse-service-provider', value: 'no-common-acse-version' },
  client: { source: 'acse-service-user', value: 'no-reason-given' },
  reopening: { source: 'acse-service-user', value: 'no-reason-given' },
  context: { source: 'acse-service-user', value: 'application-context-name-not-supported' },
  'calling-ap-title': { source: 'acse-service-user', value: 'calling-AP-title-not-recognized' },
  'unused-field': { source: 'acse-service-user', value: 'called-AP-title-not-recognized' },
  'user-id': { source: 'acse-service-user', value: 'calling-AE-invocation-identifier-not-recognized' },
  'authentication-not-selected': { source: 'acse-service-user', value: 'authentication-required' },
  'mechanism-missing': { source: 'acse-service-user', value: 'authentication-mechanism-name-required' },
  'mechanism-unknown': { source: 'acse-service-user', value: 'authentication-mechanism-name-not-recognised' },
  'mechanism-not-allowed': { source: 'acse-service-user', value: 'authentication-failure' },
  password: { source: 'acse-service-user', value: 'authentication-failure' },
  'locked-out': { source: 'acse-service-user', value: 'authentication-failure' },
  challenge: { source: 'acse-service-user', value: 'authentication-failure' },
  certificate: { source: 'acse-service-user', value: 'calling-AE-qualifier-not-recognized' },
  'second-aarq': { source: 'acse-service-user', value: 'no-reason-given' },
  malformed: { source: 'acse-service-user', value: 'no-reason-given' },
  initiate: { source: 'acse-service-user', value: 'no-reason-given' },
};

export const conformingAare: AarePolicy = {
  contextInAare: ({ supported }) => supported,
  protocolVersionInAare: () => undefined,
  resultOfRejection: () => 'rejected-permanent',
  diagnosticOfRejection: (cause) => DIAGNOSTICS[cause],
  diagnosticOfAcceptance: ({ hls }) => ({
    source: 'acse-service-user',
    value: hls ? 'authentication-required' : 'null',
  }),
  respondingApTitle: ({ own, needed }) => (needed ? own : undefined),
  responderAcseRequirements: ({ hls }) => (hls ? AUTHENTICATION : undefined),
  mechanismInAare: ({ hls, mechanism }) => (hls ? mechanism : undefined),
  challengeInAare: (stoc) => stoc,
  aare: (aare) => aare,
  aareOctets: (octets) => octets,
};
