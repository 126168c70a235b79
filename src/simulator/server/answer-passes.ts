import { traitsOf } from '#dlms/apdu/authentication';
import { isCurveSuite } from '#dlms/security/elliptic-curve';
import {
  type AnsweringMechanism,
  type HlsChallenge,
  hlsAnswer,
  isHlsAnswer,
  type SharedSecretMechanism,
  type VerifyingMechanism,
} from '#dlms/security/hls-answer';
import type { AssociationDefinition, KeySet } from '../model';
import type { MeterPolicy } from '../policy';
import type { HlsPasses, PassThreeSituation } from './hls-passes';
import { fitted } from './key-ring';
import type { Challenges } from './open-association';

const TITLE_LENGTH = 8;
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
    const by = this.shared() ?? this.verifying();
    const titles = policy.titlesInAnswer({
      answererTitle: fitted(clientTitle, TITLE_LENGTH),
      challengerTitle: ownTitle,
    });
    const right = policy.challengesHonoured(challenges).some((challenge) => {
      const bound = { challenge, counterChallenge: challenges.ctos, ...titles };
      return by !== undefined && isHlsAnswer(by, bound, received);
    });
    return policy.acceptsAnswer({ right, received, mechanism });
  }

  reply(): Uint8Array | undefined {
    const { policy } = this;
    const { challenges, ownTitle, clientTitle = NOTHING } = this.terms;
    const titles = policy.titlesInAnswer({
      answererTitle: ownTitle,
      challengerTitle: fitted(clientTitle, TITLE_LENGTH),
    });
    const challenge = policy.challengeAnswered(challenges.ctos);
    const answer = this.answerTo({ challenge, counterChallenge: challenges.stoc, ...titles });
    return answer && policy.answersChallenge(answer);
  }

  private answerTo(challenge: HlsChallenge): Uint8Array | undefined {
    const by = this.shared() ?? this.answering();
    return by && hlsAnswer(by, challenge);
  }

  private shared(): SharedSecretMechanism | undefined {
    const { secret, vendorFunction = '' } = this.terms.definition;
    const { mechanism } = this;
    if (mechanism === 2) return { mechanism, secret: secret.octets, vendorFunction };
    if (mechanism === 3 || mechanism === 4 || mechanism === 6) return { mechanism, secret: secret.octets };
    return undefined;
  }

  private verifying(): VerifyingMechanism | undefined {
    const { keys, clientSigningKey: signerKey } = this.terms;
    if (keys === undefined || !isCurveSuite(keys.suite) || signerKey === undefined) return undefined;
    return { mechanism: 7, suite: keys.suite, signerKey };
  }

  private answering(): AnsweringMechanism | undefined {
    const { keys } = this.terms;
    const signingKey = keys?.keyPairs.get('digital-signature');
    if (keys === undefined || !isCurveSuite(keys.suite) || signingKey === undefined) return undefined;
    return { mechanism: 7, suite: keys.suite, signingKey };
  }
}
