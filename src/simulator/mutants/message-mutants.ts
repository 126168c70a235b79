import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import { conforming } from '../policy';
import { covers, UNPROTECTED } from '../policy/protection-kind';
import type { Mutant } from './mutant';
import { equalTo, shows } from './pretended-values';

const NO_KEY = new Uint8Array(0);
/** The GUEK of the management client in fixtures/meters/electricity.yaml, from its end. */
const KEY_BACKWARDS = Uint8Array.from({ length: 16 }, (_, index) => 15 - index);
const EVERYTHING = 0x6c;
const REQUEST_BITS = 0x0c;

/** SEC: subtler faults in what the other tables of message protection break outright. */
export const messageMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-05-global',
    violates: ['SEC-05'],
    fault: 'also tries the dedicated key on services under the global one',
    policy: {
      keysOfForm: (form, keySet) => (form === 'glo' ? ['global', 'dedicated'] : conforming.keysOfForm(form, keySet)),
    },
  },
  {
    id: 'M-SEC-07-kept',
    violates: ['SEC-07'],
    fault: 'goes on with an old dedicated key when the next association brings none',
    policy: { forgetsDedicatedKey: (on) => on === 'failed-authentication' },
  },
  {
    id: 'M-SEC-10-general',
    violates: ['SEC-10'],
    fault: 'answers in general form whether general-protection was agreed or not',
    policy: { replyForm: (request) => (request === undefined || request === 'glo' ? 'general-glo' : request) },
  },
  {
    id: 'M-SEC-15-none',
    violates: ['SEC-15'],
    fault: 'leaves the authentication key out of the additional data',
    policy: { authenticationKeyInAad: () => NO_KEY, authenticationKeyInReply: () => NO_KEY },
  },
  {
    id: 'M-SEC-40-closes',
    violates: ['SEC-40'],
    fault: 'closes the connection on what it cannot decipher',
    policy: { refusalOfWrongTag: () => ({ answer: 'silence', aftermath: 'closes-connection' }) },
  },
  {
    id: 'M-SEC-19-tag',
    violates: ['SEC-19'],
    fault: 'looks for the tag at its place from the start and leaves an octet behind it unread',
    policy: {
      tagLengths: () => [12, 13],
      acceptsTag: ({ received, computed, ...rest }) =>
        conforming.acceptsTag({ ...rest, computed, received: received.subarray(0, 12) }),
    },
  },
  {
    id: 'M-SEC-20-defined',
    violates: ['SEC-20'],
    fault: 'accepts any suite that is defined',
    policy: { acceptsSuite: ({ suite }) => suite <= 2 },
  },
  {
    id: 'M-SEC-20-high',
    violates: ['SEC-20'],
    fault: 'looks at the lower three bits of the suite only',
    policy: { acceptsSuite: (control, suite) => (control.suite & 7) === suite },
  },
  {
    id: 'M-SEC-24-short',
    violates: ['SEC-24'],
    fault: 'takes a length field that is one too small for right',
    policy: {
      repairsCipheredApdu: (octets) => {
        const length = octets.length - 2;
        return octets[1] === length - 1 ? octets.map((octet, at) => (at === 1 ? length : octet)) : undefined;
      },
    },
  },
  {
    id: 'M-SEC-27-errors',
    violates: ['SEC-27', 'SEC-42'],
    fault: 'authenticates its errors and does not encrypt them',
    policy: {
      replyProtection: (situation) => {
        const right = conforming.replyProtection(situation);
        return situation.isError ? { ...right, encrypted: false } : right;
      },
    },
  },
  {
    id: 'M-SEC-28-refused',
    violates: ['SEC-28'],
    fault: 'refuses to raise its security policy',
    policy: {
      securityPolicyAfterActivation: ({ before }) => before,
      actionOutcome: (outcome, { classId, id }) =>
        classId === 64 && id === 1 ? { result: 'read-write-denied' } : outcome,
    },
  },
  {
    id: 'M-SEC-28-unenforced',
    violates: ['SEC-28'],
    fault: 'shows a policy of authentication and does not demand it',
    policy: { policyDemand: (policy) => (policy === EVERYTHING ? conforming.policyDemand(policy) : UNPROTECTED) },
  },
  {
    id: 'M-SEC-29-silently',
    violates: ['SEC-29'],
    fault: 'says that it does not lower its policy and lowers it',
    policy: {
      securityPolicyAfterActivation: ({ asked }) => asked,
      actionOutcome: (outcome, { classId, id }) =>
        classId === 64 && id === 1 ? { result: 'read-write-denied' } : outcome,
    },
  },
  {
    id: 'M-SEC-29-responses',
    violates: ['SEC-29'],
    fault: 'lets the protection of responses be taken out of its policy',
    policy: {
      securityPolicyAfterActivation: ({ before, asked, decided }) =>
        (asked & REQUEST_BITS) === (before & REQUEST_BITS) ? asked : decided,
      actionOutcome: (outcome, { classId, id }) => (classId === 64 && id === 1 ? { result: 'success' } : outcome),
    },
  },
  {
    id: 'M-SEC-30-encrypted',
    violates: ['SEC-30'],
    fault: 'is content with encryption where an access right demands authentication, too',
    policy: {
      meetsDemand: (given, demanded, by) => covers(given, demanded) || (by === 'right' && given.encrypted),
    },
  },
  {
    id: 'M-SEC-30-authenticated',
    violates: ['SEC-30'],
    fault: 'is content with authentication where an access right demands encryption, too',
    policy: {
      meetsDemand: (given, demanded, by) => covers(given, demanded) || (by === 'right' && given.authenticated),
    },
  },
  {
    id: 'M-SEC-32-dedicated',
    violates: ['SEC-32'],
    fault: 'uses its counter of a dedicated key twice',
    policy: { replyCounterAfter: ({ used, key }) => (key === 'dedicated' ? used : used + 1) },
  },
  {
    id: 'M-SEC-33-hint',
    violates: ['SEC-33', 'SEC-34'],
    fault: 'names the last accepted counter where it should name the next acceptable one',
    policy: { reportedCounter: ({ lowest }) => lowest - 1 },
  },
  {
    id: 'M-SEC-34-one',
    violates: ['SEC-34'],
    fault: 'takes a counter of 1 for a new beginning',
    policy: { isFreshCounter: (received) => received.counter === 1 || conforming.isFreshCounter(received) },
  },
  {
    id: 'M-SEC-35-window',
    violates: ['SEC-35'],
    fault: 'refuses counters more than a hundred above the last',
    policy: {
      isFreshCounter: (received) =>
        conforming.isFreshCounter(received) &&
        (received.purpose !== 'request' || received.lowest === 0 || received.counter < received.lowest + 100),
    },
  },
  {
    id: 'M-SEC-36-last',
    violates: ['SEC-36'],
    fault: 'accepts the last counter of all',
    policy: { isFreshCounter: ({ counter, lowest }) => counter >= lowest },
  },
  {
    id: 'M-SEC-36-wraps',
    violates: ['SEC-36'],
    fault: 'begins again at 0 after the last counter',
    policy: { counterAfter: ({ accepted }) => (accepted >= LAST_COUNTER - 1 ? 0 : accepted + 1) },
  },
  {
    id: 'M-SEC-37-clients',
    violates: ['SEC-37'],
    fault: 'forgets at a power failure what clients have used',
    policy: { counterAfterPowerCycle: () => 0 },
  },
  {
    id: 'M-SEC-37-own',
    violates: ['SEC-37'],
    fault: 'forgets at a power failure the last counter of its own',
    policy: { replyCounterAfterPowerCycle: (next) => Math.max(0, next - 1) },
  },
  {
    id: 'M-SEC-38-begins',
    violates: ['SEC-38'],
    fault: 'does not accept 0 as the first counter of a dedicated key',
    policy: {
      isFreshCounter: (received) =>
        conforming.isFreshCounter(received) && !(received.key === 'dedicated' && received.counter === 0),
    },
  },
  {
    id: 'M-SEC-40-dedicated',
    violates: ['SEC-40'],
    fault: 'lets a forger move the counter of a dedicated key',
    policy: {
      counterAfterRefusal: ({ refused, lowest, key }) => (key === 'dedicated' ? Math.max(lowest, refused + 1) : lowest),
    },
  },
  {
    id: 'M-SEC-42-bare',
    violates: ['SEC-42'],
    fault: 'rejects an AARQ for its InitiateRequest without a ConfirmedServiceError',
    policy: { includesServiceErrorInAare: () => false },
  },
  {
    id: 'M-SEC-42-long',
    violates: ['SEC-42'],
    fault: 'sends a ConfirmedServiceError with an octet too many',
    policy: { serviceErrorOctets: (octets) => Uint8Array.of(...octets, 0) },
  },
  {
    id: 'M-SEC-58-backwards',
    violates: ['SEC-58'],
    fault: 'shows a key with its octets in reverse order',
    policy: {
      readResult: shows(equalTo({ classId: 64, id: 6 }), {
        type: 'array',
        elements: [{ type: 'octet-string', value: KEY_BACKWARDS }],
      }),
    },
  },
];
