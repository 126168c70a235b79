import { LineLost, PeerProtocolError } from '#dlms/errors';
import type { Rig } from '#rig/rig';
import { Bench } from '#support/bench';
import { countersOf } from '#support/session';
import type { Clock } from '#time/clock';
import { SystemClock } from '#time/system-clock';
import { mostOpen } from './preflight';

/** The meter was lost and has not come back: this scenario was not begun. */
export class MeterUnreachable extends Error {
  override name = 'MeterUnreachable';
}

export interface ReachabilityParts {
  /** one attempt to reach the meter; why it failed, or undefined */
  readonly attempt: () => Promise<string | undefined>;
  readonly clock: Clock;
  /** how long a lost link is waited for */
  readonly patienceMs: number;
}

interface Loss {
  readonly since: string;
  readonly fault: string;
}

const BETWEEN_ATTEMPTS_MS = 1000;

/** What is known of the way to the meter from one scenario to the next. */
export class Reachability {
  readonly #parts: ReachabilityParts;
  #loss: Loss | undefined;
  #isGivenUp = false;
  readonly #suspects = new Set<string>();

  constructor(parts: ReachabilityParts) {
    this.#parts = parts;
  }

  /** The link was lost in a scenario of this case. */
  lose(since: string, fault: string): void {
    this.#loss ??= { since, fault };
  }

  /**
   * A scenario of a case went wrong: was the link lost in it?
   * @param isHostile the case does to the meter what it must bear: the first time this may be chance, after that the
   * meter is taken not to bear it
   * @returns why the meter cannot be reached, where it is not to be taken for its fault
   */
  async excuse(id: string, isHostile: boolean): Promise<string | undefined> {
    const fault = await this.#parts.attempt();
    if (fault === undefined) return undefined;
    this.lose(id, fault);
    if (!isHostile) return fault;
    const isSuspect = this.#suspects.has(id);
    this.#suspects.add(id);
    return isSuspect ? undefined : `${fault}; may be chance: once more in ${id}, and it is the meter's fault`;
  }

  /**
   * Builds a link that was lost anew, before the next scenario; waits for the meter once in a run, and if it does not
   * come back never again.
   * @returns what a person should know, if the link was lost
   * @throws MeterUnreachable when it cannot be built
   */
  async restore(): Promise<string | undefined> {
    const loss = this.#loss;
    if (loss === undefined) return undefined;
    const began = this.#parts.clock.now();
    const fault = this.#isGivenUp ? loss.fault : await this.#fault();
    if (fault !== undefined) return this.#giveUp({ ...loss, fault });
    this.#loss = undefined;
    const seconds = ((this.#parts.clock.now() - began) / 1000).toFixed(1);
    return `the link that was lost in ${loss.since} is back after ${seconds} s`;
  }

  #giveUp(loss: Loss): never {
    this.#isGivenUp = true;
    this.#loss = loss;
    throw new MeterUnreachable(`the meter could not be reached since ${loss.since}: ${loss.fault}`);
  }

  /** Why the last attempt failed, when the patience is at its end. */
  async #fault(): Promise<string | undefined> {
    const { attempt, clock, patienceMs } = this.#parts;
    const until = clock.now() + patienceMs;
    for (;;) {
      const fault = await attempt();
      if (fault === undefined || clock.now() >= until) return fault;
      await clock.wait(Math.min(until, clock.now() + BETWEEN_ATTEMPTS_MS));
    }
  }
}

const known = new WeakMap<Rig, Reachability>();

/**
 * The way to the meter of a rig, throughout a run; undefined where there is none to lose: a simulated meter is in this
 * process, and a new one for each scenario.
 */
export function reachabilityOf(rig: Rig): Reachability | undefined {
  if (rig.transport.kind === 'simulator') return undefined;
  const attempt = () => faultOnTheWay(rig);
  const made =
    known.get(rig) ?? new Reachability({ attempt, clock: new SystemClock(), patienceMs: rig.timeouts.recoveryMs });
  known.set(rig, made);
  return made;
}

/** A meter that says anything at all, be it nonsense, has been reached. */
async function faultOnTheWay(rig: Rig): Promise<string | undefined> {
  const profile = mostOpen([...rig.clients.values()]);
  if (profile === undefined) return undefined;
  const bench = new Bench(rig, countersOf(rig));
  const fault = await lossIn(() => bench.client(profile.role, 'reaching the meter').channel.connect());
  // also where nothing was reached: a port that is left open is in the way of the next attempt
  const lossOnLeaving = await lossIn(() => bench.close());
  const loss = fault ?? lossOnLeaving;
  return loss && bench.hide(loss);
}

async function lossIn(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof LineLost) return error.message;
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
