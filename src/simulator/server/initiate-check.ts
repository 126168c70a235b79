import { type Apdu, decodeApdu } from '#dlms/apdu/apdu';
import { type CipheredApdu, decodeCiphered } from '#dlms/apdu/ciphered';
import type { Conformance } from '#dlms/apdu/conformance';
import { INITIATE_REQUEST_TAG, type InitiateRequest } from '#dlms/apdu/initiate';
import { GENERAL_CIPHERING_TAG, isGeneralLayerTag } from '#dlms/apdu/tags';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { PeerProtocolError } from '#dlms/errors';
import type { MeterPolicy } from '../policy';
import type { InitiateFault } from '../policy/initiate-policy';
import { type LayerForm, type ProtectionKind, type RequestProtection, UNPROTECTED } from '../policy/protection-kind';
import { GeneralRequestOpener } from './general-request';
import { fitted, type KeyRing } from './key-ring';
import type { Proposal } from './open-association';
import { type OpenedApdu, RequestOpener } from './request-protection';

/** What an InitiateRequest is held against. */
export interface InitiateTerms {
  readonly cipheredContext: boolean;
  readonly ring: KeyRing | undefined;
  /** what the security policy asks of requests */
  readonly demanded: ProtectionKind;
  readonly offered: Conformance;
}

export type InitiateVerdict =
  | { readonly ok: true; readonly proposal: Proposal }
  | {
      readonly ok: false;
      readonly fault: InitiateFault;
      readonly request?: InitiateRequest;
      readonly protection?: RequestProtection;
    };

interface ReadRequest {
  readonly request: InitiateRequest;
  readonly protection: RequestProtection | undefined;
}

/** For meters that do without one. */
export const NOTHING_PROPOSED: InitiateRequest = {
  kind: 'initiate-request',
  responseAllowed: true,
  proposedDlmsVersionNumber: 6,
  proposedConformance: new Set(),
  clientMaxReceivePduSize: 0,
};

/** Reads and judges the user-information of an AARQ (GB 9.4.6.1). */
export class InitiateCheck {
  private readonly policy: MeterPolicy;
  private readonly terms: InitiateTerms;

  constructor(policy: MeterPolicy, terms: InitiateTerms) {
    this.policy = policy;
    this.terms = terms;
  }

  judge(userInformation: Uint8Array | undefined): InitiateVerdict {
    const read = this.read(userInformation);
    if (typeof read === 'string') return { ok: false, fault: read };
    const fault = this.fault(read);
    const { request, protection } = read;
    if (fault !== undefined) return { ok: false, fault, request, ...(protection && { protection }) };
    return { ok: true, proposal: this.proposal(read) };
  }

  private read(octets: Uint8Array | undefined): ReadRequest | InitiateFault {
    if (octets === undefined) {
      if (!this.policy.opensWithoutInitiateRequest()) return 'missing';
      return { request: { ...NOTHING_PROPOSED, proposedConformance: this.terms.offered }, protection: undefined };
    }
    if (isGeneralLayerTag(octets[0] ?? 0)) return this.readLayered(octets);
    const ciphered = cipheredOrUndefined(octets);
    if (ciphered === 'malformed') return 'malformed';
    if (ciphered !== undefined) return this.readProtected(ciphered);
    const request = initiateRequestOf(octets);
    return request === undefined ? 'malformed' : { request, protection: undefined };
  }

  private readProtected(ciphered: CipheredApdu): ReadRequest | InitiateFault {
    if (!mayHoldInitiateRequest(ciphered)) return 'undecipherable';
    return this.opened(ciphered.form, (ring, demanded) => {
      return new RequestOpener(this.policy, ring, 'initiate').open(ciphered, demanded);
    });
  }

  private readLayered(octets: Uint8Array): ReadRequest | InitiateFault {
    const form = octets[0] === GENERAL_CIPHERING_TAG ? 'general-ciphering' : 'general-signing';
    return this.opened(form, (ring, demanded) => {
      return new GeneralRequestOpener(this.policy, ring, 'initiate').open(octets, demanded);
    });
  }

