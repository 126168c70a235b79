import { LocalProtocolError } from '#dlms/errors';
import type { MeterWorld } from './world';

/** Something of one type that a step hands to the next one of its scenario. */
export class Kept<T> {
  private readonly values = new WeakMap<MeterWorld, T>();

  /** @param what in words, for the message when a scenario lacks the step that keeps it */
  constructor(private readonly what: string) {}

  keep(world: MeterWorld, value: T): void {
    this.values.set(world, value);
  }

  /** @throws LocalProtocolError when no step of the scenario has kept it */
  of(world: MeterWorld): T {
    const value = this.values.get(world);
    if (value === undefined) throw new LocalProtocolError(`no step of this scenario has kept ${this.what}`);
    return value;
  }
}
