import { LocalProtocolError } from '#dlms/errors';
import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import type { CounterFile } from './counter-file';

/** How many values one write to the file sets aside; a crash wastes no more than these. */
const RESERVED = 200;

/** One invocation counter of what we send: the file always promises more than has been used. */
export class StoredCounter {
  private upcoming: number;
  private reservedTo = 0;

  constructor(
    private readonly name: string,
    private readonly file: CounterFile,
  ) {
    this.upcoming = file.read().counters[name] ?? 1;
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
    if (this.upcoming >= LAST_COUNTER) throw new LocalProtocolError(`the invocation counter ${this.name} is used up`);
    if (this.upcoming >= this.reservedTo) this.reserve();
    return this.upcoming++;
  }

  /**
   * Makes `next` return at least `value`, as when the meter says that it has seen higher ones, or when lower ones were
   * used without being taken from here; never lowers it. Holds over a crash, too.
   */
  raiseTo(value: number): void {
    if (value <= this.upcoming) return;
    this.upcoming = value;
    if (value <= this.reservedTo) return;
    this.reservedTo = value;
    this.keep(Math.min(value, LAST_COUNTER));
  }

  /** Promises no more than was used. */
  giveBack(): void {
    const state = this.file.read();
    if (this.reservedTo === 0 || state.counters[this.name] !== this.reservedTo) return;
    this.keep(this.upcoming);
    this.reservedTo = this.upcoming;
  }

  /** Reads the file anew: another run may have gone on since. */
  private reserve(): void {
    this.upcoming = Math.max(this.upcoming, this.file.read().counters[this.name] ?? 0);
    this.reservedTo = Math.min(this.upcoming + RESERVED, LAST_COUNTER);
    this.keep(this.reservedTo);
  }

  private keep(value: number): void {
    const state = this.file.read();
    this.file.write({ ...state, counters: { ...state.counters, [this.name]: value } });
  }
}
