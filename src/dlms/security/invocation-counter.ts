import { LocalProtocolError } from '#dlms/errors';

/** The value at which a key is used up: it is neither sent nor accepted. */
export const LAST_COUNTER = 0xffffffff;

/** Counter of what we send with one key; it only goes forward (GB 9.2.3.3.7.3). */
export class SendCounter {
  #next: number;

  /** @param next first value to use: 0 for a new key */
  constructor(next = 0) {
    this.#next = checked(next);
  }

  /** The value that `take` will give. */
  get next(): number {
    return this.#next;
  }

  /**
   * The value to use now; the counter moves behind it.
   * @throws LocalProtocolError when the key is used up
   */
  take(): number {
    if (this.#next >= LAST_COUNTER) {
      throw new LocalProtocolError('the invocation counter has reached FFFFFFFF: this key may not be used any more');
    }
    return this.#next++;
  }

  /**
   * Goes on from `next`, e.g. from the receive counter that a meter shows.
   * @throws LocalProtocolError when that would use a value twice
   */
  skipTo(next: number): void {
    if (checked(next) < this.#next) {
      throw new LocalProtocolError(`the invocation counter cannot go back from ${this.#next} to ${next}`);
    }
    this.#next = next;
  }
}

/** Counter of what one peer sends with one key: remembers the lowest value that is still acceptable. */
export class ReceiveCounter {
  #lowest: number;

  /** @param lowest 0 for a new key */
  constructor(lowest = 0) {
    this.#lowest = checked(lowest);
  }

  /** 0..FFFFFFFF; FFFFFFFF: nothing is acceptable any more */
  get lowest(): number {
    return this.#lowest;
  }

  /** Gaps are allowed, repetition is not. */
  isFresh(invocationCounter: number): boolean {
    return invocationCounter >= this.#lowest && invocationCounter < LAST_COUNTER;
  }

  /** To be called once the tag has been verified. A value that is not fresh changes nothing: the counter never goes back. */
  accept(invocationCounter: number): void {
    if (this.isFresh(invocationCounter)) this.#lowest = invocationCounter + 1;
  }
}

function checked(value: number): number {
  if (value >>> 0 !== value) {
    throw new LocalProtocolError(`invocation counter ${value} is not a whole number in 0..4294967295`);
  }
  return value;
}
