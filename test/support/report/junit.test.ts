import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { junitXml } from '#support/report/junit';
import type { CaseResult } from '#support/verdict/case-results';
import { caseResult, finishedRun } from './case-result';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: false });

/** The testcase elements of junit.xml, as a reader that is not ours sees them. */
function read(...results: CaseResult[]) {
  const xml = junitXml(finishedRun(results));
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuite } = parser.parse(xml).testsuites;
  return { xml, testsuite, testcases: [testsuite.testcase].flat() };
}

describe('junit.xml', () => {
  it('tells rigs, areas and rows of Examples apart by class name and name', () => {
    const { testcases } = read(caseResult('PASSED', { example: 'wrong=empty' }));
    expect(testcases[0]).toMatchObject({
      '@classname': 'bench-07.authentication',
      '@name': 'AUT-04 A wrong password is rejected [wrong=empty]',
      '@time': '0.012',
    });
    expect(testcases[0]).not.toHaveProperty('failure');
  });

  it('has a word for each verdict', () => {
    const reason = 'it is open: expected open\n+ rejected';
    const { testcases } = read(
      caseResult('FAILED', { reason }),
      caseResult('INCONCLUSIVE', { reason: 'line lost' }),
      caseResult('INAPPLICABLE', { reason: 'capability ln is not declared' }),
    );
    expect(testcases[0].failure).toMatchObject({ '@message': 'it is open: expected open', '#text': reason });
    expect(testcases[1].error).toMatchObject({ '@message': 'line lost', '@type': 'INCONCLUSIVE' });
    expect(testcases[2].skipped).toMatchObject({ '@message': 'INAPPLICABLE: capability ln is not declared' });
  });

  it('counts as results.json does', () => {
    const { testsuite } = read(
      caseResult('PASSED'),
      caseResult('FAILED'),
      caseResult('FAILED'),
      caseResult('INAPPLICABLE'),
    );
    expect(testsuite).toMatchObject({
      '@tests': '4',
      '@failures': '2',
      '@errors': '0',
      '@skipped': '1',
      '@name': 'bench-07',
    });
  });

  it('lists what was tolerated', () => {
    const { xml } = read(caseResult('PASSED', { deviations: ['answers late'] }));
    expect(xml).toContain('<property name="deviation" value="answers late"/>');
  });

  it('stays well-formed whatever a meter puts into its names', () => {
    const hostile = "x\" y='z' <b>&amp;]]>\u0000\u0008\uD800 é";
    const { xml, testcases } = read(caseResult('FAILED', { reason: hostile, title: hostile, example: hostile }));
    expect(xml).not.toMatch(/<b>/);
    expect([...xml].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
    expect(testcases[0]['@name']).toContain("x\" y='z' <b>&amp;]]>\uFFFD\uFFFD\uFFFD é");
  });
});
