import type { Aarq, Rlrq } from '#dlms/apdu/acse';
import { AARQ_TAG, isCipheredTag, RLRQ_TAG } from '#dlms/apdu/tags';
import { type AssociationEvent, type AssociationState, nextState } from '#dlms/association/transitions';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import type { Instant } from '#time/clock';
import type { AssociationDefinition, KeySet, LogicalDevice, SecurityMaterial } from '../model';
import type { Aftermath } from '../policy/aftermath';
import { type KeyState, type ProtectionKind, UNPROTECTED } from '../policy/protection-kind';
import { decoded } from './initiate-check';
import { type KeyRing, keyRing, securityMaterial } from './key-ring';
import type { MeterMemory } from './meter-memory';
import type { OpenAssociation } from './open-association';
import { Opening } from './opening';
import { answer, type Reaction, refuse, SILENCE } from './refusals';
import { encodedRlre, Release } from './release';
import { RequestHandler } from './request-handler';

/** What one client SAP and one logical device have between them on one connection (GB 9.4.4): idle, pending or associated. */
export class ServerAssociation {
  readonly meter: MeterMemory;
  readonly device: LogicalDevice;
  readonly clientSap: number;
  readonly serverSap: number;
  readonly definition: AssociationDefinition | undefined;
  readonly material: SecurityMaterial | undefined;
  private readonly opening: Opening;
  private handler: RequestHandler | undefined;
  private keysAtOpening: KeySet | undefined;
  private state: AssociationState = 'idle';

  constructor(meter: MeterMemory, device: LogicalDevice, clientSap: number, serverSap: number) {
    this.meter = meter;
    this.device = device;
    this.clientSap = clientSap;
    this.serverSap = serverSap;
    this.definition = definitionFor(meter, device, clientSap);
    this.material = securityMaterial(device, this.definition?.securitySetup);
    this.opening = new Opening(meter, device, this.definition, { clientSap, serverSap });
  }

  get isOpen(): boolean {
    return this.handler !== undefined;
  }

  get isPending(): boolean {
    return this.state === 'pending';
  }

  /** association_status of class 15: 0 non-associated, 1 pending, 2 associated. */
  get status(): number {
    if (this.handler === undefined) return 0;
    return this.isPending ? 1 : 2;
  }

  /** One APDU of this client; never empty. */
  receive(apdu: Uint8Array, now: Instant): Reaction {
    this.dropIfWaitedTooLong(now);
    const tag = apdu[0] ?? 0;
    if (this.ignoresAcse(tag)) return SILENCE;
    if (tag === AARQ_TAG) return this.openedBy(apdu, now);
    if (tag === RLRQ_TAG) return this.releasedBy(apdu);
    if (this.handler === undefined) this.adoptUnasked(tag, now);
    return this.handler === undefined ? this.unassociated(tag) : this.handler.receive(apdu, now);
  }

  /** Pass 3 was right: the association is open. */
  authenticated(): void {
    this.follow('reply_to_HLS accepted');
  }

  /** Back to idle without a word. */
  end(): void {
    this.state = 'idle';
    this.forget('failed-authentication');
  }

  /** The keys in force for an association as agreed. */
  ringOf(association: OpenAssociation): KeyRing | undefined {
    const { clientTitle: client, clientSigningKey } = association;
    const parties = { own: this.meter.parts.model.systemTitle, client, clientSigningKey };
    const keys = this.keysInForce;
    if (keys === undefined) return undefined;
    const dedicated = this.dedicatedKey(association, keys) ?? this.meter.keptKeys.get(this.key);
    return keyRing(keys, parties, dedicated, this.meter.generalMeans);
  }

  private dedicatedKey({ dedicated: own }: OpenAssociation, { guek: globalKey }: KeySet): KeyState | undefined {
    const { dedicatedKeys, openings, parts } = this.meter;
    const { last, beforePowerLoss } = dedicatedKeys;
    return parts.policy.dedicatedKeyInForce({ own, last, beforePowerLoss, openings, globalKey });
  }

  /** Those before the last replacement, which only a wrong meter still honours. */
  formerRingOf(association: OpenAssociation): KeyRing | undefined {
    const former = this.meter.parts.policy.honoursFormerKeys() ? this.material?.keys.former : undefined;
    const ring = this.ringOf(association);
    if (former === undefined || ring === undefined) return undefined;
    const { guek, gak, gbek, counters, broadcastCounters } = former;
    const broadcast = gbek && { key: gbek, counters: broadcastCounters };
    return { ...ring, gak, global: { key: guek, counters }, broadcast };
  }

