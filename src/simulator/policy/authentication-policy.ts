import type { ActionResult } from '#dlms/apdu/results';
import type { Obis } from '#dlms/codec/obis';
import type { SecurityControl } from '#dlms/security/security-control';
import type { Aftermath } from './aftermath';
import type { RequestProtection } from './protection-kind';

/** System titles of both sides of an answer to a challenge. */
export interface AnswerTitles {
  readonly answererTitle: Uint8Array;
  readonly challengerTitle: Uint8Array;
}

/** A request as far as the decision to serve it needs it. */
export interface PendingRequest {
  readonly service: 'get' | 'set' | 'action' | 'other';
  readonly tag: number;
  readonly protection: RequestProtection | undefined;
}

/** Decisions over passes 2, 3 and 4 of high level security (GB 9.2.2.2.2, security.md 9). */
export interface AuthenticationPolicy {
  /** StoC. Right: 16 fresh random octets, or 32 where 32 is the shortest; up to 64 are allowed. `previous` is the last one this meter gave. */
  challenge(draw: {
    readonly random: (length: number) => Uint8Array;
    readonly ctos: Uint8Array;
    readonly previous: Uint8Array | undefined;
    readonly shortest: number;
  }): Uint8Array;
  /** Is a request served before pass 3? Right: never. */
  servesWhilePending(request: PendingRequest): boolean;
  /** How long a pending association waits, undefined for ever. Right: the configured time. */
  pendingTimeoutMs(configured: number | undefined): number | undefined;
  /** On which object may reply_to_HLS_authentication be called? Right: the current association, 0-0:40.0.0.255; `own` is the numbered one. */
  acceptsPassThreeOn(object: { readonly logicalName: Obis; readonly own: Obis }): boolean;
  /** Right: authenticated, not encrypted, unicast, not compressed, and the suite of the association: 10 | suite. */
  acceptsTokenControl(control: SecurityControl, suite: number): boolean;
  /**
   * Counter of the token under the GUEK. `lowestBefore` is the lowest acceptable one before the carrying APDU,
   * `carrier` the counter of that APDU where it was protected under the GUEK. Right: not below `lowestBefore` and
   * not FFFFFFFF. One equal to the carrier's is tolerated, since widely used clients send it (security.md 4).
   */
  acceptsTokenCounter(counters: {
    readonly token: number;
    readonly carrier: number | undefined;
    readonly lowestBefore: number;
  }): boolean;
  /** f(StoC) by the mechanisms without a counter; `right`: it is what the mechanism gives over this challenge. Right: accepted when it is right. */
  acceptsAnswer(answer: {
    readonly right: boolean;
    readonly received: Uint8Array;
    readonly mechanism: number;
  }): boolean;
  /** The titles of answerer and challenger as they go into f(). Right: as given. */
  titlesInAnswer(titles: AnswerTitles): AnswerTitles;
  /** May the certificate of the signing key be used that came with the AARQ? `faults` are those of certificate-check. Right: only without any fault. */
  acceptsClientCertificate(certificate: { readonly faults: readonly string[] }): boolean;
  /** The authentication key with which tokens are checked; as long as the suite says, or empty. Right: the GAK. */
  authenticationKeyInToken(gak: Uint8Array): Uint8Array;
  /** Right: all 12 octets equal. */
  acceptsTokenTag(tag: { readonly received: Uint8Array; readonly computed: Uint8Array }): boolean;
  /** The challenges over which a token is accepted. Right: the StoC of this association alone. */
  challengesHonoured(challenges: {
    readonly stoc: Uint8Array;
    readonly previous: Uint8Array | undefined;
  }): readonly Uint8Array[];
  /** Does a wrong pass 3 end the association? Right: true, so that a StoC serves once. */
  endsOnWrongPassThree(): boolean;
  /** Is the association open after a wrong pass 3? Right: no. */
  opensOnWrongPassThree(): boolean;
  /** Right: `other-reason`. */
  resultOfWrongPassThree(): ActionResult;
  /** Right: `goes-on`. */
  afterWrongPassThree(): Aftermath;
  /** Is f(CtoS) returned after a wrong pass 3? Right: no. */
  answersWrongPassThree(): boolean;
  /** The octets over which f(CtoS) is computed. Right: CtoS, all of it. */
  challengeAnswered(ctos: Uint8Array): Uint8Array;
  /** What pass 4 returns. Right: the token; undefined returns nothing. */
  answersChallenge(token: Uint8Array): Uint8Array | undefined;
  /** Result of a right pass 3. Right: `success`. */
  resultOfPassThree(): ActionResult;
  /** The result of reply_to_HLS_authentication once the association is open. Right: `other-reason`. */
  resultOfSurplusPassThree(): ActionResult;
}
