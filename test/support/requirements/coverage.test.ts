import { describe, expect, it } from 'vitest';
import { catalogue } from '#support/requirements/catalogue';
import { coverageProblems, parseCoverage } from '#support/requirements/coverage';
import { problemText } from '#support/requirements/feature-lint';

const REL = catalogue().current.flatMap(({ id, area }) => (area === 'REL' ? [id] : []));

function problems(text: string, run: readonly string[] = REL): string[] {
  const coverage = parseCoverage('n.yaml', text);
  const found = 'text' in coverage ? [coverage] : coverageProblems(coverage, new Set(run), catalogue());
  return found.map(problemText);
}

const listed = (...ids: string[]) =>
  ['completeAreas: [REL]', 'cases:', ...ids.map((id) => `  - { case: ${id}, reason: none to be had }`)].join('\n');

describe('the list of cases that cannot be run', () => {
  it('agrees with scenarios for all the others of a complete area', () => {
    expect(problems('completeAreas: [REL]\ncases: []')).toEqual([]);
    expect(
      problems(
        listed('REL-05'),
        REL.filter((id) => id !== 'REL-05'),
      ),
    ).toEqual([]);
  });

  it('does not ask for scenarios in other areas', () => {
    expect(problems('completeAreas: []\ncases: []', [])).toEqual([]);
  });

  it.each([
    ['a case that nobody knows', listed('REL-99'), 'n.yaml:3: the catalogue has no case REL-99'],
    ['a withdrawn case', listed('AUT-16'), 'n.yaml:3: case AUT-16 is withdrawn'],
    ['a case that is run', listed('REL-05'), 'n.yaml:3: REL-05 is said not to be runnable, but a scenario runs it'],
    ['a case twice', listed('TMO-14', 'TMO-14'), 'n.yaml:4: TMO-14 stands here twice'],
    ['no reason', 'completeAreas: []\ncases: [{ case: TMO-14 }]', 'n.yaml:1: cases.0.reason: '],
    ['an area that nobody knows', 'completeAreas: [XYZ]\ncases: []', 'n.yaml:1: completeAreas.0: no area'],
    ['what is not YAML', 'cases: [', 'n.yaml:1: '],
  ])('may not hold %s', (_, text, problem) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('is missed where a case of a complete area has no scenario', () => {
    const without = REL.filter((id) => id !== 'REL-05');
    expect(problems('completeAreas: [REL]\ncases: []', without)).toEqual([
      'n.yaml:1: REL-05 has no scenario and is not listed here, but its area is said to be complete',
    ]);
  });
});
