import type { Conformance } from '#dlms/apdu/conformance';
import type { InitiateRequest, InitiateResponse } from '#dlms/apdu/initiate';
import { DLMS_VERSION, LOGICAL_NAME_VAA, negotiateConformance, SHORTEST_PDU_SIZE } from '#dlms/association/negotiation';
import type { ProtectionKind } from './protection-kind';

/** Why an InitiateRequest is refused. */
export type InitiateFault =
  | 'missing'
  | 'malformed'
  | 'undecipherable'
  | 'unprotected'
  | 'dedicated-key'
  | 'version'
  | 'quality-of-service'
  | 'conformance'
  | 'pdu-size';

export interface InitiateServiceError {
  readonly errorClass: number;
  readonly value: number;
}

/** Decisions over the xDLMS InitiateRequest and its answer (GB 9.4.6.1, acse.md 4 to 7). */
export interface InitiatePolicy {
  /** Right: no; an AARQ without user-information proposes nothing. */
  opensWithoutInitiateRequest(): boolean;
  /** May the InitiateRequest come in clear in a ciphered context? `demanded` is what the security policy asks of requests. Right: when it asks nothing. */
  acceptsPlainInitiateRequest(request: { readonly demanded: ProtectionKind; readonly dedicatedKey: boolean }): boolean;
  /** May a dedicated key travel so? Right: only in a ciphered context, authenticated and encrypted (GB 9.4.6.1). */
  acceptsDedicatedKey(key: { readonly cipheredContext: boolean; readonly protection: ProtectionKind }): boolean;
  /** Is a key that travelled in clear put into force? Asked only when it was accepted. Right: no. */
  usesDedicatedKeySentInClear(): boolean;
  /** Right: exactly the key length of the suite, in octets. */
  acceptsDedicatedKeyLength(key: { readonly length: number; readonly keyLength: number }): boolean;
  /** proposed-quality-of-service. Right: anything, it is of no use. */
  acceptsQualityOfService(proposed: number | undefined): boolean;
  /** Right: 6 and above. */
  acceptsVersion(proposed: number): boolean;
  /** Right: 6, whatever was proposed. */
  negotiatesVersion(proposed: number): number;
  /** Right: the bits that are both proposed and offered. */
  negotiatesConformance(proposed: Conformance, offered: Conformance): Conformance;
  /** The services served after that. Right: exactly the negotiated block. */
  conformanceInForce(negotiated: Conformance, proposed: Conformance, offered: Conformance): Conformance;
  /** Right: any block with at least one bit. */
  acceptsConformance(negotiated: Conformance, proposed: Conformance): boolean;
  /** client-max-receive-pdu-size. Right: 0 for no limit, or at least 12. */
  acceptsPduSize(proposed: number): boolean;
  /** server-max-receive-pdu-size of the answer. Right: the configured one. */
  serverPduSize(configured: number): number;
  /** Right: 0007, logical-name referencing. */
  vaaName(): number;
  /** Right: absent. */
  negotiatesQualityOfService(proposed: number | undefined): number | undefined;
  /** The last word over the InitiateResponse. Right: unchanged. */
  initiateResponse(response: InitiateResponse, request: InitiateRequest): InitiateResponse;
  /** The last word over its octets, before they are protected. Right: unchanged. */
  initiateResponseOctets(octets: Uint8Array): Uint8Array;
  /** How the InitiateResponse is protected. Right: as its request was. */
  initiateResponseProtection(request: ProtectionKind): ProtectionKind;
  /** Is an answer sent to an InitiateRequest with response-allowed FALSE? Right: no (GB 9.3.2). */
  answersUnconfirmedOpening(): boolean;
  /** ServiceError of the refusal: class and value. Right: class 6 (initiate) with 1, 2 or 3 where the standard has one, deciphering-error 0/6, refused-by-the-VDE-handler 6/4 for what protection forbids, 6/0 else. */
  initiateServiceError(fault: InitiateFault): InitiateServiceError;
  /** Does the rejecting AARE carry the ConfirmedServiceError? Right: always (our ruling). */
  includesServiceErrorInAare(fault: InitiateFault): boolean;
  /** The last word over the octets of that ConfirmedServiceError. Right: unchanged. */
  serviceErrorOctets(octets: Uint8Array, fault: InitiateFault): Uint8Array;
}

const INITIATE = 6;
const APPLICATION_REFERENCE = 0;
const OTHER = 0;
const REFUSED_BY_VDE_HANDLER = 4;
const DECIPHERING_ERROR = 6;

const SERVICE_ERRORS: Readonly<Record<InitiateFault, InitiateServiceError>> = {
  missing: { errorClass: INITIATE, value: OTHER },
  malformed: { errorClass: INITIATE, value: OTHER },
  undecipherable: { errorClass: APPLICATION_REFERENCE, value: DECIPHERING_ERROR },
  unprotected: { errorClass: INITIATE, value: REFUSED_BY_VDE_HANDLER },
  'dedicated-key': { errorClass: INITIATE, value: REFUSED_BY_VDE_HANDLER },
  'quality-of-service': { errorClass: INITIATE, value: OTHER },
  version: { errorClass: INITIATE, value: 1 },
  conformance: { errorClass: INITIATE, value: 2 },
  'pdu-size': { errorClass: INITIATE, value: 3 },
};

export const conformingInitiate: InitiatePolicy = {
  opensWithoutInitiateRequest: () => false,
  acceptsPlainInitiateRequest: ({ demanded }) => !demanded.authenticated && !demanded.encrypted,
  acceptsDedicatedKey: ({ cipheredContext, protection }) =>
    cipheredContext && protection.authenticated && protection.encrypted,
  usesDedicatedKeySentInClear: () => false,
  acceptsDedicatedKeyLength: ({ length, keyLength }) => length === keyLength,
  acceptsQualityOfService: () => true,
  acceptsVersion: (proposed) => proposed >= DLMS_VERSION,
  negotiatesVersion: () => DLMS_VERSION,
  negotiatesConformance: negotiateConformance,
  conformanceInForce: (negotiated) => negotiated,
  acceptsConformance: (negotiated) => negotiated.size > 0,
  acceptsPduSize: (proposed) => proposed === 0 || proposed >= SHORTEST_PDU_SIZE,
  serverPduSize: (configured) => configured,
  vaaName: () => LOGICAL_NAME_VAA,
  negotiatesQualityOfService: () => undefined,
  initiateResponse: (response) => response,
  initiateResponseOctets: (octets) => octets,
  initiateResponseProtection: (request) => request,
  answersUnconfirmedOpening: () => false,
  initiateServiceError: (fault) => SERVICE_ERRORS[fault],
  includesServiceErrorInAare: () => true,
  serviceErrorOctets: (octets) => octets,
};
