import { toHex } from '#dlms/codec/hex';
import { ReceiveCounter, SendCounter } from '#dlms/security/invocation-counter';
import type { SendingCounter } from './association-settings';
import type { ReceivedProtection } from './protection-choice';

export interface NamedKey {
  /** for messages, which never show the key itself */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** A block cipher key with the counters of both directions (security.md 4). */
export interface CountedKey extends NamedKey {
  readonly kind: Exclude<ReceivedProtection['key'], 'none'>;
  /** of an ephemeral one */
  readonly number?: number;
  readonly sending: SendingCounter;
  readonly receiving: ReceiveCounter;
}

/** The two ends of an exchange. */
export type Party = 'client' | 'meter';

/** The keys that came or went with general-ciphering, each with counters of its own that begin at 0 (security.md 6). */
export class EphemeralKeys {
  private readonly byOctets = new Map<string, CountedKey>();
  private readonly lastOf = new Map<Party, CountedKey>();
  private readonly tell: (key: Uint8Array) => void;

  /** @param tell is given every new key: nobody may show it */
  constructor(tell: (key: Uint8Array) => void) {
    this.tell = tell;
  }

  /** The key of these octets. One that was there before goes on with its counters: no value is used twice under it. */
  of(octets: Uint8Array): CountedKey {
    const index = toHex(octets);
    const known = this.byOctets.get(index);
    if (known !== undefined) return known;
    const number = this.byOctets.size + 1;
    const name = `ephemeral key ${number}`;
    const sending = new SendCounter();
    const key = { kind: 'ephemeral', name, number, octets, sending, receiving: new ReceiveCounter() } as const;
    this.byOctets.set(index, key);
    this.tell(octets);
    return key;
  }

  /** From now on this party may leave key-info out and mean this key. */
  remember(party: Party, key: CountedKey): void {
    this.lastOf.delete(party);
    this.lastOf.set(party, key);
  }

  last(party: Party): CountedKey | undefined {
    return this.lastOf.get(party);
  }

  /**
   * What absent key-info may mean, the likeliest first: the key that was used last, whoever sent it. The standard does
   * not say whether each party has one of its own, so both are possible.
   */
  get earlier(): readonly CountedKey[] {
    return [...new Set(this.lastOf.values())].reverse();
  }
}
