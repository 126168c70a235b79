import { type CounterFile, MemoryFile, type ReceivedCounter, StateFile } from './counter-file';
import { type MeterKey, ReceivedCounters } from './received-counters';
import type { Rig } from './rig';
import { RigKeys } from './rig-keys';
import { stateFilePath } from './state-file';
import { StoredCounter } from './stored-counter';

/**
 * Invocation counters of a rig, in both directions. Under one key and system title a value must never be used twice
 * (GB 9.2.3.3.7), so the file always promises more than has been used: what a crashed run had set aside is skipped by
 * the next. Of the meter's own counters the highest is remembered, so that a repetition shows.
 */
export class CounterStore {
  private readonly counters = new Map<string, StoredCounter>();
  /** by `role/key`, the name of the key that is in force in place of the rig's own */
  private readonly temporary = new Map<string, string>();

  /** @param received undefined: the meter is a new one each time */
  constructor(
    private readonly file: CounterFile,
    private readonly keys: RigKeys,
    private readonly received?: ReceivedCounters,
  ) {}

  /**
   * @param role a client of the rig; roles that share key and system title share the counter
   * @param keyName such as `guek`; a dedicated key starts at 0 with each association and is not kept here
   */
  counterFor(role: string, keyName: string): StoredCounter {
    return this.counterNamed(this.nameOf(role, keyName));
  }

  /**
   * Of what is sent under a temporary key, whatever key is in force: it begins at 1 and goes on in the next run.
   * @param nonce of the temporary key, in hex
   */
  temporaryCounter(role: string, keyName: string, nonce: string): StoredCounter {
    return this.counterNamed(this.temporaryName(role, keyName, nonce));
  }

  /** The temporary key is gone for good, and all others that were derived from its nonce. */
  forgetTemporary(role: string, keyName: string, nonce: string): void {
    const name = this.temporaryName(role, keyName, nonce);
    const all = [...this.counters.keys(), ...Object.keys(this.file.read().counters)];
    for (const each of new Set(all)) if (each === name || each.startsWith(`${name}.`)) this.drop(each);
  }

  /** Whether anything was ever sent under this key, as far as the file knows. */
  isKnown(role: string, keyName: string): boolean {
    return this.nameOf(role, keyName) in this.file.read().counters;
  }

  /** The highest counter that the meter used under this key before; undefined: none is known. */
  receivedBefore(key: MeterKey): ReceivedCounter | undefined {
    return this.received?.highest(key);
  }

  /**
   * What the meter shows of its receive counter, at the beginning of a run.
   * @returns what it showed at the beginning of the last one; undefined: that is not known
   */
  noteShown(role: string, shown: number): number | undefined {
    const state = this.file.read();
    this.file.write({ ...state, shown: { ...state.shown, [role]: shown } });
    return state.shown[role];
  }

  /** @param counter of a message that was verified */
  noteReceived(key: MeterKey, counter: number, now = new Date()): void {
    if (!this.temporary.has(`${key.role}/${key.keyName}`)) this.received?.note(key, counter, now);
  }

  /**
   * To be called as soon as another key is in force in the meter under this name. The meter begins to count anew, so
   * what it used before no longer counts. Our own counter begins anew under a temporary key, and goes on where it was
   * when the rig's own key is in force again: values that were used under that one stay used.
   *
   * @param nonce of the temporary key, in hex; undefined: the key of the rig file is in force again
   */
  keyReplaced(role: string, keyName: string, nonce?: string): void {
    const key = `${role}/${keyName}`;
    const former = this.temporary.get(key);
    if (former !== undefined) this.drop(former);
    if (nonce === undefined) this.temporary.delete(key);
    else this.temporary.set(key, this.temporaryName(role, keyName, nonce));
    this.forgetReceived(role, keyName);
  }

  /**
   * What the meter used under a key no longer counts, for all roles that have the same one.
   * @returns how many entries were forgotten
   */
  forgetReceived(role: string, keyName: string): number {
    const forget = (each: string) => this.received?.forget(each, keyName) ?? 0;
    return this.keys.sharers(role, keyName).reduce((sum, each) => sum + forget(each), 0);
  }

  /** Gives back what was set aside and not used. To be called when a run ends in good order. */
  save(): void {
    for (const counter of this.counters.values()) counter.giveBack();
  }

  private counterNamed(name: string): StoredCounter {
    const counter = this.counters.get(name) ?? new StoredCounter(name, this.file);
    this.counters.set(name, counter);
    return counter;
  }

  private temporaryName(role: string, keyName: string, nonce: string): string {
    return `${this.keys.counterName(role, keyName)}~${nonce}`;
  }

  private nameOf(role: string, keyName: string): string {
    return this.temporary.get(`${role}/${keyName}`) ?? this.keys.counterName(role, keyName);
  }

  /** The key is gone for good. */
  private drop(name: string): void {
    this.counters.delete(name);
    const state = this.file.read();
    if (!(name in state.counters)) return;
    const { [name]: _, ...kept } = state.counters;
    this.file.write({ ...state, counters: kept });
  }
}

/** The counters of a rig: on disk for a meter, in memory for the simulator, which is a new meter each time. */
export function openCounterStore(
  rig: Pick<Rig, 'name' | 'transport' | 'clients'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): CounterStore {
  const keys = new RigKeys(rig.clients.values());
  if (rig.transport.kind === 'simulator') return new CounterStore(new MemoryFile(), keys);
  const file = new StateFile(stateFilePath(rig, env));
  return new CounterStore(file, keys, new ReceivedCounters(file, keys));
}
