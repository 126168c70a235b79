import { LocalProtocolError } from '#dlms/errors';

/** Hands what one step has learnt to a later step of the same scenario, with its type. */
export class Handover<T> {
  readonly #values = new WeakMap<object, T>();
  private readonly what: string;

  /** @param what it is, for the error when a scenario forgets to come by it */
  constructor(what: string) {
    this.what = what;
  }

  give(world: object, value: T): void {
    this.#values.set(world, value);
  }

  /** @throws LocalProtocolError when no earlier step gave it */
  take(world: object): T {
    const value = this.#values.get(world);
    if (value === undefined) throw new LocalProtocolError(`no earlier step gave ${this.what}`);
    return value;
  }
}
