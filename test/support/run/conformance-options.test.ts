import { CommanderError } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { parseConformanceOptions, tagExpression } from '#support/run/conformance-options';

describe('the command line', () => {
  it('means the simulator and everything where it says nothing', () => {
    expect(parseConformanceOptions([])).toEqual({
      rig: 'fixtures/rigs/simulator.yaml',
      tags: '',
      cases: [],
      dryRun: false,
      strict: false,
      report: true,
      reports: 'reports',
    });
  });

  it('takes every option', () => {
    const args = [
      '--rig',
      'a.yaml',
      '--tags',
      '@slow',
      '--case',
      'AUT-04',
      'SEC-33',
      '--dry-run',
      '--strict',
      '--no-report',
    ];
    expect(parseConformanceOptions(args)).toMatchObject({
      rig: 'a.yaml',
      tags: '@slow',
      cases: ['AUT-04', 'SEC-33'],
      dryRun: true,
      strict: true,
      report: false,
    });
  });

  it.each([[['--nope']], [['AUT-04']], [['--rig']]])('refuses %j', (args) => {
    const silent = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => parseConformanceOptions(args)).toThrow(CommanderError);
    expect(silent).toHaveBeenCalledOnce();
    silent.mockRestore();
  });
});

describe('the selection', () => {
  const known = new Set(['@slow', '@get', '@case:AUT-04']);

  it.each([
    [{ tags: '', cases: [] }, ''],
    [{ tags: '@slow or @get', cases: [] }, '(@slow or @get)'],
    [{ tags: '', cases: ['AUT-04', 'SEC-33'] }, '(@case:AUT-04 or @case:SEC-33)'],
    [{ tags: 'not @slow', cases: ['AUT-04'] }, '(not @slow) and (@case:AUT-04)'],
  ])('%j is the expression %s', (options, expression) => {
    expect(tagExpression(options, known)).toBe(expression);
  });

  it('refuses a tag that nothing bears and a case that nobody knows', () => {
    expect(() => tagExpression({ tags: '@slwo', cases: [] }, known)).toThrow('--tags: no scenario bears the tag @slwo');
    expect(() => tagExpression({ tags: '', cases: ['AUT-99'] }, known)).toThrow(
      '--case: the catalogue has no case AUT-99',
    );
  });
});
