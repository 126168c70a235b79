import { concat, equalOctets } from '#dlms/codec/hex';
import { CURVES, numberOf } from '#dlms/security/elliptic-curve';
import { digestAnswer } from '#dlms/security/hls-digest';
import { conforming } from '../policy';
import type { AnswerInputs } from '../policy/authentication-policy';
import { asn1Of, plainOf } from './asn1-signature';
import type { Mutant } from './mutant';

const ECDSA = 7;
const GMAC = '2.16.756.5.8.2.5';
const ORDERS: readonly bigint[] = [CURVES[1].order, CURVES[2].order];

const firstHalf = (octets: Uint8Array) => octets.subarray(0, octets.length / 2);
const secondHalf = (octets: Uint8Array) => octets.subarray(octets.length / 2);

/** The right signature, or one of which this holds. */
function alsoAccepts(malformed: (signature: Uint8Array) => boolean): NonNullable<Mutant['policy']> {
  return {
    acceptsAnswer: ({ right, received, mechanism }) => right || (mechanism === ECDSA && malformed(received)),
  };
}

/** Another function in place of that of one mechanism, both ways. */
function computes(mechanism: number, answer: (inputs: AnswerInputs) => Uint8Array): NonNullable<Mutant['policy']> {
  return { computesAnswer: (right, inputs) => (inputs.mechanism === mechanism ? answer(inputs) : right) };
}

