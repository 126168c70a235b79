import type { ActionOutcome, ActionRequest } from '#dlms/apdu/action';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { ConformanceBit } from '#dlms/apdu/conformance';
import type { GetRequest } from '#dlms/apdu/get';
import type { SetRequest } from '#dlms/apdu/set';
import type { Instant } from '#time/clock';
import type { AccessContext, AssociationDefinition, AssociationUser } from '../model';
import type { MeterPolicy } from '../policy';
import type { Refusal } from '../policy/aftermath';
import { kindOfRequest } from '../policy/protection-kind';
import { ActionService } from './action-service';
import { AnswerPasses } from './answer-passes';
import { GetService } from './get-service';
import { GmacPasses } from './gmac-passes';
import type { HlsPasses } from './hls-passes';
import { decoded } from './initiate-check';
import { ObjectAccess } from './object-access';
import type { OpenAssociation } from './open-association';
import { answer, type Reaction, refuse } from './refusals';
import { ReplySealer } from './reply-protection';
import type { PlainRequest } from './request-handler';
import type { ServerAssociation } from './server-association';
import { isErrorResponse, type ServiceContext, type ServiceReply } from './service-request';
import { SetService } from './set-service';
import { Transfers } from './transfers';

type ServiceRequest = GetRequest | SetRequest | ActionRequest;

const SERVICES = { 'get-request': 'get', 'set-request': 'set', 'action-request': 'action' } as const;
/** What the length field of the wrapper can say; the limit of those who set none. */
const LONGEST_REPLY = 0xffff;

/** Serves GET, SET and ACTION, and nothing but pass 3 while HLS is pending. */
export class ServiceHandler {
  private readonly owner: ServerAssociation;
  private readonly association: OpenAssociation;
  private readonly definition: AssociationDefinition;
  private readonly transfers: Transfers;
  private readonly get: GetService;
  private readonly set: SetService;
  private readonly action: ActionService;

  constructor(owner: ServerAssociation, association: OpenAssociation, definition: AssociationDefinition) {
    this.owner = owner;
    this.association = association;
    this.definition = definition;
    this.transfers = new Transfers(owner.meter);
    this.get = new GetService(this.transfers);
    this.set = new SetService(this.transfers);
    this.action = new ActionService(this.transfers);
  }

  /** The association is over, and with it what it was transferring. */
  end(): void {
    this.transfers.end();
  }

  serve(request: PlainRequest): Reaction {
    const tag = request.plain[0] ?? 0;
    const choice = request.plain[1];
    const { policy } = this;
    const protectedRequest = request.protection !== undefined;
    if (this.owner.isPending) return this.servePending(request, tag);
    if (!policy.knowsService(tag)) return this.refused(policy.refusalOfUnknownTag({ tag, protectedRequest }), request);
    if (!policy.knowsChoice({ tag, choice }))
      return this.refused(policy.refusalOfUnknownChoice({ tag, choice }), request);
    const apdu = this.requestOf(request.plain);
    if (apdu === undefined) return this.refused(policy.refusalOfMalformedRequest(request.plain), request);
    return this.execute(apdu, request);
  }

  private get policy(): MeterPolicy {
    return this.owner.meter.parts.policy;
  }

  private requestOf(octets: Uint8Array): ServiceRequest | undefined {
    const apdu = serviceRequest(octets);
    if (apdu !== undefined) return apdu;
    const repaired = this.policy.repairsRequest(octets);
    return repaired && serviceRequest(repaired);
  }

  private execute(apdu: ServiceRequest, request: PlainRequest): Reaction {
    const { policy } = this;
    const confirmed = policy.isConfirmed(apdu.invokeIdAndPriority);
    if (confirmed && this.association.unconfirmed) {
      return this.refused(policy.refusalInUnconfirmedAssociation({ tag: request.plain[0] ?? 0 }), request);
    }
    const { key, control } = request.protection ?? {};
    const isBroadcast = key === 'broadcast' && control?.keySet === 'broadcast';
    if (confirmed && isBroadcast && !policy.servesConfirmedBroadcast())
      return this.refused(policy.refusalOfSecurityControl('key-set'), request);
    return confirmed ? this.dispatch(apdu, request) : this.executeUnconfirmed(apdu, request);
  }

