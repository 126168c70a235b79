import { describe, expect, it } from 'vitest';
import { Catalogue, type CatalogueCase, catalogue } from '#support/requirements/catalogue';
import { ownCaseProblems } from '#support/requirements/own-cases';

const GIVEN: CatalogueCase = {
  id: 'SEC-01',
  slug: 'sample',
  area: 'SEC',
  sign: 'positive',
  title: 'A sample',
  appliesIf: 'sec & bench.cover',
  reference: 'this project',
  ats: [],
  stimulus: 'nothing',
  expected: 'nothing',
};
const ROW: CatalogueCase = { ...GIVEN, id: 'SEC-901', isOwn: true };

function problems(run: readonly string[], ...rows: readonly CatalogueCase[]): string[] {
  return ownCaseProblems(new Set(run), new Catalogue(rows)).map(({ text }) => text);
}

describe('the lint of our own cases', () => {
  it('finds nothing in the project, whose own cases all have scenarios', () => {
    const run = catalogue().own.map(({ id }) => id);
    expect(run.length).toBeGreaterThan(0);
    expect(ownCaseProblems(new Set(run), catalogue())).toEqual([]);
  });

  it('asks for an id of the range that is ours, and of the area', () => {
    expect(problems(['SEC-59'], { ...ROW, id: 'SEC-59' })).toEqual(['SEC-59: expected an id from SEC-901 to SEC-999']);
    expect(problems(['KEY-901'], { ...ROW, id: 'KEY-901' })).toHaveLength(1);
  });

  it('finds an id that is there twice', () => {
    expect(problems(['SEC-901'], ROW, { ...GIVEN, id: 'SEC-901' })).toContain(
      'SEC-901: there are two cases of this id',
    );
  });

  it('finds a condition that cannot be read', () => {
    expect(problems(['SEC-901'], { ...ROW, appliesIf: 'sec & no.such.name' })[0]).toContain('no.such.name');
  });

  it('finds a case that no scenario runs', () => {
    expect(problems([], ROW)).toEqual(['SEC-901: no scenario runs it']);
  });

  it('leaves the cases of the catalogue alone', () => {
    expect(problems([], GIVEN)).toEqual([]);
  });
});
