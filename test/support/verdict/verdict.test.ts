import { describe, expect, it } from 'vitest';
import { type FinishedStep, type Judgement, judge, type StepKind, type StepStatus } from '#support/verdict/verdict';

const passed = (kind: StepKind): FinishedStep => ({ kind, text: `a ${kind}`, status: 'PASSED' });
const skipped = (kind: StepKind): FinishedStep => ({ kind, text: `a ${kind}`, status: 'SKIPPED' });
const failing = (kind: StepKind, type: string): FinishedStep => ({
  kind,
  text: `a ${kind}`,
  status: 'FAILED',
  error: { type, message: 'it went wrong' },
});
const missing = { capability: 'conf.gbt', reason: 'the rig says so' };

function expectHarnessError({ verdict, reason, cause }: Judgement): void {
  expect([verdict, cause]).toEqual(['INCONCLUSIVE', 'harness']);
  expect(reason).toMatch(/^harness error: /);
}

describe('an error that accuses the meter', () => {
  for (const type of ['AssertionError', 'PeerProtocolError', 'DeviationError']) {
    it.each(['Action', 'Outcome'] as const)(`${type} in a step of kind %s is FAILED`, (kind) => {
      expect(judge([passed('Context'), failing(kind, type)])).toEqual({
        verdict: 'FAILED',
        reason: `a ${kind}: it went wrong`,
        cause: 'meter',
      });
    });

    it(`${type} in a Given is INCONCLUSIVE: the precondition was not met`, () => {
      expect(judge([failing('Context', type), skipped('Action')])).toEqual({
        verdict: 'INCONCLUSIVE',
        reason: 'precondition not met: a Context: it went wrong',
        cause: 'precondition',
      });
    });

    it(`${type} in a step of no kind is the harness's own error`, () => {
      expectHarnessError(judge([failing('Unknown', type)]));
    });
  }
});

describe('an error that accuses the meter in a hook', () => {
  it.each(['AssertionError', 'PeerProtocolError'])("%s is the harness's own error", (type) => {
    expectHarnessError(judge([passed('Action'), failing('Hook', type)]));
  });

  it('DeviationError is FAILED: a strict run refuses at the end what its steps tolerated', () => {
    expect(judge([passed('Outcome'), failing('Hook', 'DeviationError')])).toEqual({
      verdict: 'FAILED',
      reason: 'a Hook: it went wrong',
      cause: 'meter',
    });
  });
});

describe('an error that does not accuse the meter', () => {
  it.each(['Hook', 'Context', 'Action', 'Outcome'] as const)(
    'LineLost in a step of kind %s is INCONCLUSIVE',
    (kind) => {
      expect(judge([failing(kind, 'LineLost')])).toMatchObject({
        verdict: 'INCONCLUSIVE',
        cause: 'line',
        reason: `line lost: a ${kind}: it went wrong`,
      });
    },
  );

  it('WrongMeter is INCONCLUSIVE', () => {
    expect(judge([failing('Hook', 'WrongMeter')])).toMatchObject({ verdict: 'INCONCLUSIVE', cause: 'wrong-meter' });
  });

  it.each(['LocalProtocolError', 'TypeError', 'Error', 'RangeError'])(
    '%s is a harness error even in a Then',
    (type) => {
      expect(judge([failing('Outcome', type)])).toEqual({
        verdict: 'INCONCLUSIVE',
        reason: `harness error: ${type} in "a Outcome": it went wrong`,
        cause: 'harness',
      });
    },
  );

  it('a step that timed out is a harness error', () => {
    const timeout = {
      type: 'Error',
      message: 'function timed out, ensure the promise resolves within 50 milliseconds',
    };
    const { reason } = judge([{ kind: 'Action', text: 'it waits', status: 'FAILED', error: timeout }]);
    expect(reason).toMatch(/^harness error: .*timed out/);
  });

  it.each(['UNDEFINED', 'AMBIGUOUS', 'PENDING', 'UNKNOWN'] as StepStatus[])(
    'a step with status %s is one too',
    (status) => {
      const judged = judge([passed('Action'), { kind: 'Outcome', text: 'it is so', status }]);
      expect(judged).toMatchObject({ verdict: 'INCONCLUSIVE', cause: 'harness' });
      expect(judged.reason).toBe(`harness error: ${status.toLowerCase()} step "it is so"`);
    },
  );
});

describe('the first thing that went wrong decides', () => {
  it('a meter fault stays one although the After hook fails as well', () => {
    expect(judge([failing('Outcome', 'AssertionError'), failing('Hook', 'LineLost')]).verdict).toBe('FAILED');
  });

  it('an After hook that fails takes a pass away', () => {
    expect(judge([passed('Action'), failing('Hook', 'Error')])).toMatchObject({ cause: 'harness' });
  });

  it('an undefined step behind a skip is not hidden by it', () => {
    const judged = judge([skipped('Hook'), { kind: 'Action', text: 'x', status: 'UNDEFINED' }], { missing });
    expect(judged.verdict).toBe('INCONCLUSIVE');
  });
});