  private executeUnconfirmed(apdu: ServiceRequest, request: PlainRequest): Reaction {
    const { policy } = this;
    const { invokeIdAndPriority } = apdu;
    const silence = answer(undefined, policy.afterUnconfirmed());
    if (!policy.executesUnconfirmed(invokeIdAndPriority)) return silence;
    const reaction = this.dispatch(apdu, request);
    return policy.answersUnconfirmed(invokeIdAndPriority) ? reaction : silence;
  }

  private dispatch(apdu: ServiceRequest, request: PlainRequest): Reaction {
    const access = this.access(request);
    const sealer = this.sealer(request);
    const context = this.context(access, sealer);
    const reply = this.serviceReply(apdu, context);
    const ring = this.policy.keysOfReply() === 'now' ? this.owner.ringOf(this.association) : request.ring;
    return this.replied(reply, request, access, ring === request.ring ? sealer : this.sealer({ ...request, ring }));
  }

  private serviceReply(apdu: ServiceRequest, context: ServiceContext): ServiceReply {
    if (!context.allows(SERVICES[apdu.kind])) {
      const tag = { get: 0xc0, set: 0xc1, action: 0xc3 }[SERVICES[apdu.kind]];
      return { refusal: context.policy.refusalOfServiceNotNegotiated({ tag, choice: 1 }) };
    }
    if (apdu.kind === 'get-request') return this.get.serve(apdu, context);
    return apdu.kind === 'set-request' ? this.set.serve(apdu, context) : this.action.serve(apdu, context);
  }

  private context(access: ObjectAccess, sealer: ReplySealer): ServiceContext {
    const { policy } = this;
    return {
      policy,
      access,
      limit: this.limit,
      allows: (bit: ConformanceBit) => policy.allowsService(bit, this.association.conformance.has(bit)),
      sealedLength: (length, tag) => sealer.sealedLength(length, access.demandedOfResponse, tag),
    };
  }

  private get limit(): number {
    const limit = this.policy.replyLimit(this.association.clientMaxReceivePduSize);
    return limit === 0 ? LONGEST_REPLY : limit;
  }

  private access(request: PlainRequest): ObjectAccess {
    const { owner, association } = this;
    return new ObjectAccess(this.policy, {
      context: this.accessContext(request.now),
      given: kindOfRequest(request.protection),
      demandedOfResponse: owner.demandedOfResponse(association),
      attributeZeroWithGet: association.conformance.has('attribute0-supported-with-get'),
    });
  }

  private accessContext(now: Instant): AccessContext {
    const { owner, association, definition } = this;
    const { clientSap, serverSap, device: logicalDevice, meter } = owner;
    const { conformance, clientTitle, negotiated, clientMaxReceivePduSize: clientMaxPduSize } = association;
    return {
      now,
      logicalDevice,
      association: definition,
      clientSap,
      serverSap,
      associationStatus: owner.status,
      user: this.currentUser,
      negotiated: { conformance, serverMaxPduSize: negotiated.serverMaxReceivePduSize, clientMaxPduSize },
      ...(clientTitle && { clientSystemTitle: clientTitle }),
      statusOf: (other) => meter.statusOf(logicalDevice, other),
      policy: meter.parts.policy,
      random: meter.parts.random,
      cover: meter.cover.seen(now, association.openedAt),
    };
  }

  /** The listed user whose id came with the AARQ. */
  private get currentUser(): AssociationUser | undefined {
    const { users } = this.definition;
    const id = this.policy.currentUser(
      this.association.userId,
      users.map((user) => user.id),
    );
    return users.find((user) => user.id === id);
  }

  private sealer({ ring, protection }: PlainRequest): ReplySealer {
    const generalProtection = this.association.conformance.has('general-protection');
    return new ReplySealer(this.policy, ring, { request: protection, generalProtection });
  }

  private replied(reply: ServiceReply, request: PlainRequest, access: ObjectAccess, sealer: ReplySealer): Reaction {
    if (reply.refusal !== undefined) return this.refused(reply.refusal, request);
    const encoded = reply.response === undefined ? reply.octets : encodeApdu(reply.response);
    const isError = reply.response === undefined ? reply.isError : isErrorResponse(reply.response);
    const plain = this.policy.replyOctets(encoded, request.plain);
    const octets = sealer.seal({ plain, demanded: access.demandedOfResponse, isError, use: 'response' });
    if (octets !== undefined && octets.length > this.limit) {
      return this.refused(this.policy.refusalOfLongReply({ length: octets.length, limit: this.limit }), request);
    }
    return answer(octets);
  }

