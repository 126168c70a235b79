import { describe, expect, it } from 'vitest';
import { linkAccount, linkLines, linkText } from '#support/report/link-account';
import { caseResult } from './case-result';

const lost = (id: string, example = '') => caseResult('INCONCLUSIVE', { case: id, example, cause: 'line' });
const notRun = caseResult('INCONCLUSIVE', { cause: 'not-run' });

describe('the account of the link', () => {
  it('counts scenarios in which it was lost, and names their cases once', () => {
    const results = [lost('AUT-04', 'a=1'), caseResult('PASSED'), lost('AUT-04', 'a=2'), lost('GET-01'), notRun];
    expect(linkAccount(results)).toEqual({ lost: 3, lostIn: ['AUT-04', 'GET-01'], notRun: 1 });
    expect(linkText(linkAccount(results))).toBe('lost 3 times, in AUT-04, GET-01; 1 scenarios not run for it');
  });

  it('names each scenario to a person', () => {
    expect(linkLines([lost('AUT-04', 'a=1')])).toEqual([
      '',
      'Link lost once, in AUT-04:',
      '  AUT-04 A wrong password is rejected (a=1)',
    ]);
  });

  it('has nothing to tell of a link that held, but says so where it is asked', () => {
    const results = [caseResult('PASSED'), caseResult('INCONCLUSIVE')];
    expect(linkLines(results)).toEqual([]);
    expect(linkText(linkAccount(results))).toBe('never lost');
  });
});
