import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import type { MeterPolicy } from '../policy';
import type { ReplyUse } from '../policy/counter-policy';
import type { KeyName } from '../policy/protection-kind';
import { countersOf, type KeyRing } from './key-ring';

/** A counter of our own to use now, or undefined when the key is used up. */
export function takeReplyCounter(
  policy: MeterPolicy,
  ring: KeyRing,
  key: KeyName,
  use: ReplyUse,
  request: number | undefined,
): number | undefined {
  const counters = countersOf(policy, ring, key);
  const used = policy.replyCounter({ next: counters.next, key, use, request });
  if (used < 0 || used >= LAST_COUNTER) return undefined;
  counters.next = policy.replyCounterAfter({ used, next: counters.next, key, use });
  return used;
}
