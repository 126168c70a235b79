import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Suite } from '#support/run/suite';
import type { Envelope } from '#support/verdict/messages';
import { temporaryProject } from '../run/temporary-project';

const FEATURE = `Feature: Signing off
  @case:TMO-01
  Scenario: A silent client is signed off
    When it waits 4000 ms
  @case:TMO-02
  Scenario Outline: It fails <how>
    When it fails
    Examples:
      | how  |
      | once |
`;

const STEPS = `
When('it waits {int} ms', { timeout: 9000 }, async function (ms) {
  this.attach(JSON.stringify({ done: 3, of: 4 }), 'application/x.progress+json');
  await new Promise((resolve) => setTimeout(resolve, ms));
});
When('it fails', () => assert.fail('two lines:\\nof reason'));
`;

describe('live progress', () => {
  it('says what ends and what lasts, in plain lines as they happen', async () => {
    const lines: { ended: number; text: string }[] = [];
    let ended = 0;
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push({ ended, text: String(chunk) });
        done();
      },
    });
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS));
    const stdout = resolve(__dirname, '../../../support/formatters/live.cjs');
    const onMessage = (message: Envelope) => {
      if (message.testCaseFinished) ended++;
    };
    await suite.run({ worldParameters: { rig: '' }, output: { stdout, files: {}, options: {}, stream }, onMessage });
    expect(lines[0]?.text).toMatch(/^ {2}… A silent client is signed off › it waits 4000 ms \(\d s, 3 of 4\)\n$/);
    expect(lines.slice(1).map(({ text }) => text)).toEqual([
      '[1/2] PASSED       TMO-01 A silent client is signed off\n',
      '[2/2] FAILED       TMO-02 It fails once (how=once)\n      it fails: two lines: of reason\n',
    ]);
    expect(lines.map((line) => line.ended)).toEqual([0, 1, 2]);
  });
});
