import { describe, expect, it } from 'vitest';
import { counterLines, counterText } from '#support/report/counter-account';
import { junitXml } from '#support/report/junit';
import { summary } from '#support/run/summary';
import { finishedRun } from './case-result';

const CHANGES = [
  { client: 'management', key: 'guek', from: 1, to: 501, source: 'object' },
  { client: 'maintenance', key: 'guek', from: 7, to: 9, source: 'refusal' },
] as const;
const TEXT = ['management: from 1 to 501, by its counter object', 'maintenance: from 7 to 9, as a refusal named it'];

describe('the account of invocation counters', () => {
  it('tells each that went on from what the meter told', () => {
    expect(counterText(CHANGES)).toBe(TEXT.join('; '));
    expect(counterLines(CHANGES)).toEqual([
      '',
      'Invocation counters taken over from the meter:',
      ...TEXT.map((text) => `  ${text}`),
    ]);
  });

  it('has nothing to tell of counters that were right, but says so where it is asked', () => {
    expect(counterLines([])).toEqual([]);
    expect(counterText([])).toBe('our own throughout');
  });

  it('stands in the summary and in junit.xml', () => {
    const run = { ...finishedRun([]), resynchronizations: CHANGES };
    expect(summary(run, [])).toContain(`\n  ${TEXT[0]}\n`);
    expect(junitXml(run)).toContain(`<property name="counters" value="${TEXT.join('; ')}"/>`);
  });
});
