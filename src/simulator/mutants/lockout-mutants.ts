import { conforming } from '../policy';
import type { Mutant } from './mutant';

/** AUT-09: how wrong secrets lock a client out. */
export const lockoutMutants: readonly Mutant[] = [
  {
    id: 'M-AUT-09-none',
    violates: ['AUT-09'],
    fault: 'declares a lock-out and has none',
    policy: { locksOut: () => false },
  },
  {
    id: 'M-AUT-09-late',
    violates: ['AUT-09'],
    fault: 'locks out after one wrong secret more than it declares',
    policy: { locksOut: (attempts) => conforming.locksOut({ ...attempts, failures: attempts.failures - 1 }) },
  },
  {
    id: 'M-AUT-09-short',
    violates: ['AUT-09'],
    fault: 'locks out for half the time that it declares',
    policy: { locksOut: (attempts) => conforming.locksOut({ ...attempts, sinceMs: attempts.sinceMs * 2 }) },
  },
  {
    id: 'M-AUT-09-ever',
    violates: ['AUT-09'],
    fault: 'locks out for ever',
    policy: { locksOut: (attempts) => conforming.locksOut({ ...attempts, sinceMs: 0 }) },
  },
];
