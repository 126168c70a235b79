import type { SendingCounter } from '#dlms/association/association-settings';
import type { CounterStore, InvocationCounter } from '#rig/counter-store';

/** The rig's stored invocation counters in the shape that an association takes them. */
export class SendingCounters {
  private readonly store: CounterStore;

  constructor(store: CounterStore) {
    this.store = store;
  }

  /** Of what a role sends under its global unicast encryption key. */
  of(role: string): SendingCounter {
    return new StoredCounter(this.store.counterFor(role, 'guek'));
  }
}

class StoredCounter implements SendingCounter {
  private readonly stored: InvocationCounter;

  constructor(stored: InvocationCounter) {
    this.stored = stored;
  }

  get next(): number {
    return this.stored.peek;
  }

  take(): number {
    return this.stored.next();
  }

  skipTo(next: number): void {
    this.stored.raiseTo(next);
  }
}
