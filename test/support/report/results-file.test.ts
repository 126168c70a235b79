import { describe, expect, it } from 'vitest';
import { resultsFile } from '#support/report/results-file';
import { caseResult, finishedRun } from './case-result';

describe('results.json', () => {
  it('holds the fields of the contract and no others', () => {
    const results = [
      caseResult('PASSED', { deviations: ['late'], example: 'wrong=empty' }),
      caseResult('INAPPLICABLE', { reason: 'capability ln is not declared' }),
    ];
    const resynchronizations = [{ client: 'management', key: 'guek', from: 1, to: 501, source: 'object' }] as const;
    const run = { ...finishedRun(results, [{ case: 'TMO-14', reason: 'no image' }]), resynchronizations };
    expect(resultsFile(run)).toEqual({
      tool: { name: 'dlms-conformance', version: '1.2.3', commit: 'abc' },
      rig: 'bench-07',
      startedAt: '2026-11-22T10:00:00.000Z',
      durationMs: 1234,
      counts: { PASSED: 1, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 1 },
      link: { lost: 0, lostIn: [], notRun: 0 },
      resynchronizations: [{ client: 'management', key: 'guek', from: 1, to: 501, source: 'object' }],
      notRunnable: [{ case: 'TMO-14', reason: 'no image' }],
      results: [
        {
          case: 'AUT-04',
          title: 'A wrong password is rejected',
          example: 'wrong=empty',
          verdict: 'PASSED',
          reason: '',
          deviations: ['late'],
          durationMs: 12,
        },
        {
          case: 'AUT-04',
          title: 'A wrong password is rejected',
          example: '',
          verdict: 'INAPPLICABLE',
          reason: 'capability ln is not declared',
          deviations: [],
          durationMs: 12,
        },
      ],
    });
  });
});
