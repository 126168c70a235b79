import { equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

/** So many messages may come out of order in a meter that lets them. */
const WINDOW = 8;

/** SEC-921 to SEC-927: how long a dedicated key lives, and whose it is. */
export const dedicatedMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-921-lingers',
    violates: ['SEC-921'],
    fault: 'answers a release and goes on serving under the dedicated key',
    policy: { endsAssociationOnRelease: () => false },
  },
  {
    id: 'M-SEC-922-stored',
    violates: ['SEC-922'],
    fault: 'stores the dedicated key and has it again after a loss of power',
    policy: { dedicatedKeyInForce: ({ own, beforePowerLoss }) => own ?? beforePowerLoss },
  },
  {
    id: 'M-SEC-923-one',
    violates: ['SEC-923'],
    fault: 'has room for one dedicated key, the one that was agreed last',
    policy: { dedicatedKeyInForce: ({ own, last }) => own && last },
  },
  {
    id: 'M-SEC-924-first',
    violates: ['SEC-924'],
    fault: 'takes a dedicated key from the very first AARQ only',
    policy: { dedicatedKeyInForce: ({ own, openings }) => (openings === 1 ? own : undefined) },
  },
  {
    id: 'M-SEC-925-accepts',
    violates: ['SEC-925'],
    fault: 'accepts an AARQ whose dedicated key equals the global one, and then has none',
    policy: {
      dedicatedKeyInForce: ({ own, globalKey }) => (own && equalOctets(own.key, globalKey) ? undefined : own),
    },
  },
  {
    id: 'M-SEC-926-key',
    violates: ['SEC-926'],
    fault: 'answers under the dedicated key whenever there is one',
    policy: { replyKey: () => 'dedicated' },
  },
  {
    id: 'M-SEC-926-counter',
    violates: ['SEC-926'],
    fault: 'answers under a dedicated key with the counter of the request',
    policy: {
      replyCounter: (own) =>
        own.key === 'dedicated' ? Math.floor((own.request ?? 0) / 2) : conforming.replyCounter(own),
    },
  },
  {
    id: 'M-SEC-927-window',
    violates: ['SEC-927'],
    fault: 'takes messages under a dedicated key out of order, all but the last one once more',
    policy: {
      isFreshCounter: (received) => {
        const { counter, lowest, key } = received;
        const recent = key === 'dedicated' && counter + WINDOW >= lowest && counter < lowest - 1;
        return recent || conforming.isFreshCounter(received);
      },
    },
  },
];
