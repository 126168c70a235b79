import type { SendingCounter } from '#dlms/association/association-settings';
import type { ReceivedCounter } from '#rig/counter-file';
import type { CounterStore } from '#rig/counter-store';
import type { StoredCounter } from '#rig/stored-counter';

/** A counter of ours that went on from what the meter told, since it was behind. */
export interface Resynchronization {
  /** role of the client */
  readonly client: string;
  readonly key: string;
  /** the value that we would have used */
  readonly from: number;
  /** the value that is used next */
  readonly to: number;
  /** `object`: the counter object that the rig names; `refusal`: an exception-response that names the lowest acceptable value */
  readonly source: 'object' | 'refusal';
}

/** Values above this are not taken over: a meter that tells a wrong one would use up our counter for ever. */
export const HIGHEST_TAKEN_OVER = 0xff000000;

/** The rig's stored invocation counters, in the shape that associations take them, and what was heard of the meter's. */
export class RigCounters {
  readonly resynchronizations: Resynchronization[] = [];
  private readonly store: CounterStore;

  private readonly followsMeter: boolean;
  private readonly startedAt = new Date().toISOString();
  /** roles whose receive counter the meter has kept since the run before */
  private readonly remembered = new Set<string>();

  /** @param followsMeter false: the meter is a new one for each scenario, and what it says of counters is judged only */
  constructor(store: CounterStore, followsMeter: boolean) {
    this.store = store;
    this.followsMeter = followsMeter;
  }

  /** Of what a role sends under one of its global keys; follows when the key is replaced. */
  of(role: string, keyName = 'guek'): SendingCounter {
    return sending(() => this.store.counterFor(role, keyName));
  }

  /** Of what a role sends under a temporary key. @param nonce of that key, in hex */
  temporary(role: string, keyName: string, nonce: string): SendingCounter {
    return sending(() => this.store.temporaryCounter(role, keyName, nonce));
  }

  /** The temporary key is gone for good. */
  forgetTemporary(role: string, keyName: string, nonce: string): void {
    this.store.forgetTemporary(role, keyName, nonce);
  }

  /** Whether a role has sent anything under its global unicast key, in this run or before. */
  isKnown(role: string): boolean {
    return this.store.isKnown(role, 'guek');
  }

  /**
   * Goes on from what the meter told, where we are behind it.
   * @param next the lowest value that the meter accepts
   * @returns what has changed; undefined when we are not behind, or `next` is near the end of all counters
   */
  goOnFrom(role: string, next: number, source: Resynchronization['source']): Resynchronization | undefined {
    const counter = this.of(role);
    const from = counter.next;
    if (!this.followsMeter || next <= from || next > HIGHEST_TAKEN_OVER) return undefined;
    counter.skipTo(next);
    const change: Resynchronization = { client: role, key: 'guek', from, to: next, source };
    this.resynchronizations.push(change);
    return change;
  }

  /** The meter showed its receive counter for a role when the run began: has it kept it since the run before? */
  shown(role: string, counter: number): void {
    const before = this.store.noteShown(role, counter);
    if (before !== undefined && counter > before) this.remembered.add(role);
  }

  /**
   * The highest counter that a meter used towards a role, in earlier scenarios and runs. One of an earlier run is
   * `sure` where the meter has kept our counter since: otherwise it may have been given the same key anew in between,
   * and then it counts from 0 again by right (security.md 4).
   */
  heardBefore(role: string, meterTitle: Uint8Array): (ReceivedCounter & { readonly sure: boolean }) | undefined {
    const known = this.store.receivedBefore({ role, keyName: 'guek', meterTitle });
    return known && { ...known, sure: known.at >= this.startedAt || this.remembered.has(role) };
  }

  /** @param counter that the meter used towards a role under the global unicast key, in a message that was verified */
  heard(role: string, meterTitle: Uint8Array, counter: number): void {
    this.store.noteReceived({ role, keyName: 'guek', meterTitle }, counter);
  }

  /**
   * Another key is in force in the meter under this name: both sides count anew.
   * @param nonce of the temporary key, in hex; undefined: the key of the rig file is in force again
   */
  keyReplaced(role: string, keyName: string, nonce?: string): void {
    this.store.keyReplaced(role, keyName, nonce);
  }
}

function sending(stored: () => StoredCounter): SendingCounter {
  return {
    get next() {
      return stored().peek;
    },
    take: () => stored().next(),
    skipTo: (next) => stored().raiseTo(next),
  };
}

/** One line for people: `management: from 1 to 501, by its counter object`. */
export function resynchronizationText({ client, from, to, source }: Resynchronization): string {
  return `${client}: from ${from} to ${to}, ${source === 'object' ? 'by its counter object' : 'as a refusal named it'}`;
}
