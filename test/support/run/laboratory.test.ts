import { describe, expect, it } from 'vitest';
import { SuiteLaboratory } from '#support/run/laboratory';
import { planOf } from '#support/run/plan';
import { Suite } from '#support/run/suite';
import { temporaryProject } from './temporary-project';

const FEATURES = {
  'a.feature': `Feature: A
  @case:AUT-01
  Scenario: first
    When it opens
  @case:AUT-04
  Scenario Outline: second
    When it opens with <what>
    Examples:
      | what  |
      | empty |
      | short |
`,
  'b.feature': `Feature: B
  @case:AUT-04 @negative
  Scenario: third
    When it opens
`,
};

const STEPS = `
When('it opens', function () {});
When('it opens with {word}', async function (word) {
  const { id } = this.parameters.meterVariant ?? {};
  if (id === word) assert.fail('served');
  if (id === 'endless') await new Promise(() => setTimeout(() => {}, 9000).unref());
});
`;

async function laboratory(limitMs = 60_000) {
  const suite = await Suite.load(temporaryProject(FEATURES, STEPS));
  const said: string[] = [];
  const settings = { rig: 'a.yaml', say: (text: string) => said.push(text), limitMs };
  return { said, laboratory: new SuiteLaboratory(suite, await planOf(suite), settings) };
}

describe('the laboratory', () => {
  it('runs every scenario of the cases asked for, against the variant asked for', async () => {
    const { laboratory: lab } = await laboratory();
    const results = await lab.runCases(['AUT-04'], { kind: 'mutant', id: 'short' });
    expect(results.map(({ title, example, verdict }) => [title, example, verdict])).toEqual([
      ['second', 'what=empty', 'PASSED'],
      ['second', 'what=short', 'FAILED'],
      ['third', '', 'PASSED'],
    ]);
  });

  it('runs nothing for a case without a scenario, and all of them when asked for all', async () => {
    const { laboratory: lab } = await laboratory();
    expect(await lab.runCases(['SEC-33'], { kind: 'mutant', id: 'short' })).toEqual([]);
    expect((await lab.runAll()).map(({ verdict }) => verdict)).toEqual(['PASSED', 'PASSED', 'PASSED', 'PASSED']);
  });

  it('speaks of a run that lasts, and gives up one that does not end', async () => {
    const { laboratory: lab, said } = await laboratory(2500);
    await expect(lab.runAll({ kind: 'mutant', id: 'endless' })).rejects.toThrow(
      /endless did not come to an end within 2.5 s/,
    );
    expect(said).toEqual(['  … endless (2 s)']);
  });
});
