import type { NotRunnable } from '#support/requirements/coverage';
import type { Resynchronization } from '#support/rig-counters';
import type { CaseResult } from '#support/verdict/case-results';
import type { Verdict } from '#support/verdict/verdict';
import { type LinkAccount, linkAccount } from './link-account';
import type { Tool } from './tool';

export type Counts = Readonly<Record<Verdict, number>>;

/** results.json: the contract for machines. Fields are added, never renamed or removed. */
export interface ResultsFile {
  readonly tool: Tool;
  /** name of the rig */
  readonly rig: string;
  /** ISO 8601, UTC */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly counts: Counts;
  readonly link: LinkAccount;
  /** invocation counters of ours that were behind what the meter expects, and went on from there */
  readonly resynchronizations: readonly Resynchronization[];
  /** cases of the catalogue that no scenario can run, and why; they count nowhere */
  readonly notRunnable: readonly NotRunnable[];
  readonly results: readonly ResultEntry[];
}

export type ResultEntry = Pick<
  CaseResult,
  'case' | 'title' | 'example' | 'verdict' | 'reason' | 'deviations' | 'durationMs'
>;

/** A run that has ended. */
export interface FinishedRun {
  readonly tool: Tool;
  readonly rig: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly results: readonly CaseResult[];
  readonly resynchronizations: readonly Resynchronization[];
  readonly notRunnable: readonly NotRunnable[];
}

export function countsOf(results: readonly { readonly verdict: Verdict }[]): Counts {
  const counts = { PASSED: 0, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

export function resultsFile(run: FinishedRun): ResultsFile {
  return {
    tool: run.tool,
    rig: run.rig,
    startedAt: run.startedAt.toISOString(),
    durationMs: Math.round(run.durationMs),
    counts: countsOf(run.results),
    link: linkAccount(run.results),
    resynchronizations: run.resynchronizations,
    notRunnable: run.notRunnable,
    results: run.results.map(entryOf),
  };
}

function entryOf(result: CaseResult): ResultEntry {
  const { title, example, verdict, reason, deviations, durationMs } = result;
  return { case: result.case, title, example, verdict, reason, deviations, durationMs };
}