  private get keysInForce(): KeySet | undefined {
    const now = this.material?.keys;
    const atOpening = this.keysAtOpening ?? now;
    return now && atOpening && this.meter.parts.policy.keysOfAssociation({ atOpening, now });
  }

  /** What the security policy asks of requests in it. */
  demanded(association: OpenAssociation): ProtectionKind {
    const { material } = this;
    const secured = association.cipheredContext && material !== undefined;
    return secured ? this.meter.parts.policy.policyDemand(material.policy) : UNPROTECTED;
  }

  /** What it asks of responses. */
  demandedOfResponse(association: OpenAssociation): ProtectionKind {
    const { material } = this;
    const secured = association.cipheredContext && material !== undefined;
    return secured ? this.meter.parts.policy.policyDemandOfResponse(material.policy) : UNPROTECTED;
  }

  private get key(): string {
    return `${this.clientSap}/${this.serverSap}`;
  }

  private openedBy(octets: Uint8Array, now: Instant): Reaction {
    const { policy } = this.meter.parts;
    this.meter.openings++;
    const aarq = this.aarqOf(octets);
    if (aarq === undefined) {
      const reply =
        policy.malformedAarq(octets) === 'reject' ? this.opening.rejection('malformed', undefined) : undefined;
      return answer(reply, policy.afterMalformedAarq(octets));
    }
    return this.state === 'associated' ? this.openedAgain(aarq, now) : this.opened(aarq, now);
  }

  private aarqOf(octets: Uint8Array): Aarq | undefined {
    const { policy } = this.meter.parts;
    const notes: DecodeNote[] = [];
    const whole = decoded(octets, notes);
    if (notes.some(({ code }) => code === 'length-not-minimal') && !policy.acceptsLongFormLengths()) return undefined;
    const repaired = whole === undefined ? policy.repairsAarq(octets) : undefined;
    const apdu = whole ?? (repaired && decoded(repaired));
    return apdu?.kind === 'AARQ' ? apdu : undefined;
  }

  private openedAgain(aarq: Aarq, now: Instant): Reaction {
    const { policy } = this.meter.parts;
    const reaction = policy.secondAarq(this.opening.demands);
    if (reaction === 'ignores') return answer(undefined, policy.afterSecondAarq());
    if (reaction === 'rejects') return answer(this.opening.rejection('second-aarq', aarq), policy.afterSecondAarq());
    const old = this.handler;
    const { octets, aftermath } = this.opened(aarq, now);
    if (policy.parametersAfterSecondAarq() === 'old' && old !== undefined) this.handler = old;
    const after = policy.afterSecondAarq();
    return answer(octets, after === 'goes-on' ? aftermath : after);
  }

  private opened(aarq: Aarq, now: Instant): Reaction {
    const { reply, association } = this.opening.judge(aarq, now);
    const { policy } = this.meter.parts;
    if (association === undefined || this.definition === undefined) return answer(reply, policy.afterRejection());
    this.adopt(association, this.definition);
    return answer(reply);
  }

  private adopt(association: OpenAssociation, definition: AssociationDefinition): void {
    this.forget('new-association');
    if (this.meter.parts.policy.endsOthersOnOpening(this.opening.demands)) this.meter.endOthers(this);
    this.follow('AARQ');
    this.follow(association.challenges === undefined ? 'AARE accepted' : 'AARE authentication required');
    this.keysAtOpening = this.material && { ...this.material.keys };
    this.meter.dedicatedKeys.last = association.dedicated ?? this.meter.dedicatedKeys.last;
    this.handler = new RequestHandler(this, association, definition);
  }

  /** Who has an association beforehand can neither open nor release it. */
  private ignoresAcse(tag: number): boolean {
    const { preEstablished = false } = this.definition ?? {};
    return (tag === AARQ_TAG || tag === RLRQ_TAG) && !this.meter.parts.policy.acceptsAcse({ tag, preEstablished });
  }