  private opened(
    form: LayerForm,
    open: (ring: KeyRing, demanded: ProtectionKind) => OpenedApdu,
  ): ReadRequest | InitiateFault {
    const { ring, demanded, cipheredContext, offered } = this.terms;
    const generalProtection = offered.has('general-protection');
    const usable = cipheredContext || this.policy.acceptsCipheredApduInPlainContext(form);
    if (ring === undefined || !usable) return 'undecipherable';
    if (!this.policy.acceptsForm(form, { generalProtection })) return 'undecipherable';
    const opened = open(ring, demanded);
    if (!opened.ok) return opened.fault.kind === 'weak' ? 'unprotected' : 'undecipherable';
    const request = initiateRequestOf(opened.plain);
    return request === undefined ? 'malformed' : { request, protection: opened.protection };
  }

  private fault({ request, protection }: ReadRequest): InitiateFault | undefined {
    return this.protectionFault(request, protection) ?? this.proposalFault(request);
  }

  private protectionFault(
    request: InitiateRequest,
    protection: RequestProtection | undefined,
  ): InitiateFault | undefined {
    const { policy } = this;
    const { cipheredContext, demanded, ring } = this.terms;
    const key = request.dedicatedKey;
    if (protection === undefined && cipheredContext) {
      if (!policy.acceptsPlainInitiateRequest({ demanded, dedicatedKey: key !== undefined })) return 'unprotected';
    }
    if (key === undefined) return undefined;
    const given = protection?.control ?? UNPROTECTED;
    if (!policy.acceptsDedicatedKey({ cipheredContext, protection: given })) return 'dedicated-key';
    const keyLength = ring?.suite.keyLength ?? key.length;
    return policy.acceptsDedicatedKeyLength({ length: key.length, keyLength }) ? undefined : 'dedicated-key';
  }

  private proposalFault(request: InitiateRequest): InitiateFault | undefined {
    const { policy } = this;
    if (!policy.acceptsQualityOfService(request.proposedQualityOfService)) return 'quality-of-service';
    if (!policy.acceptsVersion(request.proposedDlmsVersionNumber)) return 'version';
    const negotiated = policy.negotiatesConformance(request.proposedConformance, this.terms.offered);
    if (!policy.acceptsConformance(negotiated, request.proposedConformance)) return 'conformance';
    return policy.acceptsPduSize(request.clientMaxReceivePduSize) ? undefined : 'pdu-size';
  }

  private proposal({ request, protection }: ReadRequest): Proposal {
    const { policy } = this;
    const { offered, ring } = this.terms;
    const proposed = request.proposedConformance;
    const negotiated = policy.negotiatesConformance(proposed, offered);
    const inClear = protection === undefined || !protection.control.encrypted;
    const used = request.dedicatedKey !== undefined && (!inClear || policy.usesDedicatedKeySentInClear());
    return {
      request,
      protection,
      negotiated,
      conformance: policy.conformanceInForce(negotiated, proposed, offered),
      dedicatedKey:
        used && request.dedicatedKey && ring ? fitted(request.dedicatedKey.slice(), ring.suite.keyLength) : undefined,
    };
  }
}

function cipheredOrUndefined(octets: Uint8Array): CipheredApdu | 'malformed' | undefined {
  try {
    return decodeCiphered(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return 'malformed';
    throw error;
  }
}

/** @returns undefined when the octets are anything else */
export function initiateRequestOf(octets: Uint8Array): InitiateRequest | undefined {
  const apdu = decoded(octets);
  return apdu?.kind === 'initiate-request' ? apdu : undefined;
}

/** The APDU, or undefined when it is malformed. */
export function decoded(octets: Uint8Array, notes: DecodeNote[] = []): Apdu | undefined {
  try {
    return decodeApdu(octets, notes);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}

/** An InitiateRequest travels under the global key alone, as 21 or in general-glo-ciphering (acse.md 7 and 8). */
export function mayHoldInitiateRequest({ form, serviceTag }: CipheredApdu): boolean {
  return form === 'general-glo' || (form === 'glo' && serviceTag === INITIATE_REQUEST_TAG);
}