/** AUT: f(StoC) and f(CtoS) of the mechanisms without a counter. */
export const answerMutants: readonly Mutant[] = [
  {
    id: 'NC-063',
    violates: ['AUT-21'],
    fault: "answers by another function than the declared one where the manufacturer's is agreed",
    policy: computes(2, ({ secret, challenge }) => digestAnswer({ mechanism: 3, secret, challenge })),
  },
  {
    id: 'NC-065',
    violates: ['AUT-31'],
    fault: 'accepts a signature whose first number is zero',
    policy: alsoAccepts((signature) => numberOf(firstHalf(signature)) === 0n),
  },
  {
    id: 'M-AUT-10-mechanism',
    violates: ['AUT-10'],
    fault: 'names GMAC in its AARE, whatever the mechanism is',
    policy: { mechanismInAare: ({ hls }) => (hls ? GMAC : undefined) },
  },
  {
    id: 'M-AUT-10-signature',
    violates: ['AUT-10'],
    fault: 'gives a challenge of sixteen octets with signatures too',
    policy: { challenge: ({ random }) => random(16) },
  },
  {
    id: 'M-AUT-13-signature',
    violates: ['AUT-13'],
    fault: 'takes challenges of eight octets on with signatures too',
    policy: { acceptsChallengeLength: (length) => length !== undefined && length >= 8 && length <= 64 },
  },
  {
    id: 'M-AUT-17-answer',
    violates: ['AUT-17'],
    fault: 'compares the first half of a digest',
    policy: {
      matchesAnswer: ({ received, computed }) =>
        received.length === computed.length && equalOctets(firstHalf(received), firstHalf(computed)),
    },
  },
  {
    id: 'M-AUT-17-answer-start',
    violates: ['AUT-17'],
    fault: 'does not compare the first octet of a digest',
    policy: {
      matchesAnswer: ({ received, computed }) => equalOctets(received.subarray(1), computed.subarray(1)),
    },
  },
  {
    id: 'M-AUT-18-sent-back',
    violates: ['AUT-18', 'AUT-22', 'AUT-23', 'AUT-28'],
    fault: "sends the client's own answer back as its own",
    policy: { answersChallenge: (_answer, { received }) => received.slice() },
  },
  {
    id: 'M-AUT-18-challenge',
    violates: ['AUT-18'],
    fault: 'sends the challenge of the client back as its answer to it',
    policy: { answersChallenge: (_answer, { ctos }) => ctos.slice() },
  },
  {
    id: 'M-AUT-21-stoc',
    violates: ['AUT-21'],
    fault: 'answers its own challenge in place of that of the client',
    policy: { challengeAnswered: (_ctos, stoc) => stoc },
  },
  {
    id: 'M-AUT-22-order',
    violates: ['AUT-22'],
    fault: 'puts the secret in front of the challenge for MD5',
    policy: computes(3, ({ secret, challenge }) =>
      digestAnswer({ mechanism: 3, secret: challenge, challenge: secret }),
    ),
  },
  {
    id: 'M-AUT-22-stoc',
    violates: ['AUT-22'],
    fault: 'answers its own challenge in place of that of the client',
    policy: { challengeAnswered: (_ctos, stoc) => stoc },
  },
  {
    id: 'M-AUT-23-order',
    violates: ['AUT-23'],
    fault: 'puts the secret in front of the challenge for SHA-1',
    policy: computes(4, ({ secret, challenge }) =>
      digestAnswer({ mechanism: 4, secret: challenge, challenge: secret }),
    ),
  },
  {
    id: 'M-AUT-23-md5',
    violates: ['AUT-23'],
    fault: 'computes MD5 where SHA-1 is agreed',
    policy: computes(4, ({ secret, challenge }) => digestAnswer({ mechanism: 3, secret, challenge })),
  },
  {
    id: 'M-AUT-28-secret-last',
    violates: ['AUT-28'],
    fault: 'puts the secret behind titles and challenges for SHA-256',
    policy: computes(6, ({ secret, answererTitle, challengerTitle, challenge, counterChallenge }) =>
      digestAnswer({
        mechanism: 6,
        secret: concat(answererTitle, challengerTitle, challenge),
        answererTitle: counterChallenge.subarray(0, 8),
        challengerTitle: counterChallenge.subarray(8, 16),
        challenge: counterChallenge.subarray(16),
        counterChallenge: secret,
      }),
    ),
  },
  {
    id: 'M-AUT-28-titles',
    violates: ['AUT-28'],
    fault: 'swaps the titles in its answer to the client, with SHA-256',
    policy: { titlesInReply: swapped },
  },
  {
    id: 'M-AUT-28-stoc',
    violates: ['AUT-28'],
    fault: 'answers its own challenge in place of that of the client, with SHA-256',
    policy: { challengeAnswered: (_ctos, stoc) => stoc },
  },
  {
    id: 'M-AUT-29-either',
    violates: ['AUT-29'],
    fault: 'takes the titles in either order',
    policy: { titlesHonoured: (titles) => [titles, swapped(titles)] },
  },
  {
    id: 'M-AUT-30-key',
    violates: ['AUT-30'],
    fault: 'signs its answer with its key for key agreement',
    policy: { signingKeyOfReply: ({ signing, agreement }) => agreement ?? signing },
  },
  {
    id: 'M-AUT-30-titles',
    violates: ['AUT-30'],
    fault: 'swaps the titles in what it signs',
    policy: { titlesInReply: swapped },
  },
  {
    id: 'M-AUT-30-asn1',
    violates: ['AUT-30'],
    fault: 'sends its signature in the form that certificates have',
    policy: { answersChallenge: (answer) => (answer.length >= 64 ? asn1Of(answer) : answer) },
  },
  {
    id: 'M-AUT-31-zero-s',
    violates: ['AUT-31'],
    fault: 'accepts a signature whose second number is zero',
    policy: alsoAccepts((signature) => numberOf(secondHalf(signature)) === 0n),
  },
  {
    id: 'M-AUT-31-zeros',
    violates: ['AUT-31'],
    fault: 'accepts a signature of nothing but zeros',
    policy: alsoAccepts((signature) => numberOf(signature) === 0n),
  },
  {
    id: 'M-AUT-31-order',
    violates: ['AUT-31'],
    fault: 'accepts a signature whose first number is the order of the curve',
    policy: alsoAccepts((signature) => ORDERS.includes(numberOf(firstHalf(signature)))),
  },
  {
    id: 'M-AUT-31-any',
    violates: ['AUT-31'],
    fault: 'looks at no more of a signature than its length and that its numbers are in range',
    policy: alsoAccepts((signature) => signature.length >= 64 && signature.length % 32 === 0 && hasNumbers(signature)),
  },
  {
    id: 'M-AUT-31-asn1',
    violates: ['AUT-31'],
    fault: 'accepts a signature in the form that certificates have as well',
    policy: { signatureRead: plainOf },
  },
  {
    id: 'M-AUT-33-idle',
    violates: ['AUT-33'],
    fault: 'says that a secret was changed, and keeps the old one',
    policy: { secretsHonoured: ({ octets, former }) => [former ?? octets] },
  },
  {
    id: 'M-AUT-33-both',
    violates: ['AUT-33'],
    fault: 'takes the old secret beside the new one',
    policy: { secretsHonoured: ({ octets, former }) => (former === undefined ? [octets] : [octets, former]) },
  },
  {
    id: 'M-AUT-33-refused',
    violates: ['AUT-33'],
    fault: 'refuses to change any secret',
    policy: {
      writeResult: (result, access) =>
        access.classId === 15 && access.id === 7 ? 'read-write-denied' : conforming.writeResult(result, access),
      actionOutcome: (outcome, access) =>
        access.classId === 15 && access.id === 2
          ? { result: 'read-write-denied' }
          : conforming.actionOutcome(outcome, access),
    },
  },
];

function swapped({ answererTitle, challengerTitle }: Pick<AnswerInputs, 'answererTitle' | 'challengerTitle'>) {
  return { answererTitle: challengerTitle, challengerTitle: answererTitle };
}

function hasNumbers(signature: Uint8Array): boolean {
  return [firstHalf(signature), secondHalf(signature)].every((half) => {
    const number = numberOf(half);
    return number > 0n && !ORDERS.includes(number);
  });
}
