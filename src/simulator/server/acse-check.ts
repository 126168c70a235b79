import { type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { LONGEST_CHALLENGE, MECHANISM_OF, MECHANISM_TRAITS, traitsOf } from '#dlms/apdu/authentication';
import type { Instant } from '#time/clock';
import type { AssociationDefinition } from '../model';
import type { MeterPolicy } from '../policy';
import type { RejectionCause } from '../policy/aare-policy';
import type { OpeningDemands } from '../policy/opening-policy';
import type { MeterMemory } from './meter-memory';

const NO_SECRET = { octets: new Uint8Array(0), former: undefined };

/** What the association of this client asks for; of an unknown client, what the public client would be asked. */
export function demandsOf(
  definition: AssociationDefinition | undefined,
  saps: { readonly clientSap: number; readonly serverSap: number },
): OpeningDemands {
  const ciphered = definition?.ciphered ?? false;
  const authentication = definition?.authentication ?? 'none';
  return {
    ...saps,
    context: ciphered ? 'logical-name-referencing-with-ciphering' : 'logical-name-referencing-no-ciphering',
    mechanism: MECHANISM_OF[authentication],
    titleNeeded: ciphered || traitsOf(authentication).needsTitles,
  };
}

/** Checks the ACSE part of an AARQ; the InitiateRequest is another matter. */
export class AcseCheck {
  private readonly meter: MeterMemory;
  private readonly policy: MeterPolicy;
  private readonly demands: OpeningDemands;
  private readonly definition: AssociationDefinition | undefined;

  constructor(meter: MeterMemory, demands: OpeningDemands, definition: AssociationDefinition | undefined) {
    this.meter = meter;
    this.policy = meter.parts.policy;
    this.demands = demands;
    this.definition = definition;
  }

  /** Why the AARQ is rejected, or undefined. The order decides which fault is told. */
  cause(aarq: Aarq, now: Instant, clientSigningKey: Uint8Array | undefined): RejectionCause | undefined {
    const { policy, demands } = this;
    const { clientSap } = demands;
    const opening = this.meter.openings;
    const droppedAt = this.meter.drops.get(clientSap);
    const sinceDropMs = droppedAt === undefined ? undefined : now - droppedAt;
    if (!policy.acceptsProtocolVersion(aarq.protocolVersion)) return 'protocol-version';
    if (!policy.acceptsClient({ clientSap, known: this.definition !== undefined })) return 'client';
    if (!policy.acceptsReopening({ clientSap, sinceDropMs, opening })) return 'reopening';
    const supported = APPLICATION_CONTEXTS[demands.context];
    if (!policy.acceptsContext(aarq.applicationContextName, supported, demands)) return 'context';
    if (!policy.acceptsCallingApTitle(aarq.callingApTitle, demands)) return 'calling-ap-title';
    if (!policy.acceptsUnusedFields(aarq)) return 'unused-field';
    const listed = this.definition?.users.map(({ id }) => id) ?? [];
    if (!policy.acceptsUserId({ userId: aarq.callingAeInvocationId, opening, listed })) return 'user-id';
    const fault = this.isLockedOut(now) ? 'locked-out' : this.authentication(aarq, now);
    const unsigned = demands.mechanism === 'high-level-security-using-ecdsa' && clientSigningKey === undefined;
    return fault ?? (unsigned ? 'certificate' : undefined);
  }

  /** A lock-out that is over is forgotten. Who needs no secret cannot be locked out. */
  private isLockedOut(now: Instant): boolean {
    const { meter, policy } = this;
    const { clientSap } = this.demands;
    const { failures, at } = meter.wrongSecrets.of(clientSap);
    if (at === undefined) return false;
    const declared = meter.parts.model.lockout;
    const isLocked = policy.locksOut({ failures, sinceMs: now - at, declared });
    if (!isLocked && declared !== undefined && failures >= declared.failures) meter.wrongSecrets.forget(clientSap);
    return isLocked;
  }

  private authentication(aarq: Aarq, now: Instant): RejectionCause | undefined {
    const { policy, demands } = this;
    const named = aarq.mechanismName !== undefined && policy.mechanismSelectsAuthentication();
    if (!policy.selectsAuthentication(aarq.senderAcseRequirements) && !named) {
      return policy.opensWithoutAuthentication(aarq, demands) ? undefined : 'authentication-not-selected';
    }
    if (aarq.mechanismName === undefined) {
      return policy.acceptsMissingMechanism(demands) ? this.value(aarq, now) : 'mechanism-missing';
    }
    return this.mechanism(aarq, aarq.mechanismName, now);
  }

  private mechanism(aarq: Aarq, proposed: string, now: Instant): RejectionCause | undefined {
    if (this.policy.acceptsMechanism(proposed, MECHANISMS[this.demands.mechanism], this.demands)) {
      return this.value(aarq, now);
    }
    const known: readonly string[] = Object.values(MECHANISMS);
    return known.includes(proposed) ? 'mechanism-not-allowed' : 'mechanism-unknown';
  }

  private password(given: Uint8Array | undefined, now: Instant): boolean {
    const { clientSap } = this.demands;
    const { wrongSecrets } = this.meter;
    const { failures } = wrongSecrets.of(clientSap);
    const honoured = this.policy.secretsHonoured(this.definition?.secret ?? NO_SECRET);
    const right = honoured.some((stored) => this.policy.acceptsPassword(given, stored, { failures }));
    if (right) wrongSecrets.forget(clientSap);
    else wrongSecrets.failed(clientSap, now);
    return right;
  }

  private value({ callingAuthenticationValue: value }: Aarq, now: Instant): RejectionCause | undefined {
    const { mechanism } = this.demands;
    if (mechanism === 'low-level-security') {
      return this.password(value, now) ? undefined : 'password';
    }
    if (mechanism === 'lowest-level-security') return undefined;
    const allowed = { shortest: MECHANISM_TRAITS[mechanism].shortestChallenge, longest: LONGEST_CHALLENGE };
    return this.policy.acceptsChallengeLength(value?.length, allowed) ? undefined : 'challenge';
  }
}
