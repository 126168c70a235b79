import { describe, expect, it } from 'vitest';
import { tallyIn } from '#support/run/tally';

describe('the tally of a stage', () => {
  it.each([
    ['our closing line', 'x\n12 passed, 3 failed\n', 1, { passed: 12, failed: 3, skipped: 0 }],
    ['our closing line with skips', '12 passed, 0 failed, 4 skipped\n', 0, { passed: 12, failed: 0, skipped: 4 }],
    ['the last of several', '1 passed, 1 failed\n2 passed, 0 failed\n', 0, { passed: 2, failed: 0, skipped: 0 }],
    [
      'vitest',
      ' Test Files  1 failed (2)\n      Tests  1 failed | 511 passed | 2 skipped (514)\n',
      1,
      { passed: 511, failed: 1, skipped: 2 },
    ],
    ['silence that went well', 'fine\n', 0, { passed: 1, failed: 0, skipped: 0 }],
    ['silence that went wrong', 'error TS1\n', 2, { passed: 0, failed: 1, skipped: 0 }],
    ['a line that hides a failure', '5 passed, 0 failed\n', 6, { passed: 5, failed: 1, skipped: 0 }],
  ])('is read from %s', (_, output, code, tally) => {
    expect(tallyIn(output, code)).toEqual(tally);
  });
});
