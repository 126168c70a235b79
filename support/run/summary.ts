import { gist, nameOf } from '#support/formatters/result-line';
import { counterLines } from '#support/report/counter-account';
import { linkLines } from '#support/report/link-account';
import { countsOf, type FinishedRun } from '#support/report/results-file';
import { type NotRunnable, notRunnableText } from '#support/requirements/coverage';
import type { CaseResult } from '#support/verdict/case-results';
import { VERDICTS, type Verdict } from '#support/verdict/verdict';

/** What a person reads when a run has ended; the last line is the one that machines look for. */
export function summary(run: FinishedRun, notes: readonly string[]): string {
  const counts = countsOf(run.results);
  const begun = run.results.filter(({ cause }) => cause !== 'not-run');
  const cases = new Set(run.results.map((result) => result.case)).size;
  return [
    '',
    `Rig ${run.rig}: ${run.results.length} scenarios of ${cases} cases in ${(run.durationMs / 1000).toFixed(1)} s`,
    `  ${VERDICTS.map((verdict) => `${counts[verdict]} ${verdict}`).join(' · ')}`,
    ...listOf(run.results, 'FAILED'),
    ...listOf(begun, 'INCONCLUSIVE'),
    ...notRun(run.results),
    ...linkLines(run.results),
    ...counterLines(run.resynchronizations),
    ...deviations(run.results),
    ...missing(run.results),
    ...notRunnable(run.notRunnable),
    '',
    ...notes,
    closingLine(counts.PASSED, counts.FAILED + counts.INCONCLUSIVE, counts.INAPPLICABLE),
  ].join('\n');
}

/** `N passed, N failed`, and how many were skipped where some were. */
export function closingLine(passed: number, failed: number, skipped = 0): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

function listOf(results: readonly CaseResult[], verdict: Verdict): string[] {
  const lines = results.filter((result) => result.verdict === verdict).flatMap(explained);
  return lines.length === 0 ? [] : ['', `${verdict}:`, ...lines];
}

/** No scenario of the run stands for these: who looks for them finds them here. */
function notRunnable(rows: readonly NotRunnable[]): string[] {
  return rows.length === 0 ? [] : ['', 'Not runnable:', ...rows.map((row) => `  ${notRunnableText(row)}`)];
}

/** Hundreds of scenarios may share this one reason. */
function notRun(results: readonly CaseResult[]): string[] {
  const idle = results.filter(({ cause }) => cause === 'not-run');
  const [first] = idle;
  return first === undefined ? [] : ['', `INCONCLUSIVE: ${idle.length} scenarios ${first.reason}`];
}

const MOST_LINES = 6;

/** A reason may hold a long diff, all of which stands in the report. */
function explained(result: CaseResult): string[] {
  const lines = result.reason.split(/\r?\n/);
  const shown = lines.slice(0, MOST_LINES);
  return [
    `  ${nameOf(result)}`,
    ...shown.map((line) => `      ${line}`),
    ...(lines.length > MOST_LINES ? ['      …'] : []),
  ];
}

function deviations(results: readonly CaseResult[]): string[] {
  const lines = results.flatMap((result) => result.deviations.map((text) => `  ${nameOf(result)}: ${gist(text)}`));
  return lines.length === 0 ? [] : ['', 'Tolerated deviations:', ...lines];
}

/** Inapplicable scenarios by what they lack, so that a person can see what a declaration would add. */
function missing(results: readonly CaseResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { verdict, reason } of results) {
    if (verdict === 'INAPPLICABLE') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const lines = [...counts].map(([reason, count]) => `  ${count} × ${reason}`);
  return lines.length === 0 ? [] : ['', 'Inapplicable:', ...lines];
}
