import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '#support/run/exit-code';
import { caseResult } from '../report/case-result';

const passed = caseResult('PASSED');
const failed = caseResult('FAILED');
const inapplicable = caseResult('INAPPLICABLE');
const precondition = caseResult('INCONCLUSIVE');
const lineLost = caseResult('INCONCLUSIVE', { cause: 'line' });
const wrongMeter = caseResult('INCONCLUSIVE', { cause: 'wrong-meter' });
const notRun = caseResult('INCONCLUSIVE', { cause: 'not-run' });
const harness = caseResult('INCONCLUSIVE', { cause: 'harness' });

describe('the exit code', () => {
  it.each([
    [0, 'everything applicable passed', [passed, inapplicable]],
    [1, 'a meter fault', [passed, failed, inapplicable]],
    [1, 'a meter fault, whatever else went wrong', [harness, lineLost, wrongMeter, failed, precondition]],
    [3, 'no connection at all', [lineLost, inapplicable, lineLost]],
    [3, 'the wrong meter', [passed, wrongMeter]],
    [3, 'a meter that could not be reached any more', [passed, lineLost, notRun]],
    [1, 'a meter fault before it could not be reached any more', [failed, lineLost, notRun]],
    [4, 'a line lost now and then', [passed, lineLost]],
    [4, 'a line lost, and a precondition not met', [lineLost, precondition]],
    [4, 'a precondition not met', [precondition, passed]],
    [5, 'nothing selected', []],
    [5, 'nothing applicable', [inapplicable, inapplicable]],
    [6, 'our own error', [passed, harness]],
    [6, 'our own error, while the line was lost too', [harness, lineLost]],
  ])('is %i for %s', (code, _, results) => {
    expect(exitCodeOf(results)).toBe(code);
  });
});
