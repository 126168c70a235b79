import type { Aarq, ApplicationContext, BitString, Mechanism, ObjectIdentifier } from '#dlms/apdu/acse';
import type { Lockout } from '../model';
import type { Aftermath } from './aftermath';

/** What the association of the AARQ's client asks for. */
export interface OpeningDemands {
  readonly clientSap: number;
  readonly serverSap: number;
  readonly context: ApplicationContext;
  readonly mechanism: Mechanism;
  /** ciphering or HLS-GMAC: the client's system title is needed */
  readonly titleNeeded: boolean;
}

/** Decisions over the ACSE part of an AARQ (GB 9.4.2, acse.md 2 and 6). */
export interface OpeningPolicy {
  /** Right: when the field is absent, or its bit 0 (version1) is 1; other bits are not looked at. */
  acceptsProtocolVersion(version: BitString | undefined): boolean;
  /** Right: only client SAPs for which the logical device offers an association. */
  acceptsClient(client: { readonly clientSap: number; readonly known: boolean }): boolean;
  /** May a client open (again)? `sinceDropMs` counts from the last loss of its connection without release, `opening` the AARQs of this meter from 1. Right: always. */
  acceptsReopening(drop: {
    readonly clientSap: number;
    readonly sinceDropMs: number | undefined;
    readonly opening: number;
  }): boolean;
  /** Right: exactly the context that the association of this client has (GB 9.4.2.2). */
  acceptsContext(proposed: ObjectIdentifier, supported: ObjectIdentifier, demands: OpeningDemands): boolean;
  /** Right: 8 octets where the association needs a title; not looked at elsewhere (GB 9.3.2). */
  acceptsCallingApTitle(title: Uint8Array | undefined, demands: OpeningDemands): boolean;
  /** The client's title that is used. `known` is the one that the Security setup holds. Right: the given one. */
  clientTitle(given: Uint8Array | undefined, known: Uint8Array | undefined): Uint8Array | undefined;
  /** called-AP-title, called-AE-qualifier and the invocation ids are of no use to COSEM. Right: tolerated. */
  acceptsUnusedFields(aarq: Aarq): boolean;
  /** calling-AE-invocation-id; `opening` counts the AARQs of this meter from 1. Right: one of the listed users, or anything where none is listed; it may be absent. */
  acceptsUserId(user: {
    readonly userId: number | undefined;
    readonly opening: number;
    readonly listed: readonly number[];
  }): boolean;
  /** Which of the listed users the current association shows. Right: the one that opened it. */
  currentUser(user: number | undefined, listed: readonly number[]): number | undefined;
  /** Is the authentication functional unit selected? Right: bit 0 of sender-acse-requirements, absent means no (GB 9.4.2.2). */
  selectsAuthentication(requirements: BitString | undefined): boolean;
  /** May the association be opened without the functional unit? Right: when no authentication, or mechanism 0, is what it has. */
  opensWithoutAuthentication(aarq: Aarq, demands: OpeningDemands): boolean;
  /** Does a mechanism-name without the functional unit count as if it were selected? Right: no. */
  mechanismSelectsAuthentication(): boolean;
  /** May a selected functional unit come without a mechanism-name? Right: no. */
  acceptsMissingMechanism(demands: OpeningDemands): boolean;
  /** Right: exactly the mechanism of the association; a weaker or stronger one is refused. */
  acceptsMechanism(proposed: ObjectIdentifier, required: ObjectIdentifier, demands: OpeningDemands): boolean;
  /** Low level security; `given` is undefined when the value is absent, `failures` counts wrong ones of this client since its last right one. Right: all octets equal, and as many. */
  acceptsPassword(given: Uint8Array | undefined, stored: Uint8Array, before: { readonly failures: number }): boolean;
  /**
   * Is a client locked out? `failures` counts its wrong secrets since the last right one, `sinceMs` the time since the
   * last of them; `declared` is the lock-out that the meter has. Right: after so many failures, for so long; never
   * where none is declared. A try meanwhile does not make it longer.
   */
  locksOut(attempts: {
    readonly failures: number;
    readonly sinceMs: number;
    readonly declared: Lockout | undefined;
  }): boolean;
  /** The passwords or HLS secrets that count; `former` is the one before the last change. Right: the present one alone. */
  secretsHonoured(secret: {
    readonly octets: Uint8Array;
    readonly former: Uint8Array | undefined;
  }): readonly Uint8Array[];
  /** Length of CtoS; undefined when it is absent. Right: within the bounds, 8..64 and with mechanism 7 32..64 (GB 9.2.2.2.2). */
  acceptsChallengeLength(
    length: number | undefined,
    allowed: { readonly shortest: number; readonly longest: number },
  ): boolean;
  /** Are lengths accepted that are not in their shortest form? Right: yes (BER). */
  acceptsLongFormLengths(): boolean;
  /** Octets to be decoded in place of an AARQ that is malformed. Right: undefined, nothing is repaired. */
  repairsAarq(octets: Uint8Array): Uint8Array | undefined;
  /** Right: a malformed AARQ is ignored (`silence`); `reject` answers with a rejecting AARE. */
  malformedAarq(octets: Uint8Array): 'silence' | 'reject';
  /** Right: `goes-on`. */
  afterMalformedAarq(octets: Uint8Array): Aftermath;
  /** A second AARQ while associated. Right: it `replaces` the old association; `rejects` and `ignores` leave the old one alone. */
  secondAarq(demands: OpeningDemands): 'replaces' | 'rejects' | 'ignores';
  /** Which parameters hold once a second AARQ was accepted: the `new` ones that its AARE names, or the `old` ones. Right: `new`. */
  parametersAfterSecondAarq(): 'new' | 'old';
  /** What follows an AARQ while associated. Right: `goes-on`. */
  afterSecondAarq(): Aftermath;
  /** What follows an AARE that rejects. Right: `goes-on`. */
  afterRejection(): Aftermath;
  /** Does an opening end the associations of other clients? Right: no. */
  endsOthersOnOpening(demands: OpeningDemands): boolean;
  /** Is a request served that no AARQ has preceded? Right: only in a pre-established association (GB 9.4.4, 4.6). */
  servesWithoutAssociation(request: {
    readonly tag: number;
    readonly clientSap: number;
    readonly preEstablished: boolean;
  }): boolean;
  /** Is an AARQ or RLRQ obeyed, or else ignored? Right: not where the association is pre-established (acse.md 10). */
  acceptsAcse(client: { readonly tag: number; readonly preEstablished: boolean }): boolean;
  /** Does a client that was rejected get an association all the same? Right: no. */
  opensInSpiteOfRejection(demands: OpeningDemands): boolean;
}

/** Bit 0 is the most significant one. */
export function firstBit(bits: BitString | undefined): boolean {
  return bits !== undefined && bits.bits > 0 && ((bits.octets[0] ?? 0) & 0x80) !== 0;
}
