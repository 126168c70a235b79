import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type CounterFile, MemoryFile, StateFile, stateFilePath } from './counter-file';
import type { ClientProfile, Rig } from './rig';

/** How many values one write to the file sets aside; a crash wastes no more than these. */
const RESERVED = 200;
const LAST = 0xffffffff;

/**
 * The client's invocation counters. Under one key and system title a value must never be used twice (GB 9.2.3.3.7),
 * so the file always promises more than has been used: what a crashed run had set aside is skipped by the next.
 */
export class CounterStore {
  private readonly counters = new Map<string, InvocationCounter>();

  constructor(
    private readonly file: CounterFile,
    private readonly owners: ReadonlyMap<string, string> = new Map(),
  ) {}

  /**
   * @param role a client of the rig; roles that share key and system title share the counter
   * @param keyName such as `guek`; a dedicated key starts at 0 with each association and is not kept here
   */
  counterFor(role: string, keyName: string): InvocationCounter {
    const name = `${this.owners.get(role) ?? role}/${keyName}`;
    const counter = this.counters.get(name) ?? new InvocationCounter(name, this.file);
    this.counters.set(name, counter);
    return counter;
  }

  /** Gives back what was set aside and not used. To be called when a run ends in good order. */
  save(): void {
    for (const counter of this.counters.values()) counter.giveBack();
  }
}

export class InvocationCounter {
  private upcoming: number;
  private reservedTo = 0;

  constructor(
    private readonly name: string,
    private readonly file: CounterFile,
  ) {
    this.upcoming = file.read()[name] ?? 1;
  }

  /** The value that `next` will return. */
  get peek(): number {
    return this.upcoming;
  }

  /**
   * A value that has never been returned before, greater than all of them.
   *
   * @throws LocalProtocolError when FFFFFFFE has been returned: the key has to be changed
   */
  next(): number {
    if (this.upcoming >= LAST) throw new LocalProtocolError(`the invocation counter ${this.name} is used up`);
    if (this.upcoming >= this.reservedTo) this.reserve();
    return this.upcoming++;
  }

  /** Makes `next` return at least `value`, as when the meter says that it has seen higher ones; never lowers it. */
  raiseTo(value: number): void {
    this.upcoming = Math.max(this.upcoming, value);
  }

  giveBack(): void {
    const stored = this.file.read();
    if (this.reservedTo === 0 || stored[this.name] !== this.reservedTo) return;
    this.file.write({ ...stored, [this.name]: this.upcoming });
    this.reservedTo = this.upcoming;
  }

  /** Reads the file anew: another run may have gone on since. */
  private reserve(): void {
    const stored = this.file.read();
    this.upcoming = Math.max(this.upcoming, stored[this.name] ?? 0);
    this.reservedTo = Math.min(this.upcoming + RESERVED, LAST);
    this.file.write({ ...stored, [this.name]: this.reservedTo });
  }
}

/** The counters of a rig: on disk for a meter, in memory for the simulator. */
export function openCounterStore(
  rig: Rig,
  env: Readonly<Record<string, string | undefined>> = process.env,
): CounterStore {
  const file = rig.transport.kind === 'simulator' ? new MemoryFile() : new StateFile(stateFilePath(rig, env));
  return new CounterStore(file, sharedCounters([...rig.clients.values()]));
}

/** For each role the first one that has the same key and title: a pair of them has one counter. */
function sharedCounters(clients: readonly ClientProfile[]): Map<string, string> {
  return new Map(
    clients.map((client) => [client.role, clients.find((other) => sameNonces(other, client))?.role ?? client.role]),
  );
}

function sameNonces(a: ClientProfile, b: ClientProfile): boolean {
  if (a.keys === undefined || b.keys === undefined || a.systemTitle === undefined || b.systemTitle === undefined)
    return a === b;
  return equalOctets(a.keys.guek, b.keys.guek) && equalOctets(a.systemTitle, b.systemTitle);
}
