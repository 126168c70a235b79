import { type CipheredApdu, decodeCiphered } from '#dlms/apdu/ciphered';
import { GENERAL_CIPHERING_TAG, isCipheredTag, isGeneralLayerTag } from '#dlms/apdu/tags';
import { PeerProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { AssociationDefinition } from '../model';
import type { Refusal } from '../policy/aftermath';
import { type LayerForm, type RequestProtection, UNPROTECTED } from '../policy/protection-kind';
import { GeneralRequestOpener } from './general-request';
import type { KeyRing } from './key-ring';
import type { OpenAssociation } from './open-association';
import { type Reaction, refusalOf, refuse } from './refusals';
import { type CipheringFault, RequestOpener } from './request-protection';
import type { ServerAssociation } from './server-association';
import { ServiceHandler } from './service-handler';

/** One request after its protection was taken off. */
export interface PlainRequest {
  readonly plain: Uint8Array;
  readonly protection: RequestProtection | undefined;
  readonly ring: KeyRing | undefined;
  /** lowest acceptable counter of the GUEK when the APDU arrived */
  readonly lowestBefore: number;
  readonly now: Instant;
}

/** Takes the xDLMS APDUs of an open or pending association: length, protection, policy, then the service. */
export class RequestHandler {
  readonly association: OpenAssociation;
  private readonly owner: ServerAssociation;
  private readonly services: ServiceHandler;

  constructor(owner: ServerAssociation, association: OpenAssociation, definition: AssociationDefinition) {
    this.owner = owner;
    this.association = association;
    this.services = new ServiceHandler(owner, association, definition);
  }

  end(): void {
    this.services.end();
  }

  receive(apdu: Uint8Array, now: Instant): Reaction {
    const { policy, model } = this.owner.meter.parts;
    const size = { length: apdu.length, limit: model.maxPduSize };
    if (!policy.acceptsApduLength(size)) return this.refused(policy.refusalOfLongApdu(size), false);
    const tag = apdu[0] ?? 0;
    if (isGeneralLayerTag(tag)) return this.receiveLayered(apdu, tag, now);
    return isCipheredTag(tag) ? this.receiveCiphered(apdu, now) : this.receivePlain(apdu, now);
  }

  private receivePlain(plain: Uint8Array, now: Instant): Reaction {
    const { policy } = this.owner.meter.parts;
    if (!policy.meetsDemand(UNPROTECTED, this.owner.demanded(this.association), 'policy')) {
      return this.refused(policy.refusalOfWeakProtection({ plain: true }), false);
    }
    return this.served(plain, undefined, this.owner.ringOf(this.association), now);
  }

  private receiveCiphered(octets: Uint8Array, now: Instant): Reaction {
    const { policy } = this.owner.meter.parts;
    const ciphered = this.envelopeOf(octets);
    if (ciphered === undefined) return this.refused(policy.refusalOfMalformedCiphering(octets), true);
    return this.inForm(ciphered.form, (ring) => {
      const former = this.owner.formerRingOf(this.association);
      return this.opened(octets, ciphered, former === undefined ? [ring] : [ring, former], now);
    });
  }

  /** general-ciphering and general-signing. */
  private receiveLayered(octets: Uint8Array, tag: number, now: Instant): Reaction {
    const form = tag === GENERAL_CIPHERING_TAG ? 'general-ciphering' : 'general-signing';
    return this.inForm(form, (ring) => this.openedLayers(octets, ring, now));
  }

  private inForm(form: LayerForm, open: (ring: KeyRing) => Reaction): Reaction {
    const { policy } = this.owner.meter.parts;
    const ring = this.owner.ringOf(this.association);
    const usable = this.association.cipheredContext || policy.acceptsCipheredApduInPlainContext(form);
    if (ring === undefined || !usable) return this.refused(policy.refusalOfCipheredApduInPlainContext({ form }), true);
    const generalProtection = this.association.conformance.has('general-protection');
    return policy.acceptsForm(form, { generalProtection })
      ? open(ring)
      : this.refused(policy.refusalOfForm({ form }), true);
  }

  private openedLayers(octets: Uint8Array, ring: KeyRing, now: Instant): Reaction {
    const { policy } = this.owner.meter.parts;
    const lowestBefore = ring.global.counters.lowest;
    const demanded = this.owner.demanded(this.association);
    const opened = new GeneralRequestOpener(policy, ring, 'request').open(octets, demanded);
    if (!opened.ok) return this.unopened(opened.fault, octets);
    return this.served(opened.plain, opened.protection, ring, now, lowestBefore);
  }

  private unopened(fault: CipheringFault, octets: Uint8Array): Reaction {
    const { policy } = this.owner.meter.parts;
    const reported = fault.kind === 'stale-counter' ? policy.reportedCounter(fault) : undefined;
    return this.refused(refusalOf(policy, fault, octets), true, reported);
  }

  /** With the first of the rings that opens it: a right meter has one. */
  private opened(
    octets: Uint8Array,
    ciphered: CipheredApdu,
    [ring, ...others]: readonly [KeyRing, ...KeyRing[]],
    now: Instant,
  ): Reaction {
    const { policy } = this.owner.meter.parts;
    const [other] = others;
    const lowestBefore = ring.global.counters.lowest;
    const opened = new RequestOpener(policy, ring, 'request').open(ciphered, this.owner.demanded(this.association));
    if (!opened.ok && other !== undefined) return this.opened(octets, ciphered, [other], now);
    if (!opened.ok) return this.unopened(opened.fault, octets);
    const inner = opened.plain[0] ?? 0;
    const outer = ciphered.serviceTag ?? inner;
    if (!policy.acceptsInnerTag({ outer, inner }))
      return this.refused(policy.refusalOfMalformedCiphering(octets), true);
    return this.served(opened.plain, opened.protection, ring, now, lowestBefore);
  }

  private served(
    plain: Uint8Array,
    protection: RequestProtection | undefined,
    ring: KeyRing | undefined,
    now: Instant,
    lowestBefore = ring?.global.counters.lowest ?? 0,
  ): Reaction {
    return this.services.serve({ plain, protection, ring, lowestBefore, now });
  }

  private envelopeOf(octets: Uint8Array): CipheredApdu | undefined {
    const whole = cipheredOf(octets);
    if (whole !== undefined) return whole;
    const repaired = this.owner.meter.parts.policy.repairsCipheredApdu(octets);
    return repaired && cipheredOf(repaired);
  }

  private refused(refusal: Refusal, protectedRequest: boolean, counter?: number): Reaction {
    const context = { ciphered: this.association.cipheredContext, protectedRequest };
    return refuse(this.owner.meter.parts.policy, refusal, context, counter);
  }
}

function cipheredOf(octets: Uint8Array): CipheredApdu | undefined {
  try {
    return decodeCiphered(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
