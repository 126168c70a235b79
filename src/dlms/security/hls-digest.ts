import { createHash } from 'node:crypto';
import { concat } from '#dlms/codec/hex';
import { type AnsweredChallenge, type BoundChallenge, boundMessage, isSameAnswer } from './hls-challenge';

/** What is asked, by the number of the mechanism: MD5, SHA-1, SHA-256. */
export type DigestRequest =
  | ({ readonly mechanism: 3 | 4; readonly secret: Uint8Array } & AnsweredChallenge)
  | ({ readonly mechanism: 6; readonly secret: Uint8Array } & BoundChallenge);

const HASHES = { 3: 'md5', 4: 'sha1', 6: 'sha256' } as const;

/** Octets of an answer. */
export const DIGEST_LENGTHS = { 3: 16, 4: 20, 6: 32 } as const;

/**
 * f(challenge) of mechanisms 3, 4 and 6 (GB 9.2.7.4): `MD5(challenge ‖ secret)`, `SHA-1(challenge ‖ secret)`,
 * `SHA-256(secret ‖ answerer's title ‖ challenger's title ‖ challenge ‖ counter-challenge)`.
 * @returns 16, 20 or 32 octets
 * @throws LocalProtocolError when mechanism 6 gets a title that is not 8 octets
 */
export function digestAnswer(request: DigestRequest): Uint8Array {
  return new Uint8Array(createHash(HASHES[request.mechanism]).update(digestInput(request)).digest());
}

/**
 * Whether this is the answer; any octets may be asked about. Compares in constant time.
 * @throws LocalProtocolError when mechanism 6 gets a title that is not 8 octets
 */
export function verifyDigestAnswer(request: DigestRequest, answer: Uint8Array): boolean {
  return isSameAnswer(digestAnswer(request), answer);
}

function digestInput(request: DigestRequest): Uint8Array {
  if (request.mechanism === 6) return concat(request.secret, boundMessage(request));
  return concat(request.challenge, request.secret);
}