  /** An association that was there beforehand; only a wrong meter serves others that have not opened theirs. */
  private adoptUnasked(tag: number, now: Instant): void {
    const { clientSap, definition } = this;
    if (definition === undefined) return;
    const { preEstablished } = definition;
    if (!this.meter.parts.policy.servesWithoutAssociation({ tag, clientSap, preEstablished })) return;
    this.adopt(this.opening.unasked(now), definition);
  }

  private releasedBy(octets: Uint8Array): Reaction {
    const apdu = decoded(octets);
    if (apdu?.kind !== 'RLRQ') return SILENCE;
    const association = this.handler?.association;
    return association === undefined ? this.releasedUnassociated() : this.released(apdu, association);
  }

  private releasedUnassociated(): Reaction {
    const { policy } = this.meter.parts;
    const aftermath = policy.afterRelease({ associated: false });
    const how = policy.answersReleaseWithoutAssociation();
    if (how === 'RLRE') return answer(encodedRlre(policy, { kind: 'RLRE', reason: 'not-finished' }), aftermath);
    return how === 'silence' ? answer(undefined, aftermath) : this.exceptionForRelease(aftermath);
  }

  private released(request: Rlrq, association: OpenAssociation): Reaction {
    const { policy } = this.meter.parts;
    const release = new Release(policy, association, this.ringOf(association));
    const { fault, protection } = release.judge(request, this.demanded(association));
    if (fault !== undefined && !policy.obeysRelease(fault)) return this.releaseRefused(release);
    const how = policy.answersRelease(request);
    const reply = how === 'RLRE' ? release.released(request, protection) : undefined;
    if (policy.endsAssociationOnRelease()) this.endByRelease();
    const aftermath = policy.afterRelease({ associated: true });
    return how === 'exception' ? this.exceptionForRelease(aftermath) : answer(reply, aftermath);
  }

  private releaseRefused(release: Release): Reaction {
    const { policy } = this.meter.parts;
    if (policy.endsAssociationOnRefusedRelease()) this.endByRelease();
    const how = policy.answersRefusedRelease();
    if (how === 'exception') return this.exceptionForRelease('goes-on');
    return answer(how === 'not-finished' ? release.notFinished() : undefined);
  }

  private exceptionForRelease(aftermath: Aftermath): Reaction {
    const { policy } = this.meter.parts;
    const refusal = policy.refusalWithoutAssociation({ tag: RLRQ_TAG });
    const context = { ciphered: this.definition?.ciphered ?? false, protectedRequest: false };
    return refuse(policy, { ...refusal, aftermath }, context);
  }

  private endByRelease(): void {
    this.follow('RLRQ');
    this.follow('RLRE');
    this.forget('release');
  }

  private unassociated(tag: number): Reaction {
    const { policy } = this.meter.parts;
    const protectedRequest = isCipheredTag(tag);
    const refusal = protectedRequest
      ? policy.refusalOfCipheredApduWithoutAssociation({ tag })
      : policy.refusalWithoutAssociation({ tag });
    return refuse(policy, refusal, { ciphered: false, protectedRequest });
  }

  private dropIfWaitedTooLong(now: Instant): void {
    const { policy, model } = this.meter.parts;
    const seconds = model.pendingAssociationSeconds;
    const timeout = policy.pendingTimeoutMs(seconds === undefined ? undefined : seconds * 1000);
    const openedAt = this.handler?.association.openedAt;
    if (!this.isPending || timeout === undefined || openedAt === undefined) return;
    if (now - openedAt >= timeout) this.end();
  }

  private forget(on: 'release' | 'new-association' | 'failed-authentication'): void {
    const key = this.handler?.association.dedicated;
    const keeps = !this.meter.parts.policy.forgetsDedicatedKey(on);
    if (keeps && key !== undefined) this.meter.keptKeys.set(this.key, key);
    this.handler?.end();
    this.handler = undefined;
  }

  private follow(event: AssociationEvent): void {
    this.state = nextState(this.state, event) ?? this.state;
  }
}

/** An unknown client has no association; a meter that accepts it gives it the first one. */
function definitionFor(
  meter: MeterMemory,
  device: LogicalDevice,
  clientSap: number,
): AssociationDefinition | undefined {
  const own = device.associations.find((definition) => definition.clientSap === clientSap);
  if (own !== undefined || !meter.parts.policy.acceptsClient({ clientSap, known: false })) return own;
  return device.associations[0];
}
