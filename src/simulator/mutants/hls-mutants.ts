import type { Data } from '#dlms/codec/data';
import { equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

const SOME_SECRET: Data = { type: 'octet-string', value: new Uint8Array(8).fill(0x31) };

/** AUT: challenges and the four passes of HLS. */
export const hlsMutants: readonly Mutant[] = [
  {
    id: 'NC-041',
    violates: ['AUT-10'],
    fault: 'answers an HLS opening with the diagnostic null',
    policy: { diagnosticOfAcceptance: () => ({ source: 'acse-service-user', value: 'null' }) },
  },
  {
    id: 'NC-056',
    violates: ['AUT-20'],
    fault: 'wants pass 3 on its own association object and not on the current one',
    policy: { acceptsPassThreeOn: ({ logicalName, own }) => logicalName === own },
  },
  {
    id: 'NC-059',
    violates: ['AUT-18'],
    fault: 'does not answer the challenge of the client',
    policy: { answersChallenge: () => undefined },
  },
  {
    id: 'NC-060',
    violates: ['AUT-17', 'AUT-19'],
    fault: 'accepts any f(StoC), that of GMAC with a fresh counter',
    policy: { acceptsTokenTag: () => true, acceptsAnswer: () => true },
  },
  {
    id: 'NC-061',
    violates: ['AUT-11'],
    fault: 'serves before the client has answered its challenge',
    policy: { servesWhilePending: () => true },
  },
  {
    id: 'NC-064',
    violates: ['SEC-41', 'AUT-24'],
    fault: 'wants the same counter in the token of pass 3 as in the AARQ',
    policy: { acceptsTokenCounter: ({ token, lowestBefore }) => token === lowestBefore - 1 },
  },
  {
    id: 'M-AUT-10-short',
    violates: ['AUT-10'],
    fault: 'gives a challenge of four octets',
    policy: { challenge: ({ random }) => random(4) },
  },
  {
    id: 'M-AUT-10-absent',
    violates: ['AUT-10'],
    fault: 'sends no challenge',
    policy: { challengeInAare: () => undefined },
  },
  {
    id: 'M-AUT-11-get',
    violates: ['AUT-11'],
    fault: 'serves GETs, and nothing else, before pass 3',
    policy: { servesWhilePending: ({ service }) => service === 'get' },
  },
  {
    id: 'M-AUT-12-constant',
    violates: ['AUT-12'],
    fault: 'always gives the same challenge',
    policy: { challenge: () => new Uint8Array(16).fill(0x5a) },
  },
  {
    id: 'M-AUT-12-echo',
    violates: ['AUT-12'],
    fault: 'sends the challenge of the client back as its own',
    policy: { challenge: ({ ctos }) => ctos.slice() },
  },
  {
    id: 'M-AUT-13-short',
    violates: ['AUT-13'],
    fault: 'accepts a challenge of seven octets',
    policy: { acceptsChallengeLength: (length) => length !== undefined && length >= 7 && length <= 64 },
  },
  {
    id: 'M-AUT-14-refused',
    violates: ['AUT-14'],
    fault: 'accepts challenges of up to 63 octets',
    policy: { acceptsChallengeLength: (length) => length !== undefined && length >= 8 && length < 64 },
  },
  {
    id: 'M-AUT-14-half',
    violates: ['AUT-14'],
    fault: 'answers the first 32 octets of a challenge only',
    policy: { challengeAnswered: (ctos) => ctos.subarray(0, 32) },
  },
  {
    id: 'M-AUT-15-long',
    violates: ['AUT-15'],
    fault: 'accepts a challenge of 65 octets',
    policy: { acceptsChallengeLength: (length) => length !== undefined && length >= 8 },
  },
  {
    id: 'M-AUT-17-half',
    violates: ['AUT-17'],
    fault: 'compares eleven octets of the tag of f(StoC)',
    policy: {
      acceptsTokenTag: ({ received, computed }) => equalOctets(received.subarray(0, 11), computed.subarray(0, 11)),
    },
  },
  {
    id: 'M-AUT-17-once-more',
    violates: ['AUT-17'],
    fault: 'lets a client try pass 3 again with the same challenge',
    policy: { endsOnWrongPassThree: () => false },
  },
  {
    id: 'M-AUT-17-opens',
    violates: ['AUT-17'],
    fault: 'refuses a wrong pass 3 and serves all the same',
    policy: { opensOnWrongPassThree: () => true },
  },
  {
    id: 'M-AUT-17-answers',
    violates: ['AUT-17'],
    fault: 'answers the challenge of a client that has failed',
    policy: { answersWrongPassThree: () => true },
  },
  {
    id: 'M-AUT-18-wrong',
    violates: ['AUT-18'],
    fault: 'answers the challenge of the client with a wrong tag',
    policy: { answersChallenge: (token) => token.map((octet, at) => (at === token.length - 1 ? octet ^ 1 : octet)) },
  },
  {
    id: 'M-AUT-19-old',
    violates: ['AUT-19'],
    fault: 'honours the answer to its previous challenge',
    policy: {
      challengesHonoured: ({ stoc, previous }) => (previous === undefined ? [stoc] : [stoc, previous]),
      acceptsTokenCounter: () => true,
    },
  },
  {
    id: 'M-AUT-20-any',
    violates: ['AUT-20'],
    fault: 'takes pass 3 on the association object of any client',
    policy: { acceptsPassThreeOn: () => true },
  },
  {
    id: 'M-AUT-24-window',
    violates: ['AUT-24'],
    fault: 'refuses a token whose counter is fifty ahead',
    policy: {
      acceptsTokenCounter: (counters) =>
        conforming.acceptsTokenCounter(counters) && counters.token < counters.lowestBefore + 50,
    },
  },
  {
    id: 'M-AUT-25-equal',
    violates: ['AUT-25'],
    fault: 'accepts a token with the counter that was used last',
    policy: { acceptsTokenCounter: ({ token, lowestBefore }) => token >= lowestBefore - 1 },
  },
  {
    id: 'M-AUT-25-any',
    violates: ['AUT-25'],
    fault: 'does not look at the counter of a token',
    policy: { acceptsTokenCounter: () => true },
  },
  {
    id: 'M-AUT-26-control',
    violates: ['AUT-26'],
    fault: 'does not look at the security control octet of a token',
    policy: { acceptsTokenControl: (control, suite) => control.suite === suite },
  },
  {
    id: 'M-AUT-27-key',
    violates: ['AUT-27'],
    fault: 'checks the tag of a token only when it is nearly right',
    policy: {
      acceptsTokenTag: ({ received, computed }) =>
        equalOctets(received, computed) || received.filter((octet, index) => octet === computed[index]).length < 6,
    },
  },
  {
    id: 'M-TMO-11-waits',
    violates: ['TMO-11'],
    fault: 'lets a pending association wait for ever',
    policy: { pendingTimeoutMs: () => undefined },
  },
  {
    id: 'M-AUT-11-set',
    violates: ['AUT-11'],
    fault: 'serves SETs, and nothing else, before pass 3',
    policy: { servesWhilePending: ({ service }) => service === 'set' },
  },
  {
    id: 'M-AUT-11-action',
    violates: ['AUT-11'],
    fault: 'calls any method before pass 3',
    policy: { servesWhilePending: ({ service }) => service === 'action' },
  },
  {
    id: 'M-AUT-12-period',
    violates: ['AUT-12'],
    fault: 'has sixteen challenges and gives them in turn',
    policy: { challenge: ({ previous }) => new Uint8Array(16).fill(((previous?.[0] ?? 0) + 1) & 0x0f) },
  },
  {
    id: 'M-AUT-13-challenges',
    violates: ['AUT-13', 'AUT-15'],
    fault: 'sends a challenge with an AARE that rejects',
    policy: {
      aare: (aare) =>
        aare.result === 'accepted' ? aare : { ...aare, respondingAuthenticationValue: new Uint8Array(16).fill(0x3c) },
    },
  },
  {
    id: 'M-AUT-17-tail',
    violates: ['AUT-17'],
    fault: 'does not compare the first octet of the tag of f(StoC)',
    policy: { acceptsTokenTag: ({ received, computed }) => equalOctets(received.subarray(1), computed.subarray(1)) },
  },
  {
    id: 'M-AUT-17-ends',
    violates: ['AUT-17'],
    fault: 'compares the first and the last four octets of the tag of f(StoC)',
    policy: {
      acceptsTokenTag: ({ received, computed }) =>
        equalOctets(received.subarray(0, 4), computed.subarray(0, 4)) &&
        equalOctets(received.subarray(8), computed.subarray(8)),
    },
  },
  {
    id: 'M-AUT-19-fresh',
    violates: ['AUT-19'],
    fault: 'honours a fresh answer to its previous challenge',
    policy: { challengesHonoured: ({ stoc, previous }) => (previous === undefined ? [stoc] : [stoc, previous]) },
  },
  {
    id: 'M-AUT-24-follows',
    violates: ['AUT-24'],
    fault: 'wants the counter of a token to follow the last one without a gap',
    policy: { acceptsTokenCounter: ({ token, lowestBefore }) => token === lowestBefore },
  },
  {
    id: 'M-AUT-24-zero',
    violates: ['AUT-24'],
    fault: 'computes each of its tokens under counter 0',
    policy: { replyCounter: ({ next, use }) => (use === 'token' ? 0 : next) },
  },
  {
    id: 'M-AUT-26-both',
    violates: ['AUT-26'],
    fault: 'accepts a token that is marked as encrypted as well',
    policy: { acceptsTokenControl: (control, suite) => control.authenticated && control.suite === suite },
  },
  {
    id: 'M-AUT-34-numbered',
    violates: ['AUT-34'],
    fault: 'hides secrets in the current association only',
    policy: {
      readResult: (result, { classId, id, logicalName }) =>
        classId === 15 && id === 7 && logicalName !== '0-0:40.0.0.255' ? { data: SOME_SECRET } : result,
    },
  },
];
