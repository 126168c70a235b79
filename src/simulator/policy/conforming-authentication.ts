import { timingSafeEqual } from 'node:crypto';
import { isSameAnswer } from '#dlms/security/hls-challenge';
import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import type { AuthenticationPolicy } from './authentication-policy';

const USUAL_CHALLENGE = 16;

export const conformingAuthentication: AuthenticationPolicy = {
  challenge: ({ random, shortest }) => random(Math.max(USUAL_CHALLENGE, shortest)),
  servesWhilePending: () => false,
  pendingTimeoutMs: (configured) => configured,
  acceptsPassThreeOn: ({ logicalName }) => logicalName === '0-0:40.0.0.255',
  acceptsTokenControl: (control, suite) =>
    control.authenticated &&
    !control.encrypted &&
    control.keySet === 'unicast' &&
    !control.compressed &&
    control.suite === suite,
  acceptsTokenCounter: ({ token, lowestBefore }) => token >= lowestBefore && token < LAST_COUNTER,
  acceptsAnswer: ({ right }) => right,
  titlesHonoured: (titles) => [titles],
  titlesInReply: (titles) => titles,
  computesAnswer: (answer) => answer,
  matchesAnswer: ({ received, computed }) => isSameAnswer(computed, received),
  signatureRead: (received) => received,
  signersHonoured: ({ signing }) => [signing],
  signingKeyOfReply: ({ signing }) => signing,
  acceptsClientCertificate: ({ faults }) => faults.length === 0,
  authenticationKeyInToken: (gak) => gak,
  acceptsTokenTag: ({ received, computed }) =>
    received.length === computed.length && timingSafeEqual(received, computed),
  challengesHonoured: ({ stoc }) => [stoc],
  endsOnWrongPassThree: () => true,
  opensOnWrongPassThree: () => false,
  resultOfWrongPassThree: () => 'other-reason',
  afterWrongPassThree: () => 'goes-on',
  answersWrongPassThree: () => false,
  challengeAnswered: (ctos) => ctos,
  answersChallenge: (token) => token,
  resultOfPassThree: () => 'success',
  resultOfSurplusPassThree: () => 'other-reason',
};
