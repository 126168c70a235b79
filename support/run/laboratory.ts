import type { CaseResult } from '#support/verdict/case-results';
import type { Plan, PlannedScenario } from './plan';
import type { Suite, WorldParameters } from './suite';

export type MeterVariant = NonNullable<WorldParameters['meterVariant']>;

/** Where meters are put to the test, in this process and in memory. */
export interface Laboratory {
  /** Scenarios of the given cases, against a variant of the simulated meter. */
  runCases(cases: readonly string[], variant: MeterVariant): Promise<CaseResult[]>;
  /** All scenarios; without a variant against the conforming meter. */
  runAll(variant?: MeterVariant): Promise<CaseResult[]>;
}

/** Runs scenarios of a suite by file and line, so that only the files that hold them are read. */
export class SuiteLaboratory implements Laboratory {
  readonly #suite: Suite;
  readonly #plan: Plan;
  readonly #rig: string;
  readonly #limitMs: number;

  /** @param limitMs how long one run may take before it is taken for endless */
  constructor(suite: Suite, plan: Plan, rig: string, limitMs = 120_000) {
    this.#suite = suite;
    this.#plan = plan;
    this.#rig = rig;
    this.#limitMs = limitMs;
  }

  async runCases(cases: readonly string[], variant: MeterVariant): Promise<CaseResult[]> {
    const paths = pathsOf(this.#plan.scenarios.filter((scenario) => cases.includes(scenario.case)));
    return paths.length === 0 ? [] : this.#run(variant, paths);
  }

  async runAll(variant?: MeterVariant): Promise<CaseResult[]> {
    return this.#run(variant);
  }

  async #run(variant: MeterVariant | undefined, paths?: readonly string[]): Promise<CaseResult[]> {
    const worldParameters = { rig: this.#rig, ...(variant && { meterVariant: variant }) };
    const run = this.#suite.run({ worldParameters, ...(paths && { paths }) });
    return withinLimit(run, this.#limitMs, variant?.id ?? 'the conforming meter');
  }
}

/** `file:line:line…` for each file, as Cucumber takes it. */
function pathsOf(scenarios: readonly PlannedScenario[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, numbers]) => [uri, ...new Set(numbers)].join(':'));
}

/** A fault can make a meter that never comes to an end; nothing but the clock on the wall can tell. */
async function withinLimit<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  const { promise: late, cancel } = alarm(limitMs, `${what} did not come to an end within ${limitMs / 1000} s`);
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}

function alarm(ms: number, text: string): { promise: Promise<never>; cancel: () => void } {
  let cancel = () => {};
  const promise = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(text)), ms);
    cancel = () => clearTimeout(timer);
  });
  return { promise, cancel };
}
