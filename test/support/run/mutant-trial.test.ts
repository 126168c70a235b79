import { describe, expect, it } from 'vitest';
import type { MutantsFile } from '#support/report/mutants-file';
import type { Laboratory, MeterVariant } from '#support/run/laboratory';
import { tryMutant, tryNullMeter, unprovenCases } from '#support/run/mutant-trial';
import { tryAll } from '#support/run/mutant-trials';
import { TrialRig } from '#support/run/trial-rig';
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

  async runCases(cases: readonly string[], variant?: MeterVariant): Promise<CaseResult[]> {
    this.runs.push(`${variant?.id ?? 'conforming'}: ${cases.join(' ')}`);
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
    return cases.map((id) =>
      caseResult(verdicts[id] ?? 'PASSED', { case: id, uri: `${id}.feature`, negative: id.startsWith('SEC') }),
    );
  }
}

const CASES = ['AUT-01', 'AUT-04', 'SEC-33'];
const mutant = (id: string, ...violates: string[]) => ({ id, violates, fault: 'errs' });

/** A rig over which the cases of a table apply, and no others. */
function rig(laboratory: Table, link: 'wrapper' | 'hdlc' = 'wrapper', own?: readonly string[]): TrialRig {
  return new TrialRig({ name: `${link}-rig`, link, cases: new Set(laboratory.cases), ...(own && { own }) }, laboratory);
}

describe('a mutant', () => {
  it('is killed by a FAILED scenario of a case that it violates, and nothing else is run', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'FAILED', 'AUT-01': 'FAILED' } });
    expect(await tryMutant(mutant('m', 'AUT-04', 'SEC-33'), [rig(laboratory)])).toEqual({
      id: 'm',
      violates: ['AUT-04', 'SEC-33'],
      fault: 'errs',
      status: 'killed',
      killedBy: ['AUT-04'],
      rigs: ['wrapper-rig'],
    });
    expect(laboratory.runs).toEqual(['conforming: AUT-04 SEC-33', 'm: AUT-04 SEC-33']);
  });

  it('is not killed by what is INCONCLUSIVE', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'INCONCLUSIVE' } });
    const outcome = await tryMutant(mutant('m', 'AUT-04'), [rig(laboratory)]);
    expect(outcome).toMatchObject({ status: 'survived', killedBy: [], rigs: ['wrapper-rig'] });
    expect(laboratory.runs).toEqual(['conforming: AUT-04', 'm: AUT-04', 'conforming: all', 'm: all']);
  });

  it('is killed elsewhere by a case that it is not said to violate', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-01': 'FAILED' } });
    const outcome = await tryMutant(mutant('m', 'AUT-04'), [rig(laboratory)]);
    expect(outcome).toMatchObject({ status: 'killed-elsewhere', killedBy: ['AUT-01'] });
  });

  it('is not tried when it is ignored', async () => {
    const laboratory = new Table(CASES, { m: { 'AUT-04': 'FAILED' } });
    const outcome = await tryMutant({ ...mutant('m', 'AUT-04'), ignored: 'cannot be told apart' }, [rig(laboratory)]);
    expect(outcome.status).toBe('ignored');
    expect(laboratory.runs).toEqual([]);
  });
});

describe('a mutant and several rigs', () => {
  const HDLC_CASES = ['AUT-04', 'HDL-01', 'HDL-20'];
  const rigs = (wrapper: Table['variants'], hdlc: Table['variants']) => {
    const tables = [new Table(CASES, wrapper), new Table(HDLC_CASES, hdlc)] as const;
    const runs = () => tables.map((table) => table.runs.filter((run) => run.startsWith('m:')));
    return { runs, all: [rig(tables[0]), rig(tables[1], 'hdlc')] };
  };

  it('meet where a case that it violates applies', async () => {
    const { runs, all } = rigs({}, { m: { 'HDL-20': 'FAILED' } });
    const outcome = await tryMutant(mutant('m', 'HDL-20'), all);
    expect(outcome).toMatchObject({ status: 'killed', killedBy: ['HDL-20'], rigs: ['hdlc-rig'] });
    expect(runs()).toEqual([[], ['m: HDL-20']]);
  });

  it('meet on the next rig when the first finds nothing', async () => {
    const { runs, all } = rigs({}, { m: { 'AUT-04': 'FAILED' } });
    const outcome = await tryMutant(mutant('m', 'AUT-04'), all);
    expect(outcome).toMatchObject({ status: 'killed', killedBy: ['AUT-04'], rigs: ['hdlc-rig'] });
    expect(runs()).toEqual([['m: AUT-04'], ['m: AUT-04']]);
  });

  it('meet once more for a case that did not apply on the first, for it has to be seen to fail as well', async () => {
    const { runs, all } = rigs({ m: { 'AUT-04': 'FAILED' } }, { m: { 'HDL-01': 'FAILED' } });
    const outcome = await tryMutant(mutant('m', 'AUT-04', 'HDL-01'), all);
    expect(outcome).toMatchObject({ killedBy: ['AUT-04', 'HDL-01'], rigs: ['wrapper-rig', 'hdlc-rig'] });
    expect(runs()).toEqual([['m: AUT-04'], ['m: HDL-01']]);
  });

  it('meet only over the link that the row names', async () => {
    const { runs, all } = rigs({ m: { 'AUT-04': 'FAILED' } }, { m: { 'AUT-04': 'FAILED' } });
    const outcome = await tryMutant({ ...mutant('m', 'AUT-04'), link: 'hdlc' }, all);
    expect(outcome.rigs).toEqual(['hdlc-rig']);
    expect(runs()).toEqual([[], ['m: AUT-04']]);
  });

  it('meet on the first rig when no case that it violates applies anywhere', async () => {
    const { runs, all } = rigs({ m: { 'AUT-01': 'FAILED' } }, {});
    const outcome = await tryMutant(mutant('m', 'IEC-01'), all);
    expect(outcome).toMatchObject({ status: 'killed-elsewhere', killedBy: ['AUT-01'], rigs: ['wrapper-rig'] });
    expect(runs()).toEqual([['m: all'], []]);
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
    const outcome = await tryNullMeter(id, [rig(new Table(CASES, { [id]: verdicts }))]);
    expect(outcome).toMatchObject({ id, passed, negativePassed });
    expect(outcome.fooled.map(({ result }) => result.case)).toEqual(fooled);
  });

  it('is run over each rig, and told of rig by rig', async () => {
    const meter = { 'AUT-01': 'FAILED', 'AUT-04': 'FAILED', 'SEC-33': 'FAILED' } as const;
    const wrapper = rig(new Table(CASES, { mute: meter }));
    const { fooled, ...outcome } = await tryNullMeter('mute', [wrapper, rig(new Table(['HDL-01'], {}), 'hdlc')]);
    expect(outcome).toEqual({
      id: 'mute',
      passed: 1,
      negativePassed: 0,
      overRigs: [
        { rig: 'wrapper-rig', passed: 0, negativePassed: 0 },
        { rig: 'hdlc-rig', passed: 1, negativePassed: 0 },
      ],
    });
    expect(fooled.map((one) => [one.rig, one.result.case])).toEqual([['hdlc-rig', 'HDL-01']]);
  });
});

