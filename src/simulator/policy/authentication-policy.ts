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

/** What goes into f(), beside the function of the manufacturer's. */
export interface AnswerInputs extends AnswerTitles {
  readonly mechanism: 2 | 3 | 4 | 6;
  readonly secret: Uint8Array;
  readonly challenge: Uint8Array;
  readonly counterChallenge: Uint8Array;
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
  /** The orders of titles in which f(StoC) counts, mechanisms 6 and 7. Right: the client as answerer, the meter as challenger. */
  titlesHonoured(titles: AnswerTitles): readonly AnswerTitles[];
  /** The titles as they go into f(CtoS). Right: as given, the meter as answerer. */
  titlesInReply(titles: AnswerTitles): AnswerTitles;
  /** f() of mechanisms 2, 3, 4 and 6 as computed, for comparison and for the reply. Right: `answer`, what GB 9.2.7.4 says. */
  computesAnswer(answer: Uint8Array, inputs: AnswerInputs): Uint8Array;
  /** Is this the answer, mechanisms 2, 3, 4 and 6? Right: all octets equal, and as many. */
  matchesAnswer(answer: { readonly received: Uint8Array; readonly computed: Uint8Array }): boolean;
  /** The signature as it is verified, mechanism 7. Right: as received, R ‖ S. */
  signatureRead(received: Uint8Array): Uint8Array;
  /** The client's public keys (x ‖ y) under which f(StoC) is verified; `others` are those of all its certificates. Right: the signing key alone. */
  signersHonoured(keys: {
    readonly signing: Uint8Array;
    readonly others: readonly Uint8Array[];
  }): readonly Uint8Array[];
  /** The meter's private key that signs f(CtoS). Right: the signing key. */
  signingKeyOfReply(keys: { readonly signing: Uint8Array; readonly agreement: Uint8Array | undefined }): Uint8Array;
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
  challengeAnswered(ctos: Uint8Array, stoc: Uint8Array): Uint8Array;
  /** What pass 4 returns; `ctos` and the client's own answer are what it could send back. Right: the token; undefined returns nothing. */
  answersChallenge(
    token: Uint8Array,
    exchange: { readonly ctos: Uint8Array; readonly received: Uint8Array },
  ): Uint8Array | undefined;
  /** Result of a right pass 3. Right: `success`. */
  resultOfPassThree(): ActionResult;
  /** The result of reply_to_HLS_authentication once the association is open. Right: `other-reason`. */
  resultOfSurplusPassThree(): ActionResult;
}
