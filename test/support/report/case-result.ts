import type { FinishedRun } from '#support/report/results-file';
import type { CaseResult } from '#support/verdict/case-results';
import type { Cause, Verdict } from '#support/verdict/verdict';

const CAUSES: Readonly<Record<Verdict, Cause>> = {
  PASSED: 'none',
  FAILED: 'meter',
  INCONCLUSIVE: 'precondition',
  INAPPLICABLE: 'capability',
};

/** A result of the given verdict; what a test says nothing of is filled in. */
export function caseResult(verdict: Verdict, fields: Partial<CaseResult> = {}): CaseResult {
  return {
    case: 'AUT-04',
    title: 'A wrong password is rejected',
    example: '',
    row: [],
    verdict,
    reason: verdict === 'PASSED' ? '' : 'because',
    cause: CAUSES[verdict],
    deviations: [],
    durationMs: 12,
    feature: 'Opening',
    rule: 'Nobody is served',
    uri: 'features/a.feature',
    line: 3,
    negative: true,
    ...fields,
  };
}

export function finishedRun(results: readonly CaseResult[], notRunnable: FinishedRun['notRunnable'] = []): FinishedRun {
  const tool = { name: 'dlms-conformance', version: '1.2.3', commit: 'abc' };
  return {
    tool,
    rig: 'bench-07',
    startedAt: new Date('2026-11-22T10:00:00Z'),
    durationMs: 1234.4,
    results,
    resynchronizations: [],
    notRunnable,
  };
}
