import { describe, expect, it } from 'vitest';
import { cucumberCounts, disagreements } from '#support/report/cross-check';
import { DECLARED_DEVIATION } from '#support/verdict/messages';
import { recordedRun } from '../verdict/recorded-run';

const results = { PASSED: 5, FAILED: 2, INCONCLUSIVE: 3, INAPPLICABLE: 4 };
const allure = { passed: 5, failed: 2, broken: 3, skipped: 4, unknown: 0 };
const cucumber = { total: 14, passed: 5, skipped: 5, declared: 0 };

describe('the accounts of one run', () => {
  it('agree when each verdict has its counterpart', () => {
    expect(disagreements(results, allure, cucumber)).toEqual([]);
  });

  it.each([
    ['Allure shows a skip green', { ...allure, passed: 6, skipped: 3 }, cucumber],
    ['Allure calls a failure broken', { ...allure, failed: 1, broken: 4 }, cucumber],
    ['Allure lost a result', { ...allure, broken: 2 }, cucumber],
    ['Allure has a result without status', { ...allure, unknown: 1 }, cucumber],
    ['Cucumber ran more', allure, { ...cucumber, total: 15 }],
    ['Cucumber passed less', allure, { ...cucumber, passed: 4 }],
    ['more passed than declarations explain', allure, { ...cucumber, passed: 3, declared: 1 }],
    ['Cucumber skipped less', allure, { ...cucumber, skipped: 3 }],
  ])('disagree when %s', (_, allureSays, cucumberSays) => {
    expect(disagreements(results, allureSays, cucumberSays)).not.toEqual([]);
  });
});

describe('what the rig declares', () => {
  it('may have passed although Cucumber saw it fail, or not', () => {
    expect(disagreements(results, allure, { ...cucumber, passed: 4, declared: 1 })).toEqual([]);
    expect(disagreements(results, allure, { ...cucumber, declared: 1 })).toEqual([]);
  });

  it('is counted where it failed', () => {
    const attachments = [[DECLARED_DEVIATION, '{"reason":"known"}']] as const;
    const counts = (status: 'PASSED' | 'FAILED') =>
      cucumberCounts(recordedRun({ steps: [{ kind: 'Outcome', text: 'x', status }], attachments }));
    expect(counts('FAILED')).toEqual({ total: 1, passed: 0, skipped: 0, declared: 1 });
    expect(counts('PASSED')).toEqual({ total: 1, passed: 1, skipped: 0, declared: 0 });
  });
});

describe("Cucumber's own account", () => {
  const step = (status: 'PASSED' | 'SKIPPED' | 'UNDEFINED', kind: 'Hook' | 'Action' = 'Action') =>
    ({ kind, text: 'x', status }) as const;

  it.each([
    [[step('PASSED', 'Hook'), step('PASSED')], { total: 1, passed: 1, skipped: 0 }],
    [[step('SKIPPED', 'Hook'), step('SKIPPED'), step('PASSED', 'Hook')], { total: 1, passed: 0, skipped: 1 }],
    [[step('PASSED'), step('UNDEFINED'), step('SKIPPED')], { total: 1, passed: 0, skipped: 0 }],
  ])('takes the worst of a scenario: %j', (steps, counts) => {
    expect(cucumberCounts(recordedRun({ steps }))).toEqual({ ...counts, declared: 0 });
  });
});