describe('INAPPLICABLE', () => {
  it('names the capability when a hook skips the scenario for want of it', () => {
    expect(judge([skipped('Hook'), skipped('Action'), passed('Hook')], { missing })).toEqual({
      verdict: 'INAPPLICABLE',
      reason: 'capability conf.gbt is not declared: the rig says so',
      cause: 'capability',
    });
  });

  it.each([
    ['ln', 'capability ln is not declared (declares)', 'capability ln is not declared (declares)'],
    ['a.b | !c', 'neither a.b nor not c', 'neither a.b nor not c'],
    ['ln', '', 'capability ln is not declared'],
  ])('for want of %s with the words "%s" reads "%s"', (capability, reason, expected) => {
    expect(judge([skipped('Hook')], { missing: { capability, reason } }).reason).toBe(expected);
  });

  it.each([
    ['a hook skips without naming a capability', [skipped('Hook'), skipped('Action')], undefined],
    ['a step skips, whatever was attached', [passed('Hook'), passed('Context'), skipped('Action')], missing],
    ['a scenario runs although a capability is missing', [passed('Hook'), passed('Action')], missing],
  ])('is never given when %s', (_, steps, lacking) => {
    expect(judge(steps, { missing: lacking })).toMatchObject({ verdict: 'INCONCLUSIVE', cause: 'harness' });
  });

  it('is never inferred from a failure', () => {
    expect(judge([failing('Hook', 'Error'), skipped('Action')], { missing }).verdict).toBe('INCONCLUSIVE');
  });
});

describe('PASSED', () => {
  it('is for a scenario of which every step passed', () => {
    expect(judge([passed('Hook'), passed('Context'), passed('Outcome')])).toEqual({
      verdict: 'PASSED',
      reason: '',
      cause: 'none',
    });
  });

  it('is not for a scenario without a step', () => {
    expect(judge([passed('Hook')])).toMatchObject({ verdict: 'INCONCLUSIVE', cause: 'harness' });
    expect(judge([])).toMatchObject({ verdict: 'INCONCLUSIVE', cause: 'harness' });
  });
});

describe('a deviation that the rig declares', () => {
  const declared = 'known to the maker, mended in 2.1';

  it('makes a fault of its case pass, and tells why and what was seen', () => {
    expect(judge([passed('Action'), failing('Outcome', 'AssertionError')], { declared })).toEqual({
      verdict: 'PASSED',
      reason: '',
      cause: 'none',
      tolerated: 'declared: known to the maker, mended in 2.1; seen: a Outcome: it went wrong',
    });
  });

  it('excuses nothing but a fault of the meter', () => {
    for (const steps of [
      [failing('Context', 'AssertionError')],
      [failing('Outcome', 'LineLost')],
      [failing('Outcome', 'TypeError')],
      [skipped('Hook'), skipped('Action')],
    ]) {
      expect(judge(steps, { declared })).toEqual(judge(steps));
    }
  });

  it('is not spoken of where the case passes', () => {
    expect(judge([passed('Outcome')], { declared })).toEqual(judge([passed('Outcome')]));
  });
});

describe('a meter that cannot be reached', () => {
  const lost = '10.0.0.7:4059: ECONNREFUSED';

  it('after a fault in a positive case is not accused of it', () => {
    expect(judge([failing('Outcome', 'AssertionError')], { lost })).toEqual({
      verdict: 'INCONCLUSIVE',
      reason: 'line lost: 10.0.0.7:4059: ECONNREFUSED\nbefore that: a Outcome: it went wrong',
      cause: 'line',
    });
  });

  it('after a precondition that was not met is the reason for that', () => {
    expect(judge([failing('Context', 'AssertionError')], { lost })).toMatchObject({
      reason: 'line lost: 10.0.0.7:4059: ECONNREFUSED\nbefore that: precondition not met: a Context: it went wrong',
      cause: 'line',
    });
    expect(judge([failing('Action', 'TypeError')], { lost })).toMatchObject({ cause: 'harness' });
  });

  it('is INCONCLUSIVE in a declared case, too', () => {
    expect(judge([failing('Outcome', 'AssertionError')], { lost, declared: 'known' }).verdict).toBe('INCONCLUSIVE');
  });

  it('any more leaves the scenario unrun, and the reason says so', () => {
    expect(judge([failing('Hook', 'MeterUnreachable'), skipped('Action')])).toEqual({
      verdict: 'INCONCLUSIVE',
      reason: 'not run: it went wrong',
      cause: 'not-run',
    });
  });
});

describe('keys of the meter that are not restored', () => {
  it("leave the scenario unrun, in one line and at nobody's fault", () => {
    expect(judge([failing('Hook', 'KeysNotRestored'), skipped('Action')])).toEqual({
      verdict: 'INCONCLUSIVE',
      reason: 'it went wrong',
      cause: 'precondition',
    });
  });
});
