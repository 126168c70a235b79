import type { MutantLink } from '#simulator/mutants/mutant';
import type { MutantOutcome, NullMeterOutcome, NullMeterOverRig } from '#support/report/mutants-file';
import type { CaseResult } from '#support/verdict/case-results';
import type { MeterVariant } from './laboratory';
import { rigsFor, type TrialRig } from './trial-rig';

/** What the trial needs to know of a mutant; how it differs from the conforming meter is the simulator's affair. */
export interface MutantOnTrial {
  readonly id: string;
  readonly violates: readonly string[];
  readonly fault: string;
  /** over which link alone it is tried */
  readonly link?: MutantLink | undefined;
  /** why it is not tried; absent where it is */
  readonly ignored?: string | boolean | undefined;
}

/** Cases that FAILED, and the rigs over which they did. */
interface Kills {
  readonly cases: readonly string[];
  readonly rigs: readonly string[];
}

/**
 * Killed: a scenario of a case that the mutant violates FAILED over one of its rigs. INCONCLUSIVE does not kill, and
 * nor does an error of ours. Where none did, all other scenarios are run as well: a fault that is seen elsewhere is
 * catalogued wrongly, one that is not seen at all is a hole in the suite.
 */
export async function tryMutant(mutant: MutantOnTrial, rigs: readonly TrialRig[]): Promise<MutantOutcome> {
  const { id, violates, fault } = mutant;
  if (mutant.ignored) return { id, violates, fault, status: 'ignored', killedBy: [], rigs: [] };
  const own = rigsFor(mutant, rigs);
  const kills = await tryViolated(mutant, own);
  if (kills.cases.length > 0) return { id, violates, fault, status: 'killed', killedBy: kills.cases, rigs: kills.rigs };
  const elsewhere = await tryEverything(id, own);
  if (elsewhere.cases.length > 0)
    return { id, violates, fault, status: 'killed-elsewhere', killedBy: elsewhere.cases, rigs: elsewhere.rigs };
  return { id, violates, fault, status: 'survived', killedBy: [], rigs: own.map(({ name }) => name) };
}

/** Each violated case over the first rig to which it applies; over the next ones too, while nothing was found. */
async function tryViolated({ id, violates }: MutantOnTrial, rigs: readonly TrialRig[]): Promise<Kills> {
  const tried = new Set<string>();
  let kills: Kills = { cases: [], rigs: [] };
  for (const rig of rigs) {
    const telling = violates.filter((name) => rig.applies(name));
    const due = kills.cases.length === 0 ? telling : telling.filter((name) => !tried.has(name));
    for (const name of due) tried.add(name);
    if (due.length > 0) kills = withKills(kills, rig, await rig.runCases(due, mutantVariant(id)));
  }
  return kills;
}

async function tryEverything(id: string, rigs: readonly TrialRig[]): Promise<Kills> {
  let kills: Kills = { cases: [], rigs: [] };
  for (const rig of rigs) {
    if (kills.cases.length === 0) kills = withKills(kills, rig, await rig.runAll(mutantVariant(id)));
  }
  return kills;
}

function mutantVariant(id: string): MeterVariant {
  return { kind: 'mutant', id };
}

function withKills(kills: Kills, rig: TrialRig, results: readonly CaseResult[]): Kills {
  const failed = results.filter(({ verdict }) => verdict === 'FAILED').map((result) => result.case);
  if (failed.length === 0) return kills;
  return { cases: [...new Set([...kills.cases, ...failed])], rigs: [...kills.rigs, rig.name] };
}

/** How a null meter fared, and the scenarios that it passed and must not. */
export interface NullMeterTrial extends NullMeterOutcome {
  readonly fooled: readonly FooledCase[];
}

export interface FooledCase {
  readonly rig: string;
  readonly result: CaseResult;
}

/** Null meters that answer nothing, or refuse everything: they may pass nothing at all, the agreeable ones nothing negative. */
const MAY_PASS_NOTHING: readonly string[] = ['mute', 'refuser'];

/** A meter that understands nothing, run against everything, over every rig that has cases of its own. */
export async function tryNullMeter(id: string, rigs: readonly TrialRig[]): Promise<NullMeterTrial> {
  const overRigs: NullMeterOverRig[] = [];
  const fooled: FooledCase[] = [];
  for (const rig of rigs) {
    const results = await rig.runOwn({ kind: 'null', id });
    const passed = results.filter(({ verdict }) => verdict === 'PASSED');
    const negative = passed.filter((result) => result.negative);
    overRigs.push({ rig: rig.name, passed: passed.length, negativePassed: negative.length });
    for (const result of MAY_PASS_NOTHING.includes(id) ? passed : negative) fooled.push({ rig: rig.name, result });
  }
  return { id, passed: sumOf(overRigs, 'passed'), negativePassed: sumOf(overRigs, 'negativePassed'), overRigs, fooled };
}

function sumOf(overRigs: readonly NullMeterOverRig[], what: 'passed' | 'negativePassed'): number {
  return overRigs.reduce((sum, entry) => sum + entry[what], 0);
}

/** Negative cases that the conforming meter passes and of which no mutant has shown that they can fail. */
export function unprovenCases(baseline: readonly CaseResult[], outcomes: readonly MutantOutcome[]): string[] {
  const proven = new Set(outcomes.filter(({ status }) => status === 'killed').flatMap(({ killedBy }) => killedBy));
  const negative = baseline
    .filter((result) => result.negative && result.verdict === 'PASSED')
    .map((result) => result.case);
  return [...new Set(negative)].filter((id) => !proven.has(id));
}
