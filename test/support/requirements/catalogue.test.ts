import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityNames } from '#rig/capability-names';
import { parseCapabilityExpression } from '#support/requirements/capability-expression';
import { catalogue } from '#support/requirements/catalogue';

const cases = catalogue();

describe('the catalogue', () => {
  it('holds 577 cases to build and 14 withdrawn ones, each id once', () => {
    const given = cases.cases.filter(({ isOwn }) => !isOwn);
    expect(cases.current.length - cases.own.length).toBe(577);
    expect(given).toHaveLength(591);
    expect(new Set(cases.cases.map(({ id }) => id)).size).toBe(cases.cases.length);
  });

  it('counts the cases of our own in the README', () => {
    expect(readFileSync(join(__dirname, '../../../README.md'), 'utf8')).toContain(
      `577 cases; ${cases.own.length} more`,
    );
  });

  it('knows a case by its id, also a withdrawn one', () => {
    expect(cases.find('ASC-06')).toMatchObject({ area: 'ASC', sign: 'negative', slug: 'ctx-unknown' });
    expect(cases.find('AUT-16')?.status).toBe('withdrawn');
    expect(cases.find('ASC-99')).toBeUndefined();
  });

  it('finds the cases of a published test', () => {
    expect(cases.forTest('APPL_OPEN_5').map(({ id }) => id)).toContain('ASC-06');
    expect(cases.forTest('NO_SUCH_TEST')).toEqual([]);
    expect(cases.testNames).toHaveLength(57);
  });

  it('has ids that begin with their area', () => {
    expect(cases.cases.filter(({ id, area }) => !id.startsWith(`${area}-`))).toEqual([]);
  });

  it('applies by expressions that can be read', () => {
    for (const { appliesIf } of cases.current) parseCapabilityExpression(appliesIf, capabilityNames());
  });
});
