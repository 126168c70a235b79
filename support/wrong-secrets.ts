import type { Rig } from '#rig/rig';
import type { Applicability } from './requirements/applicability';
import type { CatalogueCase } from './requirements/catalogue';

/** Cases of which a scenario tries another number of wrong secrets than one with its client; at most. */
const MOST_TRIED: Readonly<Record<string, number>> = {
  // the wrong answer, then the right one to a challenge that is spent
  'AUT-17': 2,
  // the old secret, which is wrong by then
  'AUT-33': 1,
  // a password of nobody, then the HLS secret
  'AUT-35': 2,
};

/** How many wrong secrets a scenario of a case tries at most with the client that it is about. */
export function wrongSecretsIn({ id, safety }: Pick<CatalogueCase, 'id' | 'safety'>, { meter }: Rig): number {
  if (id === 'AUT-09') return meter.lockout?.failures ?? 0;
  return MOST_TRIED[id] ?? (safety === 'lockout' ? 1 : 0);
}

/** What wrong secrets one run has tried, and may still try (safety.wrongSecrets), by the roles of clients. */
export class WrongSecretBudget {
  private readonly tried = new Map<string, number>();

  constructor(private readonly rig: Rig) {}

  /** Sets aside what a scenario may try; where that is more than is left, it does not run. */
  admit(row: CatalogueCase, role: string): Applicability {
    const limit = this.rig.safety.wrongSecrets;
    const upTo = wrongSecretsIn(row, this.rig);
    if (limit === undefined || upTo === 0) return { applicable: true };
    const tried = this.tried.get(role) ?? 0;
    if (tried + upTo > limit)
      return { applicable: false, capability: FIELD, reason: usedUp(role, { tried, upTo, limit }) };
    this.tried.set(role, tried + upTo);
    return { applicable: true };
  }
}

const FIELD = 'safety.wrongSecrets';

interface Counts {
  readonly tried: number;
  readonly upTo: number;
  readonly limit: number;
}

function usedUp(role: string, { tried, upTo, limit }: Counts): string {
  return (
    `${FIELD} of the rig allows ${limit} wrong secrets with the ${role} client in one run: ` +
    `up to ${tried} were tried before, and this case may try ${upTo} more`
  );
}

/** Wrong secrets of each client since its last right one: so many lock it out where the meter declares a lock-out. */
export class LockoutWatch {
  private readonly failures = new Map<string, number>();

  constructor(private readonly lockout: Rig['meter']['lockout']) {}

  failed(role: string, times: number): void {
    this.failures.set(role, (this.failures.get(role) ?? 0) + times);
  }

  /** It has opened its association, or has waited long enough. */
  forget(role: string): void {
    this.failures.delete(role);
  }

  /**
   * How long to wait before the client may open its association; 0 when it is not locked out.
   * @param upcoming wrong secrets that it is going to try first: together with those before them they must not lock it
   * out, unless they do so by themselves
   */
  pauseMs(role: string, upcoming = 0): number {
    const failures = this.failures.get(role) ?? 0;
    if (this.lockout === undefined || failures === 0) return 0;
    return failures + upcoming >= this.lockout.failures ? this.lockout.seconds * 1000 : 0;
  }
}

interface Run {
  readonly budget: WrongSecretBudget;
  readonly watch: LockoutWatch;
}

let runs = new WeakMap<Rig, Run>();

/** A new run may try as many as its rig allows. */
export function forgetWrongSecrets(): void {
  runs = new WeakMap();
}

/** Of the run that is going on. */
export function budgetOf(rig: Rig): WrongSecretBudget {
  return runOf(rig).budget;
}

/** Of the meter of a rig; a simulated one is new in each scenario, and so is its watch. */
export function watchOf(rig: Rig): LockoutWatch {
  return rig.transport.kind === 'simulator' ? new LockoutWatch(rig.meter.lockout) : runOf(rig).watch;
}

function runOf(rig: Rig): Run {
  const run = runs.get(rig) ?? { budget: new WrongSecretBudget(rig), watch: new LockoutWatch(rig.meter.lockout) };
  runs.set(rig, run);
  return run;
}
