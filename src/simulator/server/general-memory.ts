import { toHex } from '#dlms/codec/hex';
import type { KeyName, KeyState } from '../policy/protection-kind';

/** The key that a client used last in general-ciphering. */
export interface EarlierKey {
  readonly name: KeyName;
  /** of an ephemeral one */
  readonly state: KeyState | undefined;
}

/** Ephemeral keys and transaction-ids of one client that are kept; the oldest are forgotten first. */
const KEPT = 1024;

/**
 * What the meter remembers of general-ciphering and general-signing, by the client's system title: the counters of
 * ephemeral keys, without which an APDU under such a key could be sent again, and the transaction-ids used.
 */
export class GeneralMemory {
  private readonly keys = new Map<string, KeyState>();
  private readonly last = new Map<string, EarlierKey>();
  private readonly ids = new Map<string, Set<string>>();

  /** The state of a wrapped or agreed key: both counters begin at 0 when it is first used (security.md 6). */
  ephemeral(client: Uint8Array, key: Uint8Array): KeyState {
    const index = `${toHex(client)}/${toHex(key)}`;
    const known = this.keys.get(index);
    if (known !== undefined) return known;
    const state = { key, counters: { lowest: 0, next: 0 } };
    this.keys.set(index, state);
    forgetOldest(this.keys);
    return state;
  }

  earlierKey(client: Uint8Array): EarlierKey | undefined {
    return this.last.get(toHex(client));
  }

  rememberKey(client: Uint8Array, key: EarlierKey): void {
    this.last.set(toHex(client), key);
  }

  /** Whether a client has used a transaction-id before, and used it last. */
  useOf(client: Uint8Array, transactionId: Uint8Array): { readonly repeated: boolean; readonly isLast: boolean } {
    const id = toHex(transactionId);
    const used = [...(this.ids.get(toHex(client)) ?? [])];
    return { repeated: used.includes(id), isLast: used.at(-1) === id };
  }

  rememberId(client: Uint8Array, transactionId: Uint8Array): void {
    const used = this.ids.get(toHex(client)) ?? new Set();
    used.add(toHex(transactionId));
    forgetOldest(used);
    this.ids.set(toHex(client), used);
  }

  /** Power off and on: keys and their counters are volatile, transaction-ids are not. */
  restart(): void {
    this.keys.clear();
    this.last.clear();
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
