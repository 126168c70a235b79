import { describe, expect, it } from 'vitest';
import type { Laboratory, MeterVariant } from '#support/run/laboratory';
import { tryMutant, tryNullMeter, unprovenCases } from '#support/run/mutant-trial';
import { tryAll } from '#support/run/mutant-trials';
import type { CaseResult } from '#support/verdict/case-results';
import type { Verdict } from '#support/verdict/verdict';
import { caseResult } from '../report/case-result';

type Verdicts = Readonly<Record<string, Verdict>>;

/** Gives each case the verdict that a table has for a variant; PASSED where it has none. */
class Table implements Laboratory {
  readonly runs: string[] = [];
  constructor(
    readonly cases: readonly string[],
    readonly variants: Readonly<Record<string, Verdicts>>,
  ) {}

  async runCases(cases: readonly string[], variant: MeterVariant): Promise<CaseResult[]> {
    this.runs.push(`${variant.id}: ${cases.join(' ')}`);
    return this.#results(
      this.cases.filter((id) => cases.includes(id)),
      variant,
    );
  }

  async runAll(variant?: MeterVariant): Promise<CaseResult[]> {
    this.runs.push(`${variant?.id ?? 'conforming'}: all`);
    return this.#results(this.cases, variant);
  }

  #results(cases: readonly string[], variant: MeterVariant | undefined): CaseResult[] {
    const verdicts = this.variants[variant?.id ?? 'conforming'] ?? {};
    return cases.map((id) => caseResult(verdicts[id] ?? 'PASSED', { case: id, negative: id.startsWith('SEC') }));
  }
}

const CASES = ['AUT-01', 'AUT-04', 'SEC-33'];
const mutant = (id: string, ...violates: string[]) => ({ id, violates, fault: 'errs' });

describe('a mutant', () => {
  it('is killed by a FAILED scenario of a case that it violates, and nothing else is run', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'FAILED', 'AUT-01': 'FAILED' } });
    expect(await tryMutant(mutant('m', 'AUT-04', 'SEC-33'), laboratory)).toEqual({
      id: 'm',
      violates: ['AUT-04', 'SEC-33'],
      fault: 'errs',
      status: 'killed',
      killedBy: ['AUT-04'],
    });
    expect(laboratory.runs).toEqual(['m: AUT-04 SEC-33']);
  });

  it('is not killed by what is INCONCLUSIVE', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'INCONCLUSIVE' } });
    expect(await tryMutant(mutant('m', 'AUT-04'), laboratory)).toMatchObject({ status: 'survived', killedBy: [] });
    expect(laboratory.runs).toEqual(['m: AUT-04', 'm: all']);
  });

  it('is killed elsewhere by a case that it is not said to violate', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-01': 'FAILED' } });
    const outcome = await tryMutant(mutant('m', 'AUT-04'), laboratory);
    expect(outcome).toMatchObject({ status: 'killed-elsewhere', killedBy: ['AUT-01'] });
  });

  it('is not tried when it is ignored', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'FAILED' } });
    const outcome = await tryMutant({ ...mutant('m', 'AUT-04'), ignored: 'cannot be told apart' }, laboratory);
    expect(outcome.status).toBe('ignored');
    expect(laboratory.runs).toEqual([]);
  });
});

describe('a null meter', () => {
  it.each([
    ['mute', { 'AUT-01': 'FAILED', 'AUT-04': 'FAILED', 'SEC-33': 'FAILED' }, 0, 0, []],
    ['mute', { 'AUT-04': 'FAILED', 'SEC-33': 'FAILED' }, 1, 0, ['AUT-01']],
    ['refuser', { 'AUT-04': 'FAILED', 'AUT-01': 'FAILED' }, 1, 1, ['SEC-33']],
    ['yes-man', { 'SEC-33': 'FAILED' }, 2, 0, []],
    ['echo', {}, 3, 1, ['SEC-33']],
  ] as const)('%s with %j passes %i, %i of them negative', async (id, verdicts, passed, negativePassed, fooled) => {
    const outcome = await tryNullMeter(id, new Table(CASES, { [id]: verdicts }));
    expect(outcome).toMatchObject({ id, passed, negativePassed });
    expect(outcome.fooled.map((result) => result.case)).toEqual(fooled);
  });
});

