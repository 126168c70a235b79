import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestResult, TestResultContainer } from 'allure-js-commons';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Output, Suite } from '#support/run/suite';
import type { CaseResult } from '#support/verdict/case-results';
import { temporaryDirectory, temporaryProject } from '../run/temporary-project';

/** The table of wrong statuses that the stock reporter gives, one scenario a row. */
const FEATURE = `Feature: Opening
  Background:
    Given a background

  Rule: Nobody is served
    @association @case:R-01
    Scenario: it passes
      Then it is so

    @case:R-02
    Scenario: a step skips
      Then it skips

    @case:R-03
    Scenario: a step is pending
      Then it is pending

    @case:R-04
    Scenario: a step is undefined
      Then nobody wrote this

    @case:R-05
    Scenario: a step is ambiguous
      Then it is twofold

    @case:R-06 @after-fails
    Scenario: the After hook throws
      Then it is so

    @case:R-07 @before-fails
    Scenario: the Before hook throws
      Then it is so

    @case:R-08 @before-skips
    Scenario: the Before hook skips without a word
      Then it is so

    @case:R-09 @inapplicable
    Scenario: a capability is missing
      Then it is so

    @case:R-10
    Scenario: an assertion fails
      Then it is not so

    @case:R-11
    Scenario: another exception is thrown
      Then it crashes

    @case:R-12
    Scenario: a step times out
      Then it never ends

    @case:R-13
    Scenario: the background alone
      Given a background

    @case:R-14
    Scenario: the line is lost
      Then the line is lost

    @case:R-15
    Scenario: the meter sends nonsense
      Then the meter sends nonsense

    @case:R-16
    Scenario: a precondition fails
      Given it is not so
      Then it is so

    @case:R-17
    Scenario: a deviation is tolerated
      Then it deviates

    @case:R-18
    Scenario Outline: an outline
      Then it is so

      Examples:
        | what   |
        | first  |
        | second |
`;

const STEPS = `
Given('a background', function () {});
Then('it is so', function () {});
Then('it skips', () => 'skipped');
Then('it is pending', () => 'pending');
Then('it is twofold', function () {});
Then(/it is two(.*)/, function (x) {});
Then('it is not so', () => { assert.equal(1, 2, 'one is not two'); });
Then('it crashes', () => { undefined.x; });
Then('it never ends', { timeout: 5 }, () => new Promise(() => {}));
Then('the line is lost', () => { throw new LineLost('unplugged'); });
Then('the meter sends nonsense', () => { throw new PeerProtocolError('no such tag'); });
Then('it deviates', function () { this.log('half a second late'); this.attach(JSON.stringify({ text: 'late' }), 'application/x.dlms.deviation+json'); });
Before({ tags: '@before-fails' }, () => { throw new Error('no rig'); });
Before({ tags: '@before-skips' }, () => 'skipped');
Before({ tags: '@inapplicable' }, function () {
  this.attach(JSON.stringify({ capability: 'conf.gbt', reason: '' }), 'application/x.dlms.inapplicable+json');
  return 'skipped';
});
After({ tags: '@after-fails' }, () => { throw new Error('cannot tidy up'); });
After(function () { this.attach('-> 00 01', { mediaType: 'text/plain', fileName: 'line-traffic.txt' }); });
`;

const EXPECTED = [
  ['R-01', 'passed', /^$/],
  ['R-02', 'broken', /^harness error: skipped without naming/],
  ['R-03', 'broken', /^harness error: pending step "it is pending"/],
  ['R-04', 'broken', /^harness error: undefined step "nobody wrote this"/],
  ['R-05', 'broken', /^harness error: ambiguous step "it is twofold"/],
  ['R-06', 'broken', /^harness error: Error in "After hook": cannot tidy up/],
  ['R-07', 'broken', /^harness error: Error in "Before hook": no rig/],
  ['R-08', 'broken', /^harness error: skipped without naming/],
  ['R-09', 'skipped', /^INAPPLICABLE: capability conf.gbt is not declared$/],
  ['R-10', 'failed', /^it is not so: one is not two/],
  ['R-11', 'broken', /^harness error: TypeError in "it crashes"/],
  ['R-12', 'broken', /^harness error: .*timed out/],
  ['R-13', 'passed', /^$/],
  ['R-14', 'broken', /^line lost: the line is lost: unplugged/],
  ['R-15', 'failed', /^the meter sends nonsense: no such tag/],
  ['R-16', 'broken', /^precondition not met: it is not so: one is not two/],
  ['R-17', 'passed', /^tolerated deviation: late$/],
] as const;

const FORMATTERS = resolve(__dirname, '../../../support/formatters');

function output(resultsDir: string, rig: string): Output {
  const labels = {
    epic: 'Association',
    severity: 'critical',
    description: 'Why it matters.',
    links: [
      { type: 'case', name: 'R-01', url: '../cases.html#R-01' },
      { type: 'tms', name: 'APPL_OPEN_1', url: '../cases.html#APPL_OPEN_1' },
    ],
  };
  const options = { resultsDir, conformance: { rig, cases: { 'R-01': labels } } };
  const silent = join(FORMATTERS, 'silent.cjs');
  return { stdout: silent, files: { [join(resultsDir, '.run')]: join(FORMATTERS, 'strict-allure.cjs') }, options };
}

