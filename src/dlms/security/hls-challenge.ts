import { timingSafeEqual } from 'node:crypto';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { isSystemTitle } from './system-title';

/** One of the two answers of an HLS authentication. In pass 3 the client answers StoC, in pass 4 the server CtoS. */
export interface AnsweredChallenge {
  /** the challenge that is answered: StoC in pass 3, CtoS in pass 4 */
  readonly challenge: Uint8Array;
}

/** What mechanisms 6 and 7 take in besides, so that an answer is good for one association alone. */
export interface BoundChallenge extends AnsweredChallenge {
  /** the challenge that the answerer set himself: CtoS in pass 3, StoC in pass 4 */
  readonly counterChallenge: Uint8Array;
  /** of who answers, 8 octets: the client's in pass 3, the server's in pass 4 */
  readonly answererTitle: Uint8Array;
  /** of who gets the answer, 8 octets */
  readonly challengerTitle: Uint8Array;
}

/**
 * Answerer's title (8) ‖ challenger's title (8) ‖ challenge ‖ counter-challenge (GB 9.2.7.4).
 * @throws LocalProtocolError when a title is not 8 octets: check what a peer sent first
 */
export function boundMessage(bound: BoundChallenge): Uint8Array {
  const { challenge, counterChallenge, answererTitle, challengerTitle } = bound;
  if (!isSystemTitle(answererTitle) || !isSystemTitle(challengerTitle)) {
    throw new LocalProtocolError('HLS mechanisms 6 and 7 take system titles of 8 octets');
  }
  return concat(answererTitle, challengerTitle, challenge, counterChallenge);
}

/** Whether a received answer is the right one, in constant time. Its length is no secret. */
export function isSameAnswer(expected: Uint8Array, received: Uint8Array): boolean {
  return expected.length === received.length && timingSafeEqual(expected, received);
}
