import type { ActionResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { SUITES } from '#dlms/security/suite';
import type { KeySet } from '../model';
import type { KeyPolicy, NewKey } from '../policy/key-policy';

/**
 * key_transfer: unwraps all keys and installs them together, or none. `type-unmatched` for anything else than an array
 * of {key_id enum, key_wrapped octet-string} or for an unknown key_id; `other-reason` without a master key, for a wrap
 * that does not come off and for a key of the wrong length (BB 4.4.7).
 */
export function transferKeys(policy: KeyPolicy, keySet: KeySet, parameters: Data | undefined): ActionResult {
  const entries = parameters?.type === 'array' ? parameters.elements.map(wrappedIn) : undefined;
  if (entries === undefined || entries.some((entry) => entry === undefined)) return 'type-unmatched';
  const wraps = entries.filter((entry) => entry !== undefined);
  if (wraps.some(({ keyId }) => policy.keyOfId(keyId) === undefined)) return 'type-unmatched';
  const keys = wraps.map((wrap) => unwrapped(policy, keySet, wrap));
  const good = keys.filter((key) => key !== undefined).length;
  installKeys(policy, keySet, policy.keysInstalled(keys));
  return policy.refusesTransfer({ given: keys.length, good }) ? 'other-reason' : 'success';
}

/** Puts new keys in the place of old ones, together, and starts the counters of those that have any. */
export function installKeys(policy: KeyPolicy, keySet: KeySet, keys: readonly NewKey[]): void {
  if (keys.length === 0) return;
  const { former, ...before } = keySet;
  const isMasterKeyReplaced = keys.some(({ name }) => name === 'kek');
  keySet.former = { ...before, kek: isMasterKeyReplaced ? before.kek : former?.kek };
  for (const { name, key } of keys) {
    if (policy.putsInForce(name)) keySet[name] = key;
    keySet.counters = policy.countersAfter({ name, of: 'guek', before: keySet.counters });
    keySet.broadcastCounters = policy.countersAfter({ name, of: 'gbek', before: keySet.broadcastCounters });
  }
}

interface Wrap {
  readonly keyId: number;
  readonly wrapped: Uint8Array;
}

function wrappedIn(entry: Data): Wrap | undefined {
  const [keyId, wrapped, ...more] = entry.type === 'structure' ? entry.elements : [];
  if (keyId?.type !== 'enum' || wrapped?.type !== 'octet-string' || more.length > 0) return undefined;
  return { keyId: keyId.value, wrapped: wrapped.value };
}

function unwrapped(policy: KeyPolicy, keySet: KeySet, { keyId, wrapped }: Wrap): NewKey | undefined {
  const { kek, former, suite } = keySet;
  const { keyLength } = SUITES[suite];
  const name = policy.keyOfId(keyId);
  const key = kek && policy.keyInWrap({ wrapped, kek, formerKek: former?.kek, keyLength });
  if (name === undefined || key === undefined) return undefined;
  return policy.acceptsKeyLength({ length: key.length, keyLength }) ? { name, key } : undefined;
}