describe('a negative case', () => {
  const baseline = [
    caseResult('PASSED', { case: 'SEC-33' }),
    caseResult('PASSED', { case: 'SEC-34' }),
    caseResult('PASSED', { case: 'AUT-01', negative: false }),
    caseResult('INAPPLICABLE', { case: 'SEC-35' }),
  ];
  const outcome = { id: 'm', violates: ['SEC-34'], fault: 'errs', killedBy: ['SEC-34'] };

  it('is unproven until a mutant that violates it is killed by it', () => {
    expect(unprovenCases(baseline, [{ ...outcome, status: 'killed' }])).toEqual(['SEC-33']);
    expect(unprovenCases(baseline, [{ ...outcome, status: 'killed-elsewhere' }])).toEqual(['SEC-33', 'SEC-34']);
  });
});

describe('all trials', () => {
  const trial = async (variants: Table['variants'], whole = true) => {
    const said: string[] = [];
    const written: unknown[] = [];
    const trials = {
      mutants: [mutant('m1', 'SEC-33'), { ...mutant('m2', 'AUT-04'), ignored: true }],
      nullMeters: whole ? ['mute'] : [],
      whole,
      laboratory: new Table(CASES, variants),
    };
    const write = (file: unknown) => `kept ${written.push(file)}`;
    return {
      code: await tryAll(trials, write, (text) => said.push(text)),
      last: said.at(-1),
      said: said.join('\n'),
      written,
    };
  };
  const dead = { 'AUT-01': 'FAILED', 'AUT-04': 'FAILED', 'SEC-33': 'FAILED' } as const;

  it('end well when every mutant is killed, no null meter fools us and every negative case has killed', async () => {
    const { code, last, written } = await trial({ m1: { 'SEC-33': 'FAILED' }, mute: dead });
    expect([code, last]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
    expect(written).toEqual([
      {
        baseline: { PASSED: 3, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 0 },
        mutants: [
          { id: 'm1', violates: ['SEC-33'], fault: 'errs', status: 'killed', killedBy: ['SEC-33'] },
          { id: 'm2', violates: ['AUT-04'], fault: 'errs', status: 'ignored', killedBy: [] },
        ],
        nullMeters: [{ id: 'mute', passed: 0, negativePassed: 0 }],
      },
    ]);
  });

  it('fail when a mutant survives, and then its negative case is unproven too', async () => {
    const { code, last, said } = await trial({ mute: dead });
    expect([code, last]).toEqual([1, '1 passed, 2 failed, 1 skipped']);
    expect(said).toContain('survived: m1, a meter that errs');
    expect(said).toContain('kills no mutant: the negative case SEC-33');
  });

  it('fail when a null meter passes', async () => {
    const { code, said } = await trial({ m1: { 'SEC-33': 'FAILED' } });
    expect(code).toBe(1);
    expect(said).toContain('passed by the null meter mute: AUT-01 ');
  });

  it('prove nothing about negative cases when only some mutants are tried', async () => {
    const { code, last } = await trial({ m1: { 'SEC-33': 'FAILED' } }, false);
    expect([code, last]).toEqual([0, '1 passed, 0 failed, 1 skipped']);
  });

  it.each(['FAILED', 'INCONCLUSIVE'] as const)(
    'do not begin while a case of the conforming meter is %s',
    async (verdict) => {
      const { code, last, written } = await trial({ conforming: { 'AUT-01': verdict } });
      expect([code, last, written]).toEqual([6, '2 passed, 1 failed', []]);
    },
  );
});