describe('a negative case', () => {
  const baseline = [
    caseResult('PASSED', { case: 'SEC-33' }),
    caseResult('PASSED', { case: 'SEC-34' }),
    caseResult('PASSED', { case: 'AUT-01', negative: false }),
    caseResult('INAPPLICABLE', { case: 'SEC-35' }),
  ];
  const outcome = { id: 'm', violates: ['SEC-34'], fault: 'errs', killedBy: ['SEC-34'], rigs: [] };

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
      rigs: [rig(new Table(CASES, variants))],
    };
    const write = (file: unknown) => `kept ${written.push(file)}`;
    return {
      code: await tryAll(trials, write, (text) => said.push(text)),
      last: said.at(-1),
      said: said.join('\n'),
      written,
    };
  };
  const ALL_PASSED = { PASSED: 3, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 0 };
  const dead = { 'AUT-01': 'FAILED', 'AUT-04': 'FAILED', 'SEC-33': 'FAILED' } as const;

  it('end well when every mutant is killed, no null meter fools us and every negative case has killed', async () => {
    const { code, last, written } = await trial({ m1: { 'SEC-33': 'FAILED' }, mute: dead });
    expect([code, last]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
    expect(written).toEqual([
      {
        baseline: ALL_PASSED,
        baselines: [{ rig: 'wrapper-rig', counts: ALL_PASSED }],
        mutants: [
          {
            id: 'm1',
            violates: ['SEC-33'],
            fault: 'errs',
            status: 'killed',
            killedBy: ['SEC-33'],
            rigs: ['wrapper-rig'],
          },
          { id: 'm2', violates: ['AUT-04'], fault: 'errs', status: 'ignored', killedBy: [], rigs: [] },
        ],
        nullMeters: [
          {
            id: 'mute',
            passed: 0,
            negativePassed: 0,
            overRigs: [{ rig: 'wrapper-rig', passed: 0, negativePassed: 0 }],
          },
        ],
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
    expect(said).toContain('passed by the null meter mute over wrapper-rig: AUT-01 ');
  });

  it('prove nothing about negative cases when only some mutants are tried', async () => {
    const { code, last } = await trial({ m1: { 'SEC-33': 'FAILED' } }, false);
    expect([code, last]).toEqual([0, '1 passed, 0 failed, 1 skipped']);
  });

  it('judge each case over the first rig to which it applies', async () => {
    const [first, second] = [
      new Table(CASES, { mute: dead }),
      new Table(['AUT-04', 'HDL-20'], { mute: { 'HDL-20': 'FAILED' } }),
    ];
    const rigs = [rig(first), rig(second, 'hdlc', ['HDL-20'])];
    const trials = { mutants: [], nullMeters: ['mute'], whole: true, rigs };
    const files: MutantsFile[] = [];
    await tryAll(
      trials,
      (file) => `kept ${files.push(file)}`,
      () => undefined,
    );
    expect(first.runs).toEqual(['conforming: all', 'mute: all']);
    expect(second.runs).toEqual(['conforming: HDL-20', 'mute: HDL-20']);
    expect(files[0]?.baselines.map(({ rig: name, counts }) => [name, counts.PASSED])).toEqual([
      ['wrapper-rig', 3],
      ['hdlc-rig', 1],
    ]);
  });

  it('do not wait for cases that nothing needs, when only some mutants are tried', async () => {
    const meters = { conforming: { 'AUT-01': 'FAILED' }, m1: { 'SEC-33': 'FAILED' } } as const;
    expect((await trial(meters, false)).code).toBe(0);
    const faulty = { ...meters, conforming: { 'SEC-33': 'FAILED' } } as const;
    expect((await trial(faulty, false)).code).toBe(6);
  });

  it.each(['FAILED', 'INCONCLUSIVE'] as const)(
    'do not begin while a case of the conforming meter is %s',
    async (verdict) => {
      const { code, last, written } = await trial({ conforming: { 'AUT-01': verdict } });
      expect([code, last, written]).toEqual([6, '2 passed, 1 failed', []]);
    },
  );
});
