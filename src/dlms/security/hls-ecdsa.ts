import { CURVES, type CurveSuite } from './elliptic-curve';
import { type BoundChallenge, boundMessage } from './hls-challenge';
import { sign, verifySignature } from './signature';

/**
 * f(challenge) of mechanism 7 (GB 9.2.7.4): the answerer's signature over
 * `answerer's title ‖ challenger's title ‖ challenge ‖ counter-challenge`.
 * @param signingKey the answerer's private signing key, 32 or 48 octets
 * @returns R ‖ S, 64 octets in suite 1, 96 in suite 2
 * @throws LocalProtocolError when the key is none or a title not 8 octets
 */
export function ecdsaAnswer(suite: CurveSuite, signingKey: Uint8Array, bound: BoundChallenge): Uint8Array {
  return sign(CURVES[suite], signingKey, boundMessage(bound));
}

/**
 * Whether this is an answer by the owner of the key; any octets may be asked about.
 * @param signerKey the answerer's public signing key, x ‖ y
 * @throws LocalProtocolError when a title is not 8 octets
 */
export function verifyEcdsaAnswer(
  suite: CurveSuite,
  signerKey: Uint8Array,
  bound: BoundChallenge,
  answer: Uint8Array,
): boolean {
  return verifySignature(CURVES[suite], signerKey, boundMessage(bound), answer);
}
