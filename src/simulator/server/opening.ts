import { type Aare, type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { encodeApdu } from '#dlms/apdu/apdu';
import { MECHANISM_TRAITS } from '#dlms/apdu/authentication';
import type { InitiateResponse } from '#dlms/apdu/initiate';
import type { Instant } from '#time/clock';
import type { AssociationDefinition, LogicalDevice, SecurityMaterial } from '../model';
import type { RejectionCause } from '../policy/aare-policy';
import type { InitiateFault } from '../policy/initiate-policy';
import type { OpeningDemands } from '../policy/opening-policy';
import { type KeyState, UNPROTECTED } from '../policy/protection-kind';
import { AcseCheck, demandsOf } from './acse-check';
import { clientSigningKey } from './client-certificate';
import { InitiateCheck, type InitiateVerdict, NOTHING_PROPOSED } from './initiate-check';
import { type KeyRing, keyRing, securityMaterial } from './key-ring';
import type { MeterMemory } from './meter-memory';
import type { Challenges, OpenAssociation, Proposal } from './open-association';
import { ReplySealer } from './reply-protection';

export interface Opened {
  readonly reply: Uint8Array | undefined;
  /** undefined: rejected */
  readonly association: OpenAssociation | undefined;
}

type Circumstances = Pick<
  OpenAssociation,
  'cipheredContext' | 'clientTitle' | 'clientSigningKey' | 'challenges' | 'openedAt' | 'userId'
>;

const INITIATE_ERROR = 1;
/** attribute of class 64 */
const CLIENT_SYSTEM_TITLE = 4;
const CIPHERED_CONTEXTS: readonly string[] = [
  APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'],
  APPLICATION_CONTEXTS['short-name-referencing-with-ciphering'],
];

/** Judges AARQs of one client to one logical device and answers them with AAREs (GB 9.4.2, acse.md 6). */
export class Opening {
  readonly demands: OpeningDemands;
  private readonly meter: MeterMemory;
  private readonly device: LogicalDevice;
  private readonly definition: AssociationDefinition | undefined;
  private readonly material: SecurityMaterial | undefined;

  constructor(
    meter: MeterMemory,
    device: LogicalDevice,
    definition: AssociationDefinition | undefined,
    saps: { readonly clientSap: number; readonly serverSap: number },
  ) {
    this.meter = meter;
    this.device = device;
    this.definition = definition;
    this.demands = demandsOf(definition, saps);
    this.material = securityMaterial(device, definition?.securitySetup);
  }

  judge(aarq: Aarq, now: Instant): Opened {
    const { policy } = this.meter.parts;
    const signingKey = this.clientSigningKey(aarq, now);
    const cause = new AcseCheck(this.meter, this.demands, this.definition).cause(aarq, now, signingKey);
    if (cause !== undefined && !policy.opensInSpiteOfRejection(this.demands)) return this.rejected(cause, aarq);
    const cipheredContext = CIPHERED_CONTEXTS.includes(aarq.applicationContextName);
    const clientTitle = policy.clientTitle(aarq.callingApTitle, this.knownTitle(now));
    const ring = this.ring(clientTitle, signingKey);
    const verdict = this.judgeInitiate(aarq, ring, cipheredContext);
    if (!verdict.ok) return this.refused(verdict, aarq);
    const association = this.agreed(verdict.proposal, {
      cipheredContext,
      clientTitle: clientTitle?.slice(),
      clientSigningKey: signingKey?.slice(),
      challenges: this.challenges(aarq),
      openedAt: now,
      userId: aarq.callingAeInvocationId,
    });
    const reply =
      cause === undefined ? this.accepted(aarq, verdict.proposal, association, ring) : this.rejection(cause, aarq);
    return { reply, association };
  }

  /** An AARE that rejects for this cause, which has nothing to do with an InitiateRequest. */
  rejection(cause: RejectionCause, aarq: Aarq | undefined, userInformation?: Uint8Array): Uint8Array {
    const { policy } = this.meter.parts;
    const supported = APPLICATION_CONTEXTS[this.demands.context];
    const proposed = aarq?.applicationContextName ?? supported;
    return this.encoded({
      kind: 'AARE',
      applicationContextName: policy.contextInAare({ proposed, supported, accepted: false }),
      result: policy.resultOfRejection(cause),
      diagnostic: policy.diagnosticOfRejection(cause),
      ...(userInformation && { userInformation }),
    });
  }

  private rejected(cause: RejectionCause, aarq: Aarq): Opened {
    return { reply: this.rejection(cause, aarq), association: undefined };
  }

  private refused(verdict: Extract<InitiateVerdict, { ok: false }>, aarq: Aarq): Opened {
    const { policy } = this.meter.parts;
    if (verdict.request?.responseAllowed === false && !policy.answersUnconfirmedOpening()) {
      return { reply: undefined, association: undefined };
    }
    const userInformation = policy.includesServiceErrorInAare(verdict.fault)
      ? this.serviceError(verdict.fault)
      : undefined;
    return { reply: this.rejection('initiate', aarq, userInformation), association: undefined };
  }

  private serviceError(fault: InitiateFault): Uint8Array {
    const { policy } = this.meter.parts;
    const error = policy.initiateServiceError(fault);
    const octets = encodeApdu({ kind: 'confirmed-service-error', service: INITIATE_ERROR, ...error });
    return policy.serviceErrorOctets(octets, fault);
  }

  /** An association that nobody has asked for, with everything that is offered. */
  unasked(openedAt: Instant): OpenAssociation {
    const offered = this.definition?.conformance ?? new Set();
    const request = { ...NOTHING_PROPOSED, proposedConformance: offered };
    return this.agreed(
      { request, protection: undefined, negotiated: offered, conformance: offered, dedicatedKey: undefined },
      {
        ...{ cipheredContext: false, clientTitle: undefined, clientSigningKey: undefined },
        ...{ challenges: undefined, openedAt, userId: undefined },
      },
    );
  }

  /** The client's title as the Security setup shows it. */
  private knownTitle(now: Instant): Uint8Array | undefined {
    const { device: logicalDevice, definition: association } = this;
    const { clientSap, serverSap } = this.demands;
    if (association?.securitySetup === undefined) return undefined;
    const context = { now, logicalDevice, association, clientSap, serverSap, associationStatus: 0 };
    const shown = logicalDevice.objects.get(association.securitySetup)?.read(CLIENT_SYSTEM_TITLE, context);
    return shown && 'data' in shown && shown.data.type === 'octet-string' ? shown.data.value : undefined;
  }

  /** Mechanism 7 only. */
  private clientSigningKey(aarq: Aarq, now: Instant): Uint8Array | undefined {
    if (this.demands.mechanism !== 'high-level-security-using-ecdsa') return undefined;
    const { policy, model } = this.meter.parts;
    return clientSigningKey(policy, {
      received: aarq.callingAeQualifier,
      clientTitle: aarq.callingApTitle,
      keys: this.material?.keys,
      at: model.utcAt(now),
    });
  }

  private ring(client: Uint8Array | undefined, clientSigningKey: Uint8Array | undefined): KeyRing | undefined {
    const parties = { own: this.meter.parts.model.systemTitle, client, clientSigningKey };
    return this.material && keyRing(this.material.keys, parties, undefined, this.meter.generalMeans);
  }

  private judgeInitiate(aarq: Aarq, ring: KeyRing | undefined, cipheredContext: boolean): InitiateVerdict {
    const { policy } = this.meter.parts;
    const secured = cipheredContext ? this.material : undefined;
    const demanded = secured ? policy.policyDemand(secured.policy) : UNPROTECTED;
    const offered = this.definition?.conformance ?? new Set();
    return new InitiateCheck(policy, { cipheredContext, ring, demanded, offered }).judge(aarq.userInformation);
  }

  private agreed(proposal: Proposal, circumstances: Circumstances): OpenAssociation {
    const { request } = proposal;
    return {
      ...circumstances,
      negotiated: this.initiateResponse(proposal),
      conformance: proposal.conformance,
      clientMaxReceivePduSize: request.clientMaxReceivePduSize,
      dedicated: proposal.dedicatedKey && this.dedicated(proposal.dedicatedKey),
      openedProtected: proposal.protection !== undefined,
      unconfirmed: !request.responseAllowed,
    };
  }

  private dedicated(key: Uint8Array): KeyState {
    const start = this.meter.parts.policy.dedicatedCounterStart();
    return { key, counters: { lowest: start, next: start } };
  }

  private initiateResponse({ request, negotiated }: Proposal): InitiateResponse {
    const { policy, model } = this.meter.parts;
    const quality = policy.negotiatesQualityOfService(request.proposedQualityOfService);
    const response: InitiateResponse = {
      kind: 'initiate-response',
      ...(quality !== undefined && { negotiatedQualityOfService: quality }),
      negotiatedDlmsVersionNumber: policy.negotiatesVersion(request.proposedDlmsVersionNumber),
      negotiatedConformance: negotiated,
      serverMaxReceivePduSize: policy.serverPduSize(model.maxPduSize),
      vaaName: policy.vaaName(),
    };
    return policy.initiateResponse(response, request);
  }

  private challenges({ callingAuthenticationValue: ctos }: Aarq): Challenges | undefined {
    if (!this.usesHls || ctos === undefined) return undefined;
    const { policy, random } = this.meter.parts;
    const previous = this.meter.lastChallenge;
    const shortest = MECHANISM_TRAITS[this.demands.mechanism].shortestChallenge;
    const stoc = policy.challenge({ random, ctos, previous, shortest });
    this.meter.lastChallenge = stoc;
    return { ctos: ctos.slice(), stoc, previous };
  }

  private accepted(
    aarq: Aarq,
    proposal: Proposal,
    association: OpenAssociation,
    ring: KeyRing | undefined,
  ): Uint8Array | undefined {
    if (association.unconfirmed && !this.meter.parts.policy.answersUnconfirmedOpening()) return undefined;
    const userInformation = this.sealedResponse(proposal, association, ring);
    return userInformation && this.encoded(this.acceptance(aarq, association.challenges?.stoc, userInformation));
  }

  private sealedResponse(
    proposal: Proposal,
    association: OpenAssociation,
    ring: KeyRing | undefined,
  ): Uint8Array | undefined {
    const { policy } = this.meter.parts;
    const generalProtection = proposal.conformance.has('general-protection');
    const sealer = new ReplySealer(policy, ring, { request: proposal.protection, generalProtection });
    const octets = policy.initiateResponseOctets(encodeApdu(association.negotiated));
    const kind = policy.initiateResponseProtection(proposal.protection?.control ?? UNPROTECTED);
    return sealer.sealAs(octets, kind, 'initiate-response');
  }

  private acceptance(aarq: Aarq, stoc: Uint8Array | undefined, userInformation: Uint8Array): Aare {
    const { policy, model } = this.meter.parts;
    const { mechanism, titleNeeded: needed, serverSap } = this.demands;
    const hls = stoc !== undefined;
    const supported = APPLICATION_CONTEXTS[this.demands.context];
    const optional = {
      protocolVersion: policy.protocolVersionInAare(aarq.protocolVersion),
      respondingApTitle: policy.respondingApTitle({ own: model.systemTitle, needed, serverSap }),
      responderAcseRequirements: policy.responderAcseRequirements({ hls }),
      mechanismName: policy.mechanismInAare({ hls, mechanism: MECHANISMS[mechanism] }),
      respondingAuthenticationValue: stoc && policy.challengeInAare(stoc),
    };
    return {
      kind: 'AARE',
      applicationContextName: policy.contextInAare({
        proposed: aarq.applicationContextName,
        supported,
        accepted: true,
      }),
      result: 'accepted',
      diagnostic: policy.diagnosticOfAcceptance({ hls }),
      ...given(optional),
      userInformation,
    };
  }

  private get usesHls(): boolean {
    return MECHANISM_TRAITS[this.demands.mechanism].isHls;
  }

  private encoded(aare: Aare): Uint8Array {
    const { policy } = this.meter.parts;
    const last = policy.aare(aare);
    return policy.aareOctets(encodeApdu(last), last);
  }
}

/** Only the fields that have a value. */
function given<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
