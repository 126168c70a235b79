import { describe, expect, it } from 'vitest';
import { CaseResultFold, caseResults } from '#support/verdict/case-results';
import { DECLARED_DEVIATION, DEVIATION, INAPPLICABLE, LINE_LOST } from '#support/verdict/messages';
import { type Recording, recordedRun } from './recorded-run';

const pass: Recording['steps'] = [{ kind: 'Action', text: 'it acts', status: 'PASSED' }];

async function only(recording: Recording) {
  const results = await caseResults(recordedRun(recording));
  expect(results).toHaveLength(1);
  return results[0];
}

describe('a result', () => {
  it('holds what the scenario is and how it went', async () => {
    const tags = ['@association', '@negative', '@case:AUT-04'];
    expect(await only({ name: 'A wrong password', rule: 'Nobody is served', tags, steps: pass })).toEqual({
      case: 'AUT-04',
      title: 'A wrong password',
      example: '',
      row: [],
      verdict: 'PASSED',
      reason: '',
      cause: 'none',
      deviations: [],
      durationMs: 250,
      feature: 'Opening',
      rule: 'Nobody is served',
      uri: 'features/a/b.feature',
      line: 7,
      negative: true,
    });
  });

  it('names its row of the Examples', async () => {
    const result = await only({ row: { wrong: 'one character short', counter: 'N - 1' }, steps: pass });
    expect(result?.example).toBe('wrong=one character short, counter=N - 1');
  });

  it.each([[[]], [['@case:AUT-04', '@case:AUT-05']]])('has no case with the tags %j', async (tags) => {
    expect((await only({ tags, steps: pass }))?.case).toBe('');
  });

  it('carries every deviation that was tolerated', async () => {
    const attachments = ['first', 'second'].map((text) => [DEVIATION, JSON.stringify({ text })] as const);
    expect(await only({ steps: pass, attachments })).toMatchObject({
      verdict: 'PASSED',
      deviations: ['first', 'second'],
    });
  });

  it('passes with one deviation more where the rig declares the fault', async () => {
    const error = { type: 'AssertionError', message: 'served' };
    const steps = [{ kind: 'Outcome', text: 'it is refused', status: 'FAILED', error }] as const;
    const attachments = [
      [DEVIATION, '{"text":"late"}'],
      [DECLARED_DEVIATION, '{"reason":"known"}'],
    ] as const;
    expect(await only({ steps, attachments })).toMatchObject({
      verdict: 'PASSED',
      reason: '',
      deviations: ['late', 'declared: known; seen: it is refused: served'],
    });
    const lost = [...attachments, [LINE_LOST, '{"text":"unplugged"}'] as const];
    expect(await only({ steps, attachments: lost })).toMatchObject({ cause: 'line', deviations: ['late'] });
  });

  it('is INAPPLICABLE by the attachment of the hook that skipped it', async () => {
    const body = JSON.stringify({ capability: 'ln', reason: '' });
    const steps = [
      { kind: 'Hook', text: 'applies', status: 'SKIPPED' },
      { kind: 'Action', text: 'it acts', status: 'SKIPPED' },
    ] as const;
    expect(await only({ steps, attachments: [[INAPPLICABLE, body]] })).toMatchObject({
      verdict: 'INAPPLICABLE',
      reason: 'capability ln is not declared',
    });
  });

  it('takes the kind of step and the class of error from the messages', async () => {
    const error = { type: 'PeerProtocolError', message: 'tag missing at octet 3' };
    expect(await only({ steps: [{ kind: 'Outcome', text: 'it is open', status: 'FAILED', error }] })).toMatchObject({
      verdict: 'FAILED',
      reason: 'it is open: tag missing at octet 3',
    });
  });

  it('reads an attachment that is broken as an error of ours, not as silence', async () => {
    await expect(only({ steps: pass, attachments: [[DEVIATION, '{"note":1}']] })).rejects.toThrow(/text field "text"/);
  });
});

describe('the fold', () => {
  it('knows how many scenarios are to come and what is running', () => {
    const fold = new CaseResultFold();
    const messages = recordedRun({ name: 'it runs', steps: pass });
    const started = messages.findIndex((message) => message.testCaseStarted !== undefined);
    for (const message of messages.slice(0, started + 1)) expect(fold.add(message)).toBeUndefined();
    expect(fold.total).toBe(1);
    expect(fold.running('run')).toMatchObject({ case: 'AUT-04', title: 'it runs' });
    expect(fold.stepText('run', 'ts0')).toBe('it acts');
  });
});