let results: CaseResult[];
let files: string[];
let hooks: TestResultContainer[];
let written: TestResult[];
let elsewhere: TestResult[];

const tidyUps: (() => void)[] = [];

async function run(rig: string): Promise<TestResult[]> {
  const atTheEnd = (tidyUp: () => void) => void tidyUps.push(tidyUp);
  const directory = temporaryDirectory({}, atTheEnd);
  const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS, atTheEnd));
  results = await suite.run({ worldParameters: { rig }, output: output(directory, rig) });
  const names = readdirSync(directory);
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  files = names.filter((name) => /attachment/.test(name)).map(read);
  hooks = names.filter((name) => name.endsWith('-container.json')).map((name) => JSON.parse(read(name)));
  return names.filter((name) => name.endsWith('-result.json')).map((name) => JSON.parse(read(name)));
}

const idOf = (result: TestResult) => result.labels.find((label) => label.name === 'testId')?.value;
const byId = (id: string) => written.find((result) => idOf(result) === id);

describe('the Allure results', () => {
  beforeAll(async () => {
    elsewhere = await run('bench-08');
    written = await run('bench-07');
  });

  afterAll(() => {
    for (const tidyUp of tidyUps) tidyUp();
  });

  it.each(EXPECTED)('of %s are %s, with our reason', (id, status, reason) => {
    expect(byId(id)?.status).toBe(status);
    expect(byId(id)?.statusDetails.message).toMatch(reason);
  });

  it('are as many as there were scenarios, with the verdicts that the fold gives', () => {
    expect(written).toHaveLength(19);
    const status = { PASSED: 'passed', FAILED: 'failed', INCONCLUSIVE: 'broken', INAPPLICABLE: 'skipped' };
    for (const result of results) expect(byId(result.case)?.status).toBe(status[result.verdict]);
  });

  it('differ in identity by rig and by row of the Examples', () => {
    const ids = [...written, ...elsewhere].map((result) => result.historyId);
    expect(new Set(ids).size).toBe(2 * 19);
  });

  it('tell rig and row by parameters, without the table of all rows', () => {
    const rows = written.filter((result) => idOf(result) === 'R-18').map((result) => result.parameters);
    expect(rows).toContainEqual([
      { name: 'what', value: 'second' },
      { name: 'rig', value: 'bench-07' },
    ]);
    expect(files.join()).not.toContain('what');
  });

  it('carry labels and links of the catalogue', () => {
    expect(byId('R-01')).toMatchObject({ name: 'R-01 it passes', description: 'Why it matters.' });
    const labels = new Set(byId('R-01')?.labels.map(({ name, value }) => `${name}:${value}`));
    const wanted = ['epic:Association', 'feature:Opening', 'story:Nobody is served', 'severity:critical'];
    for (const label of [...wanted, 'parentSuite:bench-07', 'tag:@association', 'verdict:PASSED']) {
      expect(labels).toContain(label);
    }
    expect(labels).not.toContain('tag:@case:R-01');
    expect(byId('R-01')?.links.map(({ type, name }) => `${type}:${name}`)).toEqual(['case:R-01', 'tms:APPL_OPEN_1']);
  });

  it('have one epic, one feature and one story each: doubled labels double the counts', () => {
    for (const result of written) {
      for (const name of ['epic', 'feature', 'story', 'severity', 'suite']) {
        expect(result.labels.filter((label) => label.name === name)).toHaveLength(1);
      }
    }
  });

  it('show the line traffic with the scenario, and nothing that is meant for machines', () => {
    expect(byId('R-01')?.attachments.map(({ name }) => name)).toContain('line-traffic.txt');
    expect(JSON.stringify(byId('R-01')?.steps)).not.toContain('line-traffic.txt');
    expect(files.filter((text) => text === '-> 00 01')).toHaveLength(19);
    expect(files.join()).not.toMatch(/"text":"late"|conf\.gbt/);
  });

  it('name what a scenario notes', () => {
    expect(JSON.stringify(byId('R-17')?.steps)).toContain('note.txt');
    expect(files).toContain('half a second late');
  });

  it('tell of hooks only where they have something to tell', () => {
    expect(
      hooks.flatMap(({ befores, afters }) => [...befores, ...afters]).map(({ statusDetails }) => statusDetails.message),
    ).toEqual(expect.arrayContaining([expect.stringContaining('no rig'), expect.stringContaining('cannot tidy up')]));
    expect(hooks).toHaveLength(2);
  });

  it('give a failed step the colour of its scenario', () => {
    expect(byId('R-15')?.steps.map((step) => step.status)).toContain('failed');
  });
});

describe('the formatter', () => {
  it('refuses to run without its settings', async () => {
    const suite = await Suite.load(temporaryProject({ 'a.feature': FEATURE }, STEPS));
    const directory = temporaryDirectory({});
    const unset = { ...output(directory, 'x'), options: { resultsDir: directory } };
    await expect(suite.run({ worldParameters: { rig: 'x' }, output: unset })).rejects.toThrow(/"conformance"/);
  });
});
