import type { Envelope } from '#support/verdict/messages';
import type { Counts } from './results-file';

/** How Allure's results are spread over its statuses. */
export type AllureCounts = Readonly<Record<'passed' | 'failed' | 'broken' | 'skipped' | 'unknown', number>>;

/** How Cucumber's own statuses are spread: the worst of each scenario's steps and hooks. */
export interface CucumberCounts {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

/** Counts scenarios without our fold, by what Cucumber says of their steps alone. */
export function cucumberCounts(messages: Iterable<Envelope>): CucumberCounts {
  const statuses = new Map<string, Set<string>>();
  const ended: Set<string>[] = [];
  for (const { testCaseStarted, testStepFinished, testCaseFinished } of messages) {
    if (testCaseStarted) statuses.set(testCaseStarted.id, new Set());
    if (testStepFinished) statuses.get(testStepFinished.testCaseStartedId)?.add(testStepFinished.testStepResult.status);
    if (testCaseFinished) ended.push(statuses.get(testCaseFinished.testCaseStartedId) ?? new Set());
  }
  const only = (...allowed: string[]) => ended.filter((seen) => [...seen].every((status) => allowed.includes(status)));
  const passed = only('PASSED').length;
  return { total: ended.length, passed, skipped: only('PASSED', 'SKIPPED').length - passed };
}

/**
 * Three accounts of one run must tell the same story.
 * @returns what does not agree, a line each; empty when all does
 */
export function disagreements(results: Counts, allure: AllureCounts, cucumber: CucumberCounts): string[] {
  const total = results.PASSED + results.FAILED + results.INCONCLUSIVE + results.INAPPLICABLE;
  return [
    ...differs('PASSED', results.PASSED, 'passed in Allure', allure.passed),
    ...differs('FAILED', results.FAILED, 'failed in Allure', allure.failed),
    ...differs('INCONCLUSIVE', results.INCONCLUSIVE, 'broken in Allure', allure.broken),
    ...differs('INAPPLICABLE', results.INAPPLICABLE, 'skipped in Allure', allure.skipped),
    ...differs('without a status', 0, 'unknown in Allure', allure.unknown),
    ...differs('results', total, 'scenarios that Cucumber ran', cucumber.total),
    ...differs('PASSED', results.PASSED, 'passed by Cucumber', cucumber.passed),
    ...(results.INAPPLICABLE > cucumber.skipped ? ['more INAPPLICABLE than Cucumber skipped'] : []),
  ];
}

function differs(what: string, count: number, other: string, otherCount: number): string[] {
  return count === otherCount ? [] : [`${count} ${what}, but ${otherCount} ${other}`];
}
