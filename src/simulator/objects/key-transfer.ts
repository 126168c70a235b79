import type { ActionResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { unwrapKey } from '#dlms/security/key-wrap';
import { SUITES } from '#dlms/security/suite';
import type { KeySet } from '../model';

type KeyName = 'guek' | 'gbek' | 'gak' | 'kek';

/** By key_id (BB 4.4.7, key_transfer). */
const KEY_NAMES: readonly KeyName[] = ['guek', 'gbek', 'gak', 'kek'];

/**
 * key_transfer: unwraps all keys and installs them together, or none; a new GUEK or GBEK starts new counters. `other-reason` without a master key, for a
 * wrap that does not come off and for a key of the wrong length.
 * @param parameters array of {key_id, key_wrapped}, of the type of the class
 */
export function transferKeys(keySet: KeySet, parameters: Data): ActionResult {
  const entries = parameters.type === 'array' ? parameters.elements : [];
  const keys = entries.map((entry) => unwrapped(keySet, entry));
  const good = keys.filter((key) => key !== undefined);
  if (entries.length === 0 || good.length !== entries.length) return 'other-reason';
  for (const { name, key } of good) keySet[name] = key;
  if (good.some(({ name }) => name === 'guek')) keySet.counters = { lowest: 0, next: 0 };
  if (good.some(({ name }) => name === 'gbek')) keySet.broadcastCounters = { lowest: 0, next: 0 };
  return 'success';
}

interface NamedKey {
  readonly name: KeyName;
  readonly key: Uint8Array;
}

function unwrapped({ kek: masterKey, suite }: KeySet, entry: Data): NamedKey | undefined {
  const [keyId, wrapped] = entry.type === 'structure' ? entry.elements : [];
  if (masterKey === undefined || keyId?.type !== 'enum' || wrapped?.type !== 'octet-string') return undefined;
  const name = KEY_NAMES[keyId.value];
  const key = unwrapKey(masterKey, wrapped.value);
  return name === undefined || key?.length !== SUITES[suite].keyLength ? undefined : { name, key };
}