  private servePending(request: PlainRequest, tag: number): Reaction {
    const { policy } = this;
    const apdu = serviceRequest(request.plain);
    const answered = apdu && this.answerIn(apdu);
    if (apdu?.kind === 'action-request' && answered !== undefined) return this.passThree(apdu, answered, request);
    const service = apdu === undefined ? 'other' : SERVICES[apdu.kind];
    if (apdu !== undefined && policy.servesWhilePending({ service, tag, protection: request.protection })) {
      return this.execute(apdu, request);
    }
    return this.refused(policy.refusalWhilePending({ tag }), request);
  }

  /** f(StoC) of reply_to_HLS_authentication on the right object, or undefined for any other request. */
  private answerIn(apdu: ServiceRequest): Uint8Array | undefined {
    if (apdu.kind !== 'action-request' || apdu.choice !== 'normal') return undefined;
    const { classId, logicalName, methodId } = apdu.method;
    const own = this.definition.logicalName;
    if (classId !== 15 || methodId !== 1 || !this.policy.acceptsPassThreeOn({ logicalName, own })) return undefined;
    return apdu.parameters?.type === 'octet-string' ? apdu.parameters.value : new Uint8Array(0);
  }

  private passThree(apdu: ActionRequest, answer: Uint8Array, request: PlainRequest): Reaction {
    const { policy } = this;
    const { protection, lowestBefore } = request;
    const passes = this.passes(request);
    if (passes === undefined) return this.refused(policy.refusalWhilePending({ tag: 0xc3 }), request);
    const carrier = protection?.key === 'global' ? protection.counter : undefined;
    const right = passes.accepts({ answer, carrier, lowestBefore });
    const answered = right || policy.answersWrongPassThree() ? passes.reply(answer) : undefined;
    const result = right ? policy.resultOfPassThree() : policy.resultOfWrongPassThree();
    const reaction = this.passThreeReply(apdu, { result, ...returned(answered) }, request);
    return right || policy.opensOnWrongPassThree() ? this.passed(reaction) : this.failed(reaction, request.now);
  }

  /** Undefined where there is nothing to authenticate with: no challenge, no keys. */
  private passes({ ring }: PlainRequest): HlsPasses | undefined {
    const { policy, definition, owner } = this;
    const { challenges, clientTitle, clientSigningKey } = this.association;
    if (challenges === undefined) return undefined;
    if (definition.authentication === 'hls-gmac') return ring && new GmacPasses(policy, ring, challenges);
    const ownTitle = owner.meter.parts.model.systemTitle;
    const keys = owner.material?.keys;
    return new AnswerPasses(policy, { definition, keys, ownTitle, clientTitle, clientSigningKey, challenges });
  }

  private passed(reaction: Reaction): Reaction {
    this.owner.authenticated();
    this.owner.meter.wrongSecrets.forget(this.owner.clientSap);
    return reaction;
  }

  private failed({ octets }: Reaction, now: Instant): Reaction {
    this.owner.meter.wrongSecrets.failed(this.owner.clientSap, now);
    if (this.policy.endsOnWrongPassThree()) this.owner.end();
    return answer(octets, this.policy.afterWrongPassThree());
  }

  private passThreeReply(apdu: ActionRequest, outcome: ActionOutcome, request: PlainRequest): Reaction {
    const invokeIdAndPriority = this.policy.replyInvokeId(apdu.invokeIdAndPriority);
    const reply = { response: { kind: 'action-response', choice: 'normal', invokeIdAndPriority, outcome } } as const;
    return this.replied(reply, request, this.access(request), this.sealer(request));
  }

  private refused(refusal: Refusal, { protection }: PlainRequest): Reaction {
    const context = { ciphered: this.association.cipheredContext, protectedRequest: protection !== undefined };
    return refuse(this.policy, refusal, context);
  }
}

function serviceRequest(octets: Uint8Array): ServiceRequest | undefined {
  const apdu = decoded(octets);
  if (apdu === undefined || !('invokeIdAndPriority' in apdu)) return undefined;
  const isRequest = apdu.kind === 'get-request' || apdu.kind === 'set-request' || apdu.kind === 'action-request';
  return isRequest ? apdu : undefined;
}

function returned(token: Uint8Array | undefined): Pick<ActionOutcome, 'returnParameters'> {
  return token === undefined ? {} : { returnParameters: { data: { type: 'octet-string', value: token } } };
}
