import type { MutantOutcome, NullMeterOutcome } from '#support/report/mutants-file';
import type { CaseResult } from '#support/verdict/case-results';
import type { Laboratory } from './laboratory';

/** What the trial needs to know of a mutant; how it differs from the conforming meter is the simulator's affair. */
export interface MutantOnTrial {
  readonly id: string;
  readonly violates: readonly string[];
  readonly fault: string;
  /** why it is not tried; absent where it is */
  readonly ignored?: string | boolean | undefined;
}

/**
 * Killed: a scenario of a case that the mutant violates FAILED. INCONCLUSIVE does not kill, and nor does an error of
 * ours. Where none did, all other scenarios are run as well: a fault that is seen elsewhere is catalogued wrongly, one
 * that is not seen at all is a hole in the suite.
 */
export async function tryMutant(mutant: MutantOnTrial, laboratory: Laboratory): Promise<MutantOutcome> {
  const { id, violates, fault } = mutant;
  if (mutant.ignored) return { id, violates, fault, status: 'ignored', killedBy: [] };
  const variant = { kind: 'mutant', id } as const;
  const killedBy = failedCases(await laboratory.runCases(violates, variant));
  if (killedBy.length > 0) return { id, violates, fault, status: 'killed', killedBy };
  const elsewhere = failedCases(await laboratory.runAll(variant));
  return { id, violates, fault, status: elsewhere.length > 0 ? 'killed-elsewhere' : 'survived', killedBy: elsewhere };
}

function failedCases(results: readonly CaseResult[]): string[] {
  return [...new Set(results.filter(({ verdict }) => verdict === 'FAILED').map((result) => result.case))];
}

/** How a null meter fared, and the scenarios that it passed and must not. */
export interface NullMeterTrial extends NullMeterOutcome {
  readonly fooled: readonly CaseResult[];
}

/** Null meters that answer nothing, or refuse everything: they may pass nothing at all, the agreeable ones nothing negative. */
const MAY_PASS_NOTHING: readonly string[] = ['mute', 'refuser'];

/** A meter that understands nothing, run against everything. */
export async function tryNullMeter(id: string, laboratory: Laboratory): Promise<NullMeterTrial> {
  const results = await laboratory.runAll({ kind: 'null', id });
  const passed = results.filter(({ verdict }) => verdict === 'PASSED');
  const negative = passed.filter((result) => result.negative);
  const fooled = MAY_PASS_NOTHING.includes(id) ? passed : negative;
  return { id, passed: passed.length, negativePassed: negative.length, fooled };
}

/** Negative cases that the conforming meter passes and of which no mutant has shown that they can fail. */
export function unprovenCases(baseline: readonly CaseResult[], outcomes: readonly MutantOutcome[]): string[] {
  const proven = new Set(outcomes.filter(({ status }) => status === 'killed').flatMap(({ killedBy }) => killedBy));
  const negative = baseline
    .filter((result) => result.negative && result.verdict === 'PASSED')
    .map((result) => result.case);
  return [...new Set(negative)].filter((id) => !proven.has(id));
}
