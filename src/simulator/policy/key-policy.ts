import { unwrapKey } from '#dlms/security/key-wrap';
import type { InvocationCounters, KeySet } from '../model';

/** Keys that key_transfer and key_agreement replace. */
export type ReplaceableKey = 'guek' | 'gbek' | 'gak' | 'kek';

/** A key that came well wrapped, or was agreed. */
export interface NewKey {
  readonly name: ReplaceableKey;
  readonly key: Uint8Array;
}

/** One key of a key_transfer as it came. */
export interface WrappedKey {
  readonly wrapped: Uint8Array;
  readonly kek: Uint8Array;
  /** the master key before the last one */
  readonly formerKek: Uint8Array | undefined;
  /** octets of the keys of the suite */
  readonly keyLength: number;
}

/** Decisions over keys that are replaced (BB 4.4.7, key_transfer; security.md 4 and 13). */
export interface KeyPolicy {
  /** The key that a key_id names. Right: 0 GUEK, 1 GBEK, 2 GAK, 3 KEK; undefined: no other one. */
  keyOfId(keyId: number): ReplaceableKey | undefined;
  /** The key in a wrap, undefined for one that is refused. Right: what unwraps under the KEK with its check value (RFC 3394). */
  keyInWrap(wrap: WrappedKey): Uint8Array | undefined;
  /** Right: that of the suite. */
  acceptsKeyLength(length: { readonly length: number; readonly keyLength: number }): boolean;
  /** What is installed of the keys of one call, undefined for each that is not good. Right: all of them, or none where one is not good. */
  keysInstalled(keys: readonly (NewKey | undefined)[]): readonly NewKey[];
  /** Right: where not all keys were good, or there was none. */
  refusesTransfer(keys: { readonly given: number; readonly good: number }): boolean;
  /** Does a key that was installed come into force? Right: yes. */
  putsInForce(name: ReplaceableKey): boolean;
  /** Counters of the GUEK or GBEK after a key was replaced. Right: both 0 after that very key, unchanged after any other (GB 9.2.3). */
  countersAfter(replaced: {
    readonly name: ReplaceableKey;
    readonly of: 'guek' | 'gbek';
    readonly before: InvocationCounters;
  }): InvocationCounters;
  /** The keys of an open association. Right: those in force; a meter may also go on with those of its opening until it ends. */
  keysOfAssociation(keys: { readonly atOpening: KeySet; readonly now: KeySet }): KeySet;
  /** Is a request taken that is protected with the keys before the last replacement? Right: no. */
  honoursFormerKeys(): boolean;
  /** The keys that protect the answer to the request that replaced them. Right: those at the request. */
  keysOfReply(): 'at-request' | 'now';
  /** The keys after a power cycle. Right: those in force before. */
  keysAfterPowerCycle(keys: KeySet): Pick<KeySet, ReplaceableKey>;
  /** Is a confirmed service under the broadcast key served? Right: no, nobody answers a broadcast (GB 9.2.7.2). */
  servesConfirmedBroadcast(): boolean;
}

/** By key_id. */
const NAMES: readonly ReplaceableKey[] = ['guek', 'gbek', 'gak', 'kek'];

export const conformingKeys: KeyPolicy = {
  keyOfId: (keyId) => NAMES[keyId],
  keyInWrap: ({ wrapped, kek }) => unwrapKey(kek, wrapped),
  acceptsKeyLength: ({ length, keyLength }) => length === keyLength,
  keysInstalled: (keys) => {
    const good = keys.filter((key) => key !== undefined);
    return good.length === keys.length ? good : [];
  },
  refusesTransfer: ({ given, good }) => given === 0 || good < given,
  putsInForce: () => true,
  countersAfter: ({ name, of, before }) => (name === of ? { lowest: 0, next: 0 } : before),
  keysOfAssociation: ({ now }) => now,
  honoursFormerKeys: () => false,
  keysOfReply: () => 'at-request',
  keysAfterPowerCycle: (keys) => keys,
  servesConfirmedBroadcast: () => false,
};
