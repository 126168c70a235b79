import type { Instant } from '#time/clock';

/** Wrong passwords and wrong answers to challenges of one client since its last right one. */
export interface Failures {
  readonly failures: number;
  /** of the last one; undefined where there is none */
  readonly at: Instant | undefined;
}

const NONE: Failures = { failures: 0, at: undefined };

/** What the meter remembers of clients that failed to authenticate, by client SAP. */
export class WrongSecrets {
  private readonly clients = new Map<number, Failures>();

  of(clientSap: number): Failures {
    return this.clients.get(clientSap) ?? NONE;
  }

  failed(clientSap: number, at: Instant): void {
    this.clients.set(clientSap, { failures: this.of(clientSap).failures + 1, at });
  }

  /** Authenticated, or a lock-out that is over: the next failure is the first. */
  forget(clientSap: number): void {
    this.clients.delete(clientSap);
  }

  clear(): void {
    this.clients.clear();
  }
}
