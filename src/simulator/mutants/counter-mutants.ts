import type { Mutant } from './mutant';
import { equalTo } from './pretended-values';

const COUNTERS = ['0-0:43.1.0.255', '0-0:43.1.1.255'] as const;

/** SEC: invocation counters of both directions. */
export const counterMutants: readonly Mutant[] = [
  {
    id: 'NC-066',
    violates: ['SEC-33'],
    fault: 'executes a replayed APDU',
    policy: { isFreshCounter: () => true },
  },
  {
    id: 'NC-068',
    violates: ['SEC-32'],
    fault: 'uses its own counter twice',
    policy: { replyCounterAfter: ({ used, use }) => (use === 'response' ? used : used + 1) },
  },
  {
    id: 'NC-069',
    violates: ['SEC-37'],
    fault: 'forgets its counters at a power failure',
    policy: { counterAfterPowerCycle: () => 0, replyCounterAfterPowerCycle: () => 0 },
  },
  {
    id: 'NC-070',
    violates: ['SEC-39'],
    fault: 'shows an invocation counter that lags behind the last accepted one',
    policy: {
      readResult: (result, access) => {
        const shown = COUNTERS.some((logicalName) => equalTo({ logicalName, id: 2 })(access));
        if (!shown || !('data' in result) || result.data.type !== 'double-long-unsigned') return result;
        return { data: { type: 'double-long-unsigned', value: Math.max(0, result.data.value - 2) } };
      },
    },
  },
  {
    id: 'NC-071',
    violates: ['SEC-34', 'SEC-33'],
    fault: 'closes the connection when a counter is out of step',
    policy: { refusalOfStaleCounter: () => ({ answer: 'silence', aftermath: 'closes-connection' }) },
  },
  {
    id: 'M-SEC-32-replies',
    violates: ['SEC-32'],
    fault: 'protects its reply with the counter of the token in it',
    policy: { replyCounterAfter: ({ used, next, use }) => (use === 'token' ? next : used + 1) },
    seenIn: 'widely used libraries',
  },
  {
    id: 'M-SEC-32-mirror',
    violates: ['SEC-32'],
    fault: 'answers with the counter of the request',
    policy: {
      replyCounter: ({ next, request, use }) => (use === 'response' ? (request ?? next) : next),
      replyCounterAfter: ({ next }) => next + 1,
    },
  },
  {
    id: 'M-SEC-33-aarq',
    violates: ['SEC-33'],
    fault: 'takes any counter in an AARQ',
    policy: { isFreshCounter: ({ counter, lowest, purpose }) => purpose === 'initiate' || counter >= lowest },
  },
  {
    id: 'M-SEC-33-last',
    violates: ['SEC-33', 'SEC-34'],
    fault: 'accepts the counter that was used last once more',
    policy: { isFreshCounter: ({ counter, lowest }) => counter >= lowest - 1 },
  },
  {
    id: 'M-SEC-33-dedicated',
    violates: ['SEC-33', 'SEC-34'],
    fault: 'does not look at the counters of a dedicated key',
    policy: { isFreshCounter: ({ counter, lowest, key }) => key === 'dedicated' || counter >= lowest },
  },
  {
    id: 'M-SEC-34-lower',
    violates: ['SEC-34'],
    fault: 'refuses the counter that was used last and accepts lower ones',
    policy: { isFreshCounter: ({ counter, lowest }) => counter !== lowest - 1 },
  },
  {
    id: 'M-SEC-34-ends',
    violates: ['SEC-34', 'SEC-33'],
    fault: 'ends the association when a counter is too low',
    policy: {
      refusalOfStaleCounter: () => ({
        answer: ['service-not-allowed', 'invocation-counter-error'],
        aftermath: 'ends-association',
      }),
    },
  },
  {
    id: 'M-SEC-35-counts',
    violates: ['SEC-35'],
    fault: 'counts accepted APDUs in place of keeping the counter of the last',
    policy: {
      counterAfter: ({ lowest, accepted }) =>
        accepted === lowest ? accepted + 1 : Math.min(accepted + 1, lowest + 900),
    },
  },
  {
    id: 'M-SEC-38-shared',
    violates: ['SEC-38'],
    fault: 'keeps one pair of counters for all keys',
    policy: { countersOf: () => 'global' },
  },
  {
    id: 'M-SEC-39-opened',
    violates: ['SEC-39'],
    fault: 'counts only the AARQs in its invocation counter object',
    policy: {
      readResult: (result, access) => {
        const shown = COUNTERS.some((logicalName) => equalTo({ logicalName, id: 2 })(access));
        return shown && 'data' in result ? { data: { type: 'double-long-unsigned', value: 1 } } : result;
      },
    },
  },
  {
    id: 'M-SEC-40-forged',
    violates: ['SEC-40'],
    fault: 'moves its counter before it has checked the tag',
    policy: { counterAfterRefusal: ({ refused, lowest }) => Math.max(lowest, refused + 1) },
    seenIn: 'a widely used library',
  },
  {
    id: 'M-SEC-41-carrier',
    violates: ['SEC-41'],
    fault: 'wants the counter of the token to be that of the APDU around it',
    policy: { acceptsTokenCounter: ({ token, carrier }) => carrier === undefined || token === carrier },
  },
];
