import type { MeterVariant } from '#support/simulated-meter';
import type { CaseResult } from '#support/verdict/case-results';
import type { Plan, PlannedScenario } from './plan';
import type { Suite } from './suite';

export type { MeterVariant };

/** Where meters are put to the test, in this process and in memory. */
export interface Laboratory {
  /** Scenarios of the given cases, against a variant of the simulated meter; without one against the conforming meter. */
  runCases(cases: readonly string[], variant?: MeterVariant): Promise<CaseResult[]>;
  /** All scenarios; without a variant against the conforming meter. */
  runAll(variant?: MeterVariant): Promise<CaseResult[]>;
}

export interface LaboratorySettings {
  /** path of the rig file */
  readonly rig: string;
  /** hears of runs that last */
  readonly say: (text: string) => void;
  /** how long one run may take before it is taken for endless */
  readonly limitMs?: number;
}

/** Runs scenarios of a suite by file and line, so that only the files that hold them are read. */
export class SuiteLaboratory implements Laboratory {
  readonly #suite: Suite;
  readonly #plan: Plan;
  readonly #settings: LaboratorySettings;

  constructor(suite: Suite, plan: Plan, settings: LaboratorySettings) {
    this.#suite = suite;
    this.#plan = plan;
    this.#settings = settings;
  }

  async runCases(cases: readonly string[], variant?: MeterVariant): Promise<CaseResult[]> {
    const paths = pathsOf(this.#plan.scenarios.filter((scenario) => cases.includes(scenario.case)));
    return paths.length === 0 ? [] : this.#run(variant, paths);
  }

  async runAll(variant?: MeterVariant): Promise<CaseResult[]> {
    return this.#run(variant);
  }

  async #run(variant: MeterVariant | undefined, paths?: readonly string[]): Promise<CaseResult[]> {
    const { rig, say, limitMs = TEN_MINUTES } = this.#settings;
    const worldParameters = { rig, toleratesDeclared: false, ...(variant && { meterVariant: variant }) };
    const watch = new Watch(variant?.id ?? 'the conforming meter', limitMs, say);
    try {
      return await Promise.race([this.#suite.run({ worldParameters, ...(paths && { paths }) }), watch.alarm]);
    } finally {
      watch.stop();
    }
  }
}

const TEN_MINUTES = 600_000;
const HEARTBEAT_MS = 2000;

/** `file:line:line…` for each file, as Cucumber takes it. */
function pathsOf(scenarios: readonly PlannedScenario[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, numbers]) => [uri, ...new Set(numbers)].join(':'));
}

/** A fault can make a meter that never comes to an end; nothing but the clock on the wall can tell. */
class Watch {
  readonly alarm: Promise<never>;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(what: string, limitMs: number, say: (text: string) => void) {
    const since = performance.now();
    const beat = () => say(`  … ${what} (${Math.round((performance.now() - since) / 1000)} s)`);
    this.#timers.push(setInterval(beat, HEARTBEAT_MS));
    this.alarm = new Promise((_, reject) => {
      const late = () => reject(new Error(`${what} did not come to an end within ${limitMs / 1000} s`));
      this.#timers.push(setTimeout(late, limitMs));
    });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
