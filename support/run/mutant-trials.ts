import { nameOf, resultLine } from '#support/formatters/result-line';
import type { MutantOutcome, MutantsFile, NullMeterOutcome } from '#support/report/mutants-file';
import { countsOf } from '#support/report/results-file';
import type { CaseResult } from '#support/verdict/case-results';
import { EXIT, type ExitCode } from './exit-code';
import type { Laboratory } from './laboratory';
import { type MutantOnTrial, type NullMeterTrial, tryMutant, tryNullMeter, unprovenCases } from './mutant-trial';
import { closingLine } from './summary';

export type { MutantOnTrial };

/** What is to be tried. */
export interface Trials {
  readonly mutants: readonly MutantOnTrial[];
  readonly nullMeters: readonly string[];
  /** whether these are all mutants, so that a case that kills none of them has been proved by nothing */
  readonly whole: boolean;
  readonly laboratory: Laboratory;
}

type Say = (text: string) => void;

/**
 * Tries every mutant and null meter, once the conforming meter has passed everything.
 * @param write keeps the outcome; says where
 */
export async function tryAll(trials: Trials, write: (file: MutantsFile) => string, say: Say): Promise<ExitCode> {
  const began = performance.now();
  const baseline = await trials.laboratory.runAll();
  const faulty = baseline.filter(({ verdict }) => verdict === 'FAILED' || verdict === 'INCONCLUSIVE');
  if (faulty.length > 0 || baseline.length === 0) return refuse(baseline, faulty, say);
  say(`The conforming meter passes: ${countsOf(baseline).PASSED} of ${baseline.length} scenarios apply.`);
  const mutants = await tryMutants(trials, say);
  const nullMeters = await tryNullMeters(trials, say);
  const where = write({ baseline: countsOf(baseline), mutants, nullMeters: nullMeters.map(withoutScenarios) });
  const unproven = trials.whole ? unprovenCases(baseline, mutants) : [];
  const took = `${mutants.length} mutants and ${nullMeters.length} null meters in ${seconds(began)} s`;
  say(['', ...findings(mutants, nullMeters, unproven), took, where].join('\n'));
  return conclude({ baseline, mutants, nullMeters, unproven, whole: trials.whole }, say);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

/** Counting kills means nothing while the conforming meter fails as well. */
function refuse(baseline: readonly CaseResult[], faulty: readonly CaseResult[], say: Say): ExitCode {
  const passed = countsOf(baseline).PASSED;
  say('The conforming meter does not pass everything, so no mutant was tried:');
  for (const result of faulty) say(`  ${resultLine(result)}`);
  say(closingLine(passed, Math.max(1, faulty.length)));
  return EXIT.harness;
}

async function tryMutants({ mutants, laboratory }: Trials, say: Say): Promise<MutantOutcome[]> {
  const outcomes: MutantOutcome[] = [];
  for (const mutant of mutants) {
    const outcome = await tryMutant(mutant, laboratory);
    outcomes.push(outcome);
    const by = outcome.killedBy.length > 0 ? ` by ${someOf(outcome.killedBy)}` : '';
    say(`[${outcomes.length}/${mutants.length}] ${outcome.status.padEnd(8)} ${outcome.id}${by}: ${outcome.fault}`);
  }
  return outcomes;
}

async function tryNullMeters({ nullMeters, laboratory }: Trials, say: Say): Promise<NullMeterTrial[]> {
  const outcomes: NullMeterTrial[] = [];
  for (const id of nullMeters) {
    const outcome = await tryNullMeter(id, laboratory);
    outcomes.push(outcome);
    say(`null meter ${id}: passed ${outcome.passed}, of them ${outcome.negativePassed} negative`);
  }
  return outcomes;
}

function withoutScenarios({ id, passed, negativePassed }: NullMeterTrial): NullMeterOutcome {
  return { id, passed, negativePassed };
}

/** What a person has to mend, a line each. */
function findings(
  mutants: readonly MutantOutcome[],
  nullMeters: readonly NullMeterTrial[],
  unproven: readonly string[],
): string[] {
  const withStatus = (status: MutantOutcome['status']) => mutants.filter((mutant) => mutant.status === status);
  return [
    ...withStatus('survived').map(({ id, fault }) => `survived: ${id}, a meter that ${fault}`),
    ...withStatus('killed-elsewhere').map((mutant) => misplaced(mutant)),
    ...nullMeters.flatMap(({ id, fooled }) =>
      fooled.map((result) => `passed by the null meter ${id}: ${nameOf(result)}`),
    ),
    ...unproven.map((id) => `kills no mutant: the negative case ${id}`),
  ];
}

function misplaced({ id, violates, killedBy }: MutantOutcome): string {
  return `killed elsewhere: ${id} violates ${violates.join(', ')} but was found by ${someOf(killedBy)}`;
}

const SOME = 6;

function someOf(ids: readonly string[]): string {
  const rest = ids.length - SOME;
  return rest > 0 ? `${ids.slice(0, SOME).join(', ')} and ${rest} more` : ids.join(', ');
}

interface Outcome {
  readonly baseline: readonly CaseResult[];
  readonly mutants: readonly MutantOutcome[];
  readonly nullMeters: readonly NullMeterTrial[];
  readonly unproven: readonly string[];
  readonly whole: boolean;
}

function conclude({ baseline, mutants, nullMeters, unproven, whole }: Outcome, say: Say): ExitCode {
  const ignored = mutants.filter(({ status }) => status === 'ignored').length;
  const survived = mutants.filter(({ status }) => status === 'survived').length;
  const failed = survived + nullMeters.filter(({ fooled }) => fooled.length > 0).length + unproven.length;
  const checked = mutants.length - ignored + nullMeters.length + (whole ? negativeCases(baseline) : 0);
  say(closingLine(checked - failed, failed, ignored));
  return failed > 0 ? EXIT.meterFault : EXIT.passed;
}

function negativeCases(baseline: readonly CaseResult[]): number {
  const negative = baseline.filter((result) => result.negative && result.verdict === 'PASSED');
  return new Set(negative.map((result) => result.case)).size;
}
