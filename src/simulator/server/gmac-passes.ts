import { type GmacToken, gmacControl, gmacToken, parseToken } from '#dlms/security/hls-gmac';
import type { MeterPolicy } from '../policy';
import type { HlsPasses, PassThreeSituation } from './hls-passes';
import { fitted, type KeyRing } from './key-ring';
import type { Challenges } from './open-association';
import { takeReplyCounter } from './reply-counter';

const TAG_AT = 5;
const TITLE_LENGTH = 8;

/** Passes 3 and 4 of HLS with GMAC (GB 9.2.2.2.2, security.md 9). */
export class GmacPasses implements HlsPasses {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;
  private readonly challenges: Challenges;

  constructor(policy: MeterPolicy, ring: KeyRing, challenges: Challenges) {
    this.policy = policy;
    this.ring = ring;
    this.challenges = challenges;
  }

  /** Is this f(StoC)? A right one moves the receive counter behind its own. */
  accepts({ answer: token, carrier, lowestBefore }: PassThreeSituation): boolean {
    const parsed = parseToken(token);
    if (parsed === undefined) return false;
    const { control, invocationCounter, tag: received } = parsed;
    const { policy } = this;
    if (!policy.acceptsTokenControl(control, this.ring.suite.id)) return false;
    if (!policy.acceptsTokenCounter({ token: invocationCounter, carrier, lowestBefore })) return false;
    const honoured = policy.challengesHonoured(this.challenges);
    const right = honoured.some((challenge) =>
      policy.acceptsTokenTag({ received, computed: this.tag(parsed, challenge) }),
    );
    const { counters } = this.ring.global;
    if (right) counters.lowest = policy.counterAfterToken({ token: invocationCounter, lowest: counters.lowest });
    return right;
  }

  /** What pass 4 returns: f(CtoS), or nothing. */
  reply(received: Uint8Array): Uint8Array | undefined {
    const { policy, ring } = this;
    const { ctos, stoc } = this.challenges;
    const invocationCounter = takeReplyCounter(policy, ring, 'global', 'token', undefined);
    if (invocationCounter === undefined) return undefined;
    const token = gmacToken({
      suite: ring.suite.id,
      keys: { encryptionKey: ring.global.key, authenticationKey: ring.gak },
      systemTitle: fitted(policy.replyTitle(ring.ownTitle, ring.clientTitle), TITLE_LENGTH),
      invocationCounter,
      challenge: policy.challengeAnswered(ctos, stoc),
      control: policy.replyControl(gmacControl(ring.suite.id)),
    });
    return policy.answersChallenge(token, { ctos, received });
  }

  private tag({ control, invocationCounter }: GmacToken, challenge: Uint8Array): Uint8Array {
    const { ring } = this;
    const token = gmacToken({
      suite: ring.suite.id,
      keys: { encryptionKey: ring.global.key, authenticationKey: this.policy.authenticationKeyInToken(ring.gak) },
      systemTitle: ring.clientTitle,
      invocationCounter,
      challenge,
      control,
    });
    return token.subarray(TAG_AT);
  }
}
