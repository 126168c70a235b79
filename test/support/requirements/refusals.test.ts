import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '#support/requirements/catalogue';
import { judgeAnswer } from '#support/requirements/refusal-row';
import { loadRefusals, refusals } from '#support/requirements/refusals';

const AREAS = ['ASC', 'REL', 'AUT', 'ADR', 'SEC', 'TMO', 'WRP', 'GET'];

function verdict(id: string, kind: string, detail = '', variant?: string) {
  const row = refusals().row(id, variant);
  if (row === undefined) throw new Error(`no row ${id}`);
  return judgeAnswer(row, { kind, detail }).verdict;
}

describe('the table of refusals', () => {
  it('has a row for every case of its areas that is negative or either', () => {
    const cases = catalogue().current.filter(({ area, sign }) => AREAS.includes(area) && sign !== 'positive');
    expect(cases.filter(({ id }) => refusals().row(id) === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('is about no withdrawn case', () => {
    expect(refusals().caseIds.filter((id) => catalogue().find(id)?.status === 'withdrawn')).toEqual([]);
  });

  it('lets some answer pass in each row, and data in no negative case', () => {
    for (const id of refusals().caseIds) {
      expect(refusals().row(id)?.pass.length, id).toBeGreaterThan(0);
      if (catalogue().find(id)?.sign === 'negative') expect(verdict(id, 'data', 'a value'), id).not.toBe('pass');
    }
  });

  it('tolerates data only where the case says so', () => {
    const tolerant = refusals().caseIds.filter((id) => verdict(id, 'data') !== 'fail');
    expect(tolerant).toEqual(['ASC-33', 'GET-03', 'GET-25', 'GET-30', 'SEC-925']);
  });

  it('knows where a fresh association is not enough', () => {
    expect(refusals().row('SEC-33')?.freshAssociation).toBe('fail');
    expect(refusals().row('SEC-16')?.freshAssociation).toBe('deviation');
    expect(refusals().row('ASC-06')?.freshAssociation).toBe('pass');
  });
});

describe('an answer', () => {
  it.each([
    ['SEC-16', 'exception-response', 'service-not-allowed operation-not-possible', 'pass'],
    ['SEC-16', 'silence', '5000 ms', 'pass'],
    ['SEC-16', 'error-result', 'read-write-denied', 'deviation'],
    ['SEC-16', 'closed', 'fin', 'deviation'],
    ['SEC-40', 'closed', 'fin', 'fail'],
    ['SEC-16', 'data', 'a value', 'fail'],
    ['SEC-16', 'success-result', 'success', 'fail'],
    ['SEC-16', 'other', 'data-notification', 'fail'],
    ['SEC-15', 'error-result', 'read-write-denied', 'fail'],
    ['SEC-17', 'error-result', 'read-write-denied', 'deviation'],
    ['SEC-17', 'error-result', 'object-undefined', 'fail'],
    ['SEC-33', 'exception-response', 'service-not-allowed invocation-counter-error', 'pass'],
    ['SEC-33', 'exception-response', 'service-not-allowed deciphering-error', 'deviation'],
    ['ASC-01', 'exception-response', 'service-not-allowed operation-not-possible', 'pass'],
    ['ASC-01', 'exception-response', 'service-unknown operation-not-possible', 'deviation'],
    ['ASC-06', 'rejecting-aare', 'rejected-permanent application-context-name-not-supported', 'pass'],
    ['ASC-06', 'rejecting-aare', 'rejected-transient application-context-name-not-supported', 'deviation'],
    ['ASC-06', 'rejecting-aare', 'rejected-permanent no-reason-given', 'fail'],
    ['ASC-06', 'accepting-aare', 'accepted null', 'fail'],
    ['ASC-23', 'rejecting-aare', 'rejected-permanent no-reason-given initiate / dlms-version-too-low', 'pass'],
    ['ASC-23', 'rejecting-aare', 'rejected-permanent no-reason-given', 'fail'],
    ['ASC-23', 'rejecting-aare', 'rejected-permanent no-reason-given initiate / other', 'fail'],
    ['ASC-24', 'rejecting-aare', 'rejected-permanent no-reason-given initiate / other', 'pass'],
    ['ASC-24', 'rejecting-aare', 'rejected-permanent no-reason-given', 'fail'],
    ['ASC-24', 'accepting-aare', 'accepted null', 'pass'],
    ['AUT-04', 'rejecting-aare', 'rejected-permanent authentication-failure', 'pass'],
    ['AUT-04', 'rejecting-aare', 'rejected-transient authentication-failure', 'pass'],
    ['AUT-04', 'rejecting-aare', 'rejected-permanent no-reason-given', 'deviation'],
    ['AUT-04', 'rejecting-aare', 'rejected-permanent authentication-required', 'fail'],
    ['REL-04', 'release-response', 'not-finished', 'pass'],
    ['REL-04', 'release-response', 'normal', 'fail'],
    ['GET-06', 'error-result', 'object-undefined', 'pass'],
    ['GET-06', 'error-result', 'object-unavailable', 'deviation'],
    ['GET-06', 'error-result', 'hardware-fault', 'fail'],
    ['GET-06', 'error-result', 'object-undefined, hardware-fault', 'fail'],
    ['GET-06', 'silence', '', 'fail'],
    ['WRP-03', 'closed', 'fin', 'deviation'],
  ])('%s: %s (%s) is %s', (id, kind, detail, expected) => {
    expect(verdict(id, kind, detail)).toBe(expected);
  });

  it('may have a row of its own for another stimulus of the case', () => {
    expect(verdict('ASC-06', 'exception-response', 'service-not-allowed operation-not-possible', 'data service')).toBe(
      'pass',
    );
    expect(verdict('ASC-06', 'data', 'a value', 'data service')).toBe('fail');
    expect(verdict('SEC-23', 'data', 'a value', 'no policy')).toBe('deviation');
    expect(refusals().row('ASC-06', 'no such variant')).toBeUndefined();
  });

  it('is told with what was expected', () => {
    const row = refusals().row('GET-06');
    expect(row && judgeAnswer(row, { kind: 'silence', detail: '' })).toEqual({
      verdict: 'fail',
      text: 'silence; expected error-result (object-undefined)',
    });
  });
});

describe('a wrong table is named with its line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refusals-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['ASC-01: { pass: [silence] }\nASC-99: { pass: [silence] }', ':2: ASC-99: the catalogue has no such case'],
    ['ASC-01:\n  pass:\n    - silence\n    - shouting', ':4: ASC-01: pass.1: unknown answer shouting'],
    ['ASC-01:\n  pass:\n    - data', ':3: ASC-01: pass: data never passes'],
    ['ASC-01:\n  pass: [silence]\n  passes: [closed]', ':3: ASC-01: passes: unknown field'],
    ['ASC-01:\n  deviation: [silence]', ':2: ASC-01: pass: expected a list'],
    [
      'ASC-01:\n  pass: [silence]\n  freshAssociation: maybe',
      ':3: ASC-01: freshAssociation: expected pass, deviation, fail',
    ],
    ['ASC-01:\n  pass: [{ error-result: [object-missing] }]', ':2: ASC-01: pass.0: unknown name object-missing'],
    ['ASC-01:\n  pass: [{ silence: [long] }]', ':2: ASC-01: pass.0: silence has no names'],
    ['ASC-01:\n  pass: [{ rejecting-aare: { why: [x] } }]', ':2: ASC-01: pass.0: unknown field why'],
    [
      'ASC-01:\n  pass: [silence]\n  variants:\n    late:\n      pass: [data]',
      ':5: ASC-01: variants.late.pass: data never passes',
    ],
    ['ASC-01: [', ':1: not YAML'],
    ['- ASC-01', ':1: the table: expected a map'],
  ])('%j', (text, expected) => {
    const file = join(folder, 'refusals.yaml');
    writeFileSync(file, text);
    expect(() => loadRefusals(file)).toThrow(`${file}${expected}`);
  });
});
