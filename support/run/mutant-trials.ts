import { nameOf, resultLine } from '#support/formatters/result-line';
import type { MutantOutcome, MutantsFile, NullMeterOutcome, RigBaseline } from '#support/report/mutants-file';
import { countsOf } from '#support/report/results-file';
import type { CaseResult } from '#support/verdict/case-results';
import { EXIT, type ExitCode } from './exit-code';
import { type MutantOnTrial, type NullMeterTrial, tryMutant, tryNullMeter, unprovenCases } from './mutant-trial';
import { closingLine } from './summary';
import { type TrialRig, UnfitRig } from './trial-rig';

export type { MutantOnTrial };

/** What is to be tried. */
export interface Trials {
  readonly mutants: readonly MutantOnTrial[];
  readonly nullMeters: readonly string[];
  /** whether these are all mutants, so that a case that kills none of them has been proved by nothing */
  readonly whole: boolean;
  /** the rigs over which they can be tried, in the order of preference */
  readonly rigs: readonly TrialRig[];
}

type Say = (text: string) => void;

/**
 * Tries every mutant and null meter, each once the conforming meter has passed what is to find it out.
 * @param write keeps the outcome; says where
 */
export async function tryAll(trials: Trials, write: (file: MutantsFile) => string, say: Say): Promise<ExitCode> {
  try {
    return await tryOnFitRigs(trials, write, say);
  } catch (error) {
    if (error instanceof UnfitRig) return refuse(error, say);
    throw error;
  }
}

async function tryOnFitRigs(trials: Trials, write: (file: MutantsFile) => string, say: Say): Promise<ExitCode> {
  const began = performance.now();
  const baselines = trials.whole ? await baselinesOf(trials, say) : new Map<string, readonly CaseResult[]>();
  const baseline = withoutRepetition([...baselines.values()].flat());
  const mutants = await tryMutants(trials, say);
  const nullMeters = await tryNullMeters(trials, say);
  const where = write({
    baseline: countsOf(baseline),
    baselines: [...baselines].map(([rig, results]): RigBaseline => ({ rig, counts: countsOf(results) })),
    mutants,
    nullMeters: nullMeters.map(withoutScenarios),
  });
  const unproven = unprovenCases(baseline, mutants);
  const took = `${mutants.length} mutants and ${nullMeters.length} null meters in ${seconds(began)} s`;
  say(['', ...findings(mutants, nullMeters, unproven), took, where].join('\n'));
  return conclude({ baseline, mutants, nullMeters, unproven }, say);
}

/** What applies to some rig may have been inapplicable to another one. */
function withoutRepetition(results: readonly CaseResult[]): CaseResult[] {
  const byPlace = new Map<string, CaseResult>();
  for (const result of results) {
    const place = `${result.uri}:${result.line}`;
    if (result.verdict !== 'INAPPLICABLE' || !byPlace.has(place)) byPlace.set(place, result);
  }
  return [...byPlace.values()];
}

/** What the conforming meter comes to over each rig, by its name. */
async function baselinesOf({ rigs }: Trials, say: Say): Promise<ReadonlyMap<string, readonly CaseResult[]>> {
  const baselines = new Map<string, readonly CaseResult[]>();
  for (const rig of rigs) {
    const results = await rig.baseline();
    baselines.set(rig.name, results);
    say(
      `The conforming meter passes over ${rig.name}: ${countsOf(results).PASSED} of ${results.length} scenarios apply.`,
    );
  }
  return baselines;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

/** Counting kills means nothing while the conforming meter fails as well. */
function refuse({ rig, baseline, faulty }: UnfitRig, say: Say): ExitCode {
  say(`The conforming meter does not pass everything over ${rig}, so nothing rests on the trials:`);
  for (const result of faulty) say(`  ${resultLine(result)}`);
  say(closingLine(countsOf(baseline).PASSED, faulty.length));
  return EXIT.harness;
}

async function tryMutants({ mutants, rigs }: Trials, say: Say): Promise<MutantOutcome[]> {
  const outcomes: MutantOutcome[] = [];
  for (const mutant of mutants) {
    const outcome = await tryMutant(mutant, rigs);
    outcomes.push(outcome);
    const by = outcome.killedBy.length > 0 ? ` by ${someOf(outcome.killedBy)} over ${outcome.rigs.join(', ')}` : '';
    say(`[${outcomes.length}/${mutants.length}] ${outcome.status.padEnd(8)} ${outcome.id}${by}: ${outcome.fault}`);
  }
  return outcomes;
}

async function tryNullMeters({ nullMeters, rigs }: Trials, say: Say): Promise<NullMeterTrial[]> {
  const outcomes: NullMeterTrial[] = [];
  for (const id of nullMeters) {
    const outcome = await tryNullMeter(id, rigs);
    outcomes.push(outcome);
    say(`null meter ${id}: passed ${outcome.passed}, of them ${outcome.negativePassed} negative`);
  }
  return outcomes;
}

function withoutScenarios({ id, passed, negativePassed, overRigs }: NullMeterTrial): NullMeterOutcome {
  return { id, passed, negativePassed, overRigs };
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
      fooled.map(({ rig, result }) => `passed by the null meter ${id} over ${rig}: ${nameOf(result)}`),
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
}

function conclude({ baseline, mutants, nullMeters, unproven }: Outcome, say: Say): ExitCode {
  const ignored = mutants.filter(({ status }) => status === 'ignored').length;
  const survived = mutants.filter(({ status }) => status === 'survived').length;
  const failed = survived + nullMeters.filter(({ fooled }) => fooled.length > 0).length + unproven.length;
  const checked = mutants.length - ignored + nullMeters.length + negativeCases(baseline);
  say(closingLine(checked - failed, failed, ignored));
  return failed > 0 ? EXIT.meterFault : EXIT.passed;
}

function negativeCases(baseline: readonly CaseResult[]): number {
  const negative = baseline.filter((result) => result.negative && result.verdict === 'PASSED');
  return new Set(negative.map((result) => result.case)).size;
}
