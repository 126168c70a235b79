import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '#support/run/configuration-error';
import { planOf } from '#support/run/plan';
import { Suite } from '#support/run/suite';
import { temporaryProject } from './temporary-project';

const FEATURE = `Feature: Opening
  Background:
    Given a meter

  Rule: It serves
    @case:AUT-01
    Scenario: It opens
      When it opens
      Then it is open

    @negative @case:AUT-04
    Scenario Outline: A password that is <wrong>
      When it opens with <wrong>
      Then it is open

      Examples:
        | wrong |
        | empty |
        | short |
`;

const STEPS = `
Given('a meter', function () { this.attach(JSON.stringify({ text: this.parameters.rig }), 'application/x.dlms.deviation+json'); });
When('it opens', function () {});
When('it opens with {word}', function (word) { if (word === this.parameters.meterVariant?.id) assert.fail('accepted'); });
Then('it is open', function () {});
`;

const conforming = { rig: 'a.yaml' };

describe('a suite', () => {
  it('runs everything or a selection, again and again, each time with the parameters given', async () => {
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS));
    const all = await suite.run({ worldParameters: conforming });
    expect(all.map((result) => [result.case, result.example, result.verdict])).toEqual([
      ['AUT-01', '', 'PASSED'],
      ['AUT-04', 'wrong=empty', 'PASSED'],
      ['AUT-04', 'wrong=short', 'PASSED'],
    ]);
    expect(all[0]).toMatchObject({ rule: 'It serves', deviations: ['a.yaml'], line: 7 });
    const worldParameters = { rig: 'b.yaml', meterVariant: { kind: 'mutant', id: 'short' } } as const;
    const some = await suite.run({ worldParameters, tags: '@case:AUT-04' });
    expect(some.map((result) => [result.verdict, result.deviations])).toEqual([
      ['PASSED', ['b.yaml']],
      ['FAILED', ['b.yaml']],
    ]);
  });

  it('runs the scenarios at given lines only', async () => {
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS));
    const { scenarios } = await planOf(suite);
    const last = scenarios[2];
    const results = await suite.run({ worldParameters: conforming, paths: [`${last?.uri}:${last?.line}`] });
    expect(results.map((result) => result.example)).toEqual(['wrong=short']);
  });

  it('throws what a BeforeAll hook threw', async () => {
    const suite = await Suite.load(
      temporaryProject(
        { 'a.feature': FEATURE },
        `${STEPS}
      BeforeAll(() => { throw new LineLost('nobody there'); });`,
      ),
    );
    await expect(suite.run({ worldParameters: conforming })).rejects.toMatchObject({
      cause: { message: 'nobody there' },
    });
  });
});

describe('a plan', () => {
  it('lists what would run and calls nothing', async () => {
    const steps = STEPS.replaceAll(
      /function (\([^)]*\)) \{[^\n]*\}\);/g,
      "function $1 { throw new Error('called'); });",
    );
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, steps));
    const plan = await planOf(suite, '@negative');
    expect(plan.problems).toEqual([]);
    expect(
      plan.scenarios.map(({ title, example, pickle }) => [title, example, pickle.tags.map((tag) => tag.name)]),
    ).toEqual([
      ['A password that is empty', 'wrong=empty', ['@negative', '@case:AUT-04']],
      ['A password that is short', 'wrong=short', ['@negative', '@case:AUT-04']],
    ]);
  });

  it('names file and line of a step that nobody defined, once, or that two define', async () => {
    const steps = `${STEPS.replace("Given('a meter'", "Given('another meter'")}; Then(/it is (.*)/, function (x) {});`;
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, steps));
    expect((await planOf(suite)).problems).toEqual([
      'a.feature:3: "a meter" is an undefined step',
      'a.feature:9: "it is open" is an ambiguous step',
      'a.feature:14: "it is open" is an ambiguous step',
    ]);
  });

  it('names file and line of a syntax error', async () => {
    const broken = FEATURE.replace('Scenario: It opens', 'Scenery: It opens');
    const suite = await Suite.load(temporaryProject({ 'a.feature': broken }, STEPS));
    const { problems } = await planOf(suite);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^a\.feature:7: expected: .*got 'Scenery: It opens'/);
  });

  it('refuses what is not a tag expression', async () => {
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS));
    await expect(planOf(suite, '@a and (')).rejects.toThrow(ConfigurationError);
  });
});
