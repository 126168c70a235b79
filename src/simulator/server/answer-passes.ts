import { traitsOf } from '#dlms/apdu/authentication';
import { isCurveSuite } from '#dlms/security/elliptic-curve';
import { type AnsweringMechanism, hlsAnswer, isHlsAnswer, type SharedSecretMechanism } from '#dlms/security/hls-answer';
import type { BoundChallenge } from '#dlms/security/hls-challenge';
import type { AssociationDefinition, KeySet } from '../model';
import type { MeterPolicy } from '../policy';
import { heldKeys } from './client-certificate';
import type { HlsPasses, PassThreeSituation } from './hls-passes';
import { fitted } from './key-ring';
import type { Challenges } from './open-association';

const TITLE_LENGTH = 8;
const ECDSA = 7;
const NOTHING = new Uint8Array(0);

export interface AnswerTerms {
  readonly definition: AssociationDefinition;
  readonly keys: KeySet | undefined;
  readonly ownTitle: Uint8Array;
  readonly clientTitle: Uint8Array | undefined;
  /** x ‖ y, mechanism 7 */
  readonly clientSigningKey: Uint8Array | undefined;
  readonly challenges: Challenges;
}

/** Passes 3 and 4 by mechanisms 2, 3, 4, 6 and 7, which have no counter (GB 9.2.7.4, security.md 9). */
export class AnswerPasses implements HlsPasses {
  private readonly policy: MeterPolicy;
  private readonly terms: AnswerTerms;
  private readonly mechanism: number;

  constructor(policy: MeterPolicy, terms: AnswerTerms) {
    this.policy = policy;
    this.terms = terms;
    this.mechanism = traitsOf(terms.definition.authentication).id;
  }

  accepts({ answer: received }: PassThreeSituation): boolean {
    const { policy, mechanism } = this;
    const { challenges, ownTitle, clientTitle = NOTHING } = this.terms;
    const titles = { answererTitle: fitted(clientTitle, TITLE_LENGTH), challengerTitle: ownTitle };
    const right = policy
      .challengesHonoured(challenges)
      .some((challenge) =>
        policy
          .titlesHonoured(titles)
          .some((order) => this.isAnswer({ challenge, counterChallenge: challenges.ctos, ...order }, received)),
      );
    return policy.acceptsAnswer({ right, received, mechanism });
  }

  reply(received: Uint8Array): Uint8Array | undefined {
    const { policy } = this;
    const { challenges, ownTitle, clientTitle = NOTHING } = this.terms;
    const { ctos, stoc } = challenges;
    const titles = policy.titlesInReply({
      answererTitle: ownTitle,
      challengerTitle: fitted(clientTitle, TITLE_LENGTH),
    });
    const challenge = policy.challengeAnswered(ctos, stoc);
    const answer = this.answerTo({ challenge, counterChallenge: stoc, ...titles });
    return answer && policy.answersChallenge(answer, { ctos, received });
  }

  private isAnswer(challenge: BoundChallenge, received: Uint8Array): boolean {
    const { policy } = this;
    const { secret } = this.terms.definition;
    if (this.mechanism === ECDSA) return this.isSignature(challenge, policy.signatureRead(received));
    const shared = policy.secretsHonoured(secret).flatMap((octets) => this.shared(octets) ?? []);
    return shared.some((by) => policy.matchesAnswer({ received, computed: this.computed(by, challenge) }));
  }

  private isSignature(challenge: BoundChallenge, signature: Uint8Array): boolean {
    const { keys, clientTitle, clientSigningKey: signing } = this.terms;
    if (keys === undefined || !isCurveSuite(keys.suite) || signing === undefined) return false;
    const { suite } = keys;
    const others = clientTitle === undefined ? [] : heldKeys(keys, clientTitle);
    const signers = this.policy.signersHonoured({ signing, others });
    return signers.some((signerKey) => isHlsAnswer({ mechanism: ECDSA, suite, signerKey }, challenge, signature));
  }

  private answerTo(challenge: BoundChallenge): Uint8Array | undefined {
    const [secret = NOTHING] = this.policy.secretsHonoured(this.terms.definition.secret);
    const shared = this.shared(secret);
    if (shared !== undefined) return this.computed(shared, challenge);
    const signing = this.answering();
    return signing && hlsAnswer(signing, challenge);
  }

  private computed(by: SharedSecretMechanism, challenge: BoundChallenge): Uint8Array {
    const { mechanism, secret } = by;
    return this.policy.computesAnswer(hlsAnswer(by, challenge), { mechanism, secret, ...challenge });
  }

  private shared(secret: Uint8Array): SharedSecretMechanism | undefined {
    const { vendorFunction = '' } = this.terms.definition;
    const { mechanism } = this;
    if (mechanism === 2) return { mechanism, secret, vendorFunction };
    if (mechanism === 3 || mechanism === 4 || mechanism === 6) return { mechanism, secret };
    return undefined;
  }

  private answering(): AnsweringMechanism | undefined {
    const { keys } = this.terms;
    const signing = keys?.keyPairs.get('digital-signature');
    if (keys === undefined || !isCurveSuite(keys.suite) || signing === undefined) return undefined;
    const agreement = keys.keyPairs.get('key-agreement');
    const signingKey = this.policy.signingKeyOfReply({ signing, agreement });
    return { mechanism: ECDSA, suite: keys.suite, signingKey };
  }
}
