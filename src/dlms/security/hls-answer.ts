import { LocalProtocolError } from '#dlms/errors';
import type { CurveSuite } from './elliptic-curve';
import { type BoundChallenge, isSameAnswer } from './hls-challenge';
import { digestAnswer } from './hls-digest';
import { ecdsaAnswer, verifyEcdsaAnswer } from './hls-ecdsa';
import { vendorAnswer } from './hls-vendor';

/** The challenges of one association, and the titles as far as they are known: mechanisms 2, 3 and 4 need none. */
export type HlsChallenge = Pick<BoundChallenge, 'challenge' | 'counterChallenge'> &
  Partial<Pick<BoundChallenge, 'answererTitle' | 'challengerTitle'>>;

/** What both sides share: mechanism 2 with the name of its function, 3, 4 and 6. */
export type SharedSecretMechanism =
  | { readonly mechanism: 2; readonly secret: Uint8Array; readonly vendorFunction: string }
  | { readonly mechanism: 3 | 4 | 6; readonly secret: Uint8Array };

/** Mechanism 7: what the answerer has, and what the challenger knows of him. */
export interface SignatureMechanism {
  readonly mechanism: 7;
  readonly suite: CurveSuite;
}

export type AnsweringMechanism = SharedSecretMechanism | (SignatureMechanism & { readonly signingKey: Uint8Array });
export type VerifyingMechanism = SharedSecretMechanism | (SignatureMechanism & { readonly signerKey: Uint8Array });

/**
 * f(challenge) of mechanisms 2, 3, 4, 6 and 7 (GB 9.2.7.4); `hls-gmac` has that of mechanism 5, which counts.
 * @throws LocalProtocolError when a title is missing or not 8 octets, or a key or secret is none for the mechanism
 */
export function hlsAnswer(by: AnsweringMechanism, challenge: HlsChallenge): Uint8Array {
  if (by.mechanism === 7) return ecdsaAnswer(by.suite, by.signingKey, bound(challenge));
  return sharedAnswer(by, challenge);
}

/**
 * Whether this is f(challenge); any octets may be asked about. Compares in constant time.
 * @throws LocalProtocolError when a title is missing or not 8 octets, or a secret is none for the mechanism
 */
export function isHlsAnswer(by: VerifyingMechanism, challenge: HlsChallenge, answer: Uint8Array): boolean {
  if (by.mechanism === 7) return verifyEcdsaAnswer(by.suite, by.signerKey, bound(challenge), answer);
  return isSameAnswer(sharedAnswer(by, challenge), answer);
}

function sharedAnswer(by: SharedSecretMechanism, challenge: HlsChallenge): Uint8Array {
  switch (by.mechanism) {
    case 2:
      return vendorAnswer({
        name: by.vendorFunction,
        secret: by.secret,
        challenge: challenge.challenge,
        context: challenge,
      });
    case 6:
      return digestAnswer({ mechanism: 6, secret: by.secret, ...bound(challenge) });
    default:
      return digestAnswer({ mechanism: by.mechanism, secret: by.secret, challenge: challenge.challenge });
  }
}

function bound({ challenge, counterChallenge, answererTitle, challengerTitle }: HlsChallenge): BoundChallenge {
  if (answererTitle === undefined || challengerTitle === undefined) {
    throw new LocalProtocolError('HLS mechanisms 6 and 7 take the system titles of both sides');
  }
  return { challenge, counterChallenge, answererTitle, challengerTitle };
}
