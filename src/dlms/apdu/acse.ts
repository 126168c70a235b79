/** Dotted object identifier, e.g. `2.16.756.5.8.1.1`. */
export type ObjectIdentifier = string;

export const APPLICATION_CONTEXTS = {
  'logical-name-referencing-no-ciphering': '2.16.756.5.8.1.1',
  'short-name-referencing-no-ciphering': '2.16.756.5.8.1.2',
  'logical-name-referencing-with-ciphering': '2.16.756.5.8.1.3',
  'short-name-referencing-with-ciphering': '2.16.756.5.8.1.4',
} as const;
export type ApplicationContext = keyof typeof APPLICATION_CONTEXTS;

export const MECHANISMS = {
  'lowest-level-security': '2.16.756.5.8.2.0',
  'low-level-security': '2.16.756.5.8.2.1',
  'high-level-security': '2.16.756.5.8.2.2',
  'high-level-security-using-md5': '2.16.756.5.8.2.3',
  'high-level-security-using-sha-1': '2.16.756.5.8.2.4',
  'high-level-security-using-gmac': '2.16.756.5.8.2.5',
  'high-level-security-using-sha-256': '2.16.756.5.8.2.6',
  'high-level-security-using-ecdsa': '2.16.756.5.8.2.7',
} as const;
export type Mechanism = keyof typeof MECHANISMS;

export interface BitString {
  readonly bits: number;
  readonly octets: Uint8Array;
}

/** AARQ (60), fields in the order of their tags (GB 9.4.2, acse.md 2). */
export interface Aarq {
  readonly kind: 'AARQ';
  readonly protocolVersion?: BitString;
  readonly applicationContextName: ObjectIdentifier;
  readonly calledApTitle?: Uint8Array;
  readonly calledAeQualifier?: Uint8Array;
  readonly calledApInvocationId?: number;
  readonly calledAeInvocationId?: number;
  /** the client's system title */
  readonly callingApTitle?: Uint8Array;
  /** the client's certificate (mechanism 7) */
  readonly callingAeQualifier?: Uint8Array;
  readonly callingApInvocationId?: number;
  /** the client's user id */
  readonly callingAeInvocationId?: number;
  readonly senderAcseRequirements?: BitString;
  readonly mechanismName?: ObjectIdentifier;
  /** GraphicString form [0]: password or CtoS */
  readonly callingAuthenticationValue?: Uint8Array;
  readonly implementationInformation?: Uint8Array;
  /** octets of an xDLMS APDU, ciphered or not */
  readonly userInformation?: Uint8Array;
}

export type AssociationResult = 'accepted' | 'rejected-permanent' | 'rejected-transient';

/** acse-service-user diagnostics by number. */
export const SERVICE_USER_DIAGNOSTICS = [
  'null',
  'no-reason-given',
  'application-context-name-not-supported',
  'calling-AP-title-not-recognized',
  'calling-AP-invocation-identifier-not-recognized',
  'calling-AE-qualifier-not-recognized',
  'calling-AE-invocation-identifier-not-recognized',
  'called-AP-title-not-recognized',
  'called-AP-invocation-identifier-not-recognized',
  'called-AE-qualifier-not-recognized',
  'called-AE-invocation-identifier-not-recognized',
  'authentication-mechanism-name-not-recognised',
  'authentication-mechanism-name-required',
  'authentication-failure',
  'authentication-required',
] as const;
export type ServiceUserDiagnostic = (typeof SERVICE_USER_DIAGNOSTICS)[number];

export const SERVICE_PROVIDER_DIAGNOSTICS = ['null', 'no-reason-given', 'no-common-acse-version'] as const;
export type ServiceProviderDiagnostic = (typeof SERVICE_PROVIDER_DIAGNOSTICS)[number];

export type Diagnostic =
  | { readonly source: 'acse-service-user'; readonly value: ServiceUserDiagnostic }
  | { readonly source: 'acse-service-provider'; readonly value: ServiceProviderDiagnostic };

/** AARE (61), acse.md 6. */
export interface Aare {
  readonly kind: 'AARE';
  readonly protocolVersion?: BitString;
  readonly applicationContextName: ObjectIdentifier;
  readonly result: AssociationResult;
  readonly diagnostic: Diagnostic;
  /** the server's system title */
  readonly respondingApTitle?: Uint8Array;
  readonly respondingAeQualifier?: Uint8Array;
  readonly respondingApInvocationId?: number;
  readonly respondingAeInvocationId?: number;
  readonly responderAcseRequirements?: BitString;
  readonly mechanismName?: ObjectIdentifier;
  /** StoC */
  readonly respondingAuthenticationValue?: Uint8Array;
  readonly implementationInformation?: Uint8Array;
  readonly userInformation?: Uint8Array;
}

export type ReleaseRequestReason = 'normal' | 'urgent' | 'user-defined';
export type ReleaseResponseReason = 'normal' | 'not-finished' | 'user-defined';

/** RLRQ (62), acse.md 8. */
export interface Rlrq {
  readonly kind: 'RLRQ';
  readonly reason?: ReleaseRequestReason;
  readonly userInformation?: Uint8Array;
}

/** RLRE (63), acse.md 8. */
export interface Rlre {
  readonly kind: 'RLRE';
  readonly reason?: ReleaseResponseReason;
  readonly userInformation?: Uint8Array;
}
