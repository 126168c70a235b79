import { withOctet } from '#dlms/apdu/edit';
import { concat, equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import { UNPROTECTED } from '../policy/protection-kind';
import { carelessSecret } from './careless-curve';
import type { Mutant } from './mutant';

const NOTHING = new Uint8Array(0);
/** FLAG id of the manufacturer, in front of every system title. */
const MANUFACTURER = 3;

const GET_RESPONSE_TAG = 0xc4;

/** SEC: general-ciphering, general-signing and the suites that have key pairs. */
export const generalMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-25-layer',
    violates: ['SEC-25'],
    fault: 'takes a layer that protects nothing for protection',
    policy: { demandOnLayers: () => UNPROTECTED },
  },
  {
    id: 'M-SEC-26-layer',
    violates: ['SEC-26'],
    fault: 'is content with authentication in general-ciphering, whatever its policy demands',
    policy: { demandOnLayers: (demanded) => ({ ...demanded, encrypted: false }) },
  },
  {
    id: 'M-SEC-33-layer',
    violates: ['SEC-33'],
    fault: 'does not look at the counter in general-ciphering',
    policy: {
      isFreshCounter: (received) => received.form === 'general-ciphering' || conforming.isFreshCounter(received),
    },
  },
  {
    id: 'M-SEC-45-zero',
    violates: ['SEC-45', 'SEC-46'],
    fault: 'names suite 0 in what it answers to GET, whatever suite that is protected by',
    policy: { protectedContent: (content, plain) => namingSuite(0, content, plain) },
  },
  {
    id: 'M-SEC-46-one',
    violates: ['SEC-46'],
    fault: 'names suite 1 where it has protected the answer to GET by suite 2',
    policy: {
      protectedContent: (content, plain) => (suiteIn(content) === 2 ? namingSuite(1, content, plain) : content),
    },
  },
  {
    id: 'M-SEC-47-header',
    violates: ['SEC-47', 'SEC-48', 'SEC-49', 'SEC-50'],
    fault: 'leaves the header out of the additional data of general-ciphering',
    policy: { headerInAad: () => NOTHING },
    seenIn: 'stacks of the Gurux family',
  },
  {
    id: 'M-SEC-47-own-id',
    violates: ['SEC-47', 'SEC-54'],
    fault: 'answers under a transaction-id of its own',
    policy: { replyHeader: (header) => ({ ...header, transactionId: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) }) },
  },
  {
    id: 'M-SEC-47-no-id',
    violates: ['SEC-47', 'SEC-54'],
    fault: 'leaves the transaction-id out of its replies',
    policy: { replyHeader: (header) => ({ ...header, transactionId: NOTHING }) },
  },
  {
    id: 'M-SEC-47-titles',
    violates: ['SEC-47', 'SEC-54'],
    fault: 'repeats the titles of the request in place of turning them around',
    policy: {
      replyHeader: (header, request) => ({
        ...header,
        originatorSystemTitle: request?.originatorSystemTitle ?? NOTHING,
        recipientSystemTitle: request?.recipientSystemTitle ?? NOTHING,
      }),
    },
  },
  {
    id: 'M-SEC-47-nobody',
    violates: ['SEC-47', 'SEC-54'],
    fault: 'does not say whom its replies are for',
    policy: { replyHeader: (header) => ({ ...header, recipientSystemTitle: NOTHING }) },
  },
  {
    id: 'M-SEC-47-clear',
    violates: ['SEC-47', 'SEC-54', 'SEC-57'],
    fault: 'answers in clear what came in general-ciphering or general-signing',
    policy: { replyLayers: () => [] },
  },
  {
    id: 'M-SEC-47-twice',
    violates: ['SEC-47'],
    fault: 'uses its counter in general-ciphering a second time',
    policy: { replyCounterAfter: ({ used, use, key }) => (use === 'response' && key === 'global' ? used : used + 1) },
  },
  {
    id: 'M-SEC-48-ignored',
    violates: ['SEC-48', 'SEC-49', 'SEC-50'],
    fault: 'names a wrapped or agreed key and answers under its global one',
    policy: { replyKey: (request) => (request === 'ephemeral' ? 'global' : request) },
  },
  {
    id: 'M-SEC-48-counters',
    violates: ['SEC-48', 'SEC-49', 'SEC-50'],
    fault: 'counts wrapped and agreed keys together with its global one',
    policy: { countersOf: (key) => (key === 'ephemeral' ? 'global' : key) },
  },
  {
    id: 'M-SEC-48-master',
    violates: ['SEC-48'],
    fault: 'takes no key that is wrapped under the master key',
    policy: { acceptsKekId: (kekId) => kekId !== 0 },
  },
  {
    id: 'M-SEC-49-unsigned',
    violates: ['SEC-49'],
    fault: 'sends its ephemeral key with a signature of nothing',
    policy: { replyKeyData: (data) => data.map((octet, at) => (at < data.length / 2 ? octet : 1)) },
  },
  {
    id: 'M-SEC-49-key-alone',
    violates: ['SEC-49'],
    fault: 'sends its ephemeral key without a signature',
    policy: { replyKeyData: (data) => data.subarray(0, data.length / 2) },
  },
  {
    id: 'M-SEC-50-data',
    violates: ['SEC-50'],
    fault: 'puts a key where static keys need none',
    policy: { replyKeyData: (data, origin) => (origin === 'C(0e,2s)' ? Uint8Array.of(0) : data) },
  },
  {
    id: 'M-SEC-51-wrap',
    violates: ['SEC-51'],
    fault: 'goes on with the last key when it cannot unwrap a new one',
    policy: { keyOfBrokenWrap: (earlier) => earlier },
  },
  {
    id: 'M-SEC-51-signature',
    violates: ['SEC-51'],
    fault: 'does not check who has signed an ephemeral key',
    policy: { acceptsEphemeralKey: ({ onCurve }) => onCurve },
  },
  {
    id: 'M-SEC-51-curve',
    violates: ['SEC-51'],
    fault: 'computes with an ephemeral key wherever it lies',
    policy: {
      acceptsEphemeralKey: ({ verified }) => verified,
      sharedSecret: ({ curve, privateKey, publicKey }) => carelessSecret(curve, privateKey, publicKey),
    },
  },
  {
    id: 'M-SEC-51-dies',
    violates: ['SEC-51'],
    fault: 'dies of a key-info that gives no key',
    policy: {
      refusalOfGeneralLayer: (fault) =>
        fault === 'key-info' ? { answer: 'silence', aftermath: 'dies' } : conforming.refusalOfGeneralLayer(fault),
    },
  },
  {
    id: 'M-SEC-52-anybody',
    violates: ['SEC-52'],
    fault: 'does not look whom a message is for',
    policy: { acceptsRecipient: () => true },
  },
  {
    id: 'M-SEC-52-maker',
    violates: ['SEC-52'],
    fault: 'serves what is for any meter of its manufacturer',
    policy: {
      acceptsRecipient: ({ given, own }) => equalOctets(given.subarray(0, MANUFACTURER), own.subarray(0, MANUFACTURER)),
    },
  },
  {
    id: 'M-SEC-52-echo',
    violates: ['SEC-52'],
    fault: 'serves a message that a client has addressed to itself',
    policy: {
      acceptsRecipient: ({ given, own }) =>
        conforming.acceptsRecipient({ given, own }) ||
        !equalOctets(given.subarray(0, MANUFACTURER), own.subarray(0, MANUFACTURER)),
    },
  },
  {
    id: 'M-SEC-52-redirected',
    violates: ['SEC-52'],
    fault: 'reads the recipient in the header and does not check the tag that stands for it',
    policy: { acceptsTag: (tag) => tag.form === 'general-ciphering' || conforming.acceptsTag(tag) },
  },
  {
    id: 'M-SEC-54-unsigned',
    violates: ['SEC-54', 'SEC-57'],
    fault: 'does not sign its replies',
    policy: {
      replyLayers: (reply) => conforming.replyLayers(reply).filter(({ form }) => form !== 'general-signing'),
    },
  },
  {
    id: 'M-SEC-54-swapped',
    violates: ['SEC-54', 'SEC-57'],
    fault: 'sends the halves of its signature in the wrong order',
    policy: {
      replySignature: (signature) =>
        concat(signature.subarray(signature.length / 2), signature.subarray(0, signature.length / 2)),
    },
  },
  {
    id: 'M-SEC-54-narrow',
    violates: ['SEC-54'],
    fault: 'takes no signature over the length of the content',
    policy: { acceptsSignature: ({ coding }) => coding === 'without-content-length' },
  },
  {
    id: 'M-SEC-55-unchecked',
    violates: ['SEC-55'],
    fault: 'does not check signatures',
    policy: { acceptsSignature: () => true },
  },
  {
    id: 'M-SEC-55-length',
    violates: ['SEC-55'],
    fault: 'looks at the length of a signature and no further',
    policy: { acceptsSignature: ({ octets, length }) => octets.length === length },
  },
  {
    id: 'M-SEC-55-short',
    violates: ['SEC-55'],
    fault: 'serves a message whose signature is too short as if it had none',
    policy: { acceptsSignature: ({ coding, octets, length }) => coding !== undefined || octets.length < length },
  },
  {
    id: 'M-SEC-56-again',
    violates: ['SEC-56'],
    fault: 'does not remember the transactions of its clients',
    policy: { acceptsTransactionId: () => true },
  },
  {
    id: 'M-SEC-56-last',
    violates: ['SEC-56'],
    fault: 'remembers the last transaction of a client alone',
    policy: { acceptsTransactionId: ({ isLast, checks }) => !isLast || !checks },
  },
  {
    id: 'M-SEC-57-order',
    violates: ['SEC-57'],
    fault: 'serves what was ciphered first and signed around it',
    policy: { acceptsInnerLayer: () => true },
  },
  {
    id: 'M-SEC-57-outer',
    violates: ['SEC-57'],
    fault: 'answers in the outermost layer of a request alone',
    policy: { replyLayers: (reply) => conforming.replyLayers(reply).slice(0, 1) },
  },
  {
    id: 'M-SEC-57-reversed',
    violates: ['SEC-57'],
    fault: 'ciphers its replies first and signs around that',
    policy: { replyLayers: (reply) => [...conforming.replyLayers(reply)].reverse() },
  },
];

/** `SC ‖ IC ‖ …` of a get-response with another suite in its control octet: the opening is as it should be. */
function namingSuite(suite: number, content: Uint8Array, [tag]: Uint8Array): Uint8Array {
  return tag === GET_RESPONSE_TAG ? withOctet(content, 0, ((content[0] ?? 0) & 0xf0) | suite) : content;
}

function suiteIn([control = 0]: Uint8Array): number {
  return control & 0x0f;
}
