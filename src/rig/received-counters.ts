import { toHex } from '#dlms/codec/hex';
import type { CounterFile, ReceivedCounter } from './counter-file';
import { keyCheck } from './key-check';
import type { RigKeys } from './rig-keys';

/** What a meter has used a counter with. */
export interface MeterKey {
  readonly role: string;
  /** such as `guek` */
  readonly keyName: string;
  /** of the meter, 8 octets: together with the counter it makes the initialization vector */
  readonly meterTitle: Uint8Array;
}

/**
 * The highest counter that a meter has used under each key, over runs and power cycles. Each role is remembered by
 * itself: two keys may have the same octets and be counted apart by the meter.
 */
export class ReceivedCounters {
  constructor(
    private readonly file: CounterFile,
    private readonly keys: RigKeys,
  ) {}

  /** undefined: nothing was ever received under this key, or the key is another one since */
  highest(key: MeterKey): ReceivedCounter | undefined {
    const known = this.file.read().received[nameOf(key)];
    return known !== undefined && known.check === this.checkOf(key) ? known : undefined;
  }

  /** Remembers a counter whose message was verified; a lower one than is known changes nothing. */
  note(key: MeterKey, counter: number, now: Date): void {
    const check = this.checkOf(key);
    const known = this.highest(key);
    if (check === undefined || (known !== undefined && known.highest >= counter)) return;
    const state = this.file.read();
    const entry: ReceivedCounter = { highest: counter, at: now.toISOString(), check };
    this.file.write({ ...state, received: { ...state.received, [nameOf(key)]: entry } });
  }

  /** @returns how many entries were forgotten */
  forget(role: string, keyName: string): number {
    const state = this.file.read();
    const all = Object.entries(state.received);
    const kept = all.filter(([name]) => !name.startsWith(`${role}/${keyName}@`));
    if (kept.length < all.length) this.file.write({ ...state, received: Object.fromEntries(kept) });
    return all.length - kept.length;
  }

  private checkOf({ role, keyName, meterTitle }: MeterKey): string | undefined {
    const key = this.keys.octets(role, keyName);
    return key && keyCheck(key, meterTitle);
  }
}

function nameOf({ role, keyName, meterTitle }: MeterKey): string {
  return `${role}/${keyName}@${toHex(meterTitle)}`;
}
