import { DECLARED_DEVIATION, type Envelope } from '#support/verdict/messages';
import type { Counts } from './results-file';

/** How Allure's results are spread over its statuses. */
export type AllureCounts = Readonly<Record<'passed' | 'failed' | 'broken' | 'skipped' | 'unknown', number>>;

/** How Cucumber's own statuses are spread: the worst of each scenario's steps and hooks. */
export interface CucumberCounts {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
  /** scenarios that neither passed nor were skipped, of cases for which the rig declares a deviation */
  readonly declared: number;
}

/** Counts scenarios without our fold, by what Cucumber says of their steps alone. */
export function cucumberCounts(messages: Iterable<Envelope>): CucumberCounts {
  const statuses = new Map<string, Set<string>>();
  const ended: string[] = [];
  const declared = new Set<string>();
  for (const { testCaseStarted, testStepFinished, testCaseFinished, attachment } of messages) {
    if (testCaseStarted) statuses.set(testCaseStarted.id, new Set());
    if (attachment?.mediaType === DECLARED_DEVIATION) declared.add(attachment.testCaseStartedId ?? '');
    if (testStepFinished) statuses.get(testStepFinished.testCaseStartedId)?.add(testStepFinished.testStepResult.status);
    if (testCaseFinished) ended.push(testCaseFinished.testCaseStartedId);
  }
  const only = (...allowed: string[]) =>
    ended.filter((id) => [...(statuses.get(id) ?? [])].every((status) => allowed.includes(status)));
  const passed = only('PASSED');
  const untroubled = only('PASSED', 'SKIPPED');
  return {
    total: ended.length,
    passed: passed.length,
    skipped: untroubled.length - passed.length,
    declared: ended.filter((id) => declared.has(id) && !untroubled.includes(id)).length,
  };
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
    ...passes(results.PASSED, cucumber),
    ...(results.INAPPLICABLE > cucumber.skipped ? ['more INAPPLICABLE than Cucumber skipped'] : []),
  ];
}

/** What Cucumber saw fail may have passed only where the rig declares it. */
function passes(count: number, { passed, declared }: CucumberCounts): string[] {
  if (count >= passed && count <= passed + declared) return [];
  return [`${count} PASSED, but ${passed} passed by Cucumber and ${declared} failed where a deviation is declared`];
}

function differs(what: string, count: number, other: string, otherCount: number): string[] {
  return count === otherCount ? [] : [`${count} ${what}, but ${otherCount} ${other}`];
}
