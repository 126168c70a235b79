import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { TestResult } from 'allure-js-commons';
import { describe, expect, it } from 'vitest';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import type { ResultsFile } from '#support/report/results-file';
import type { ConformanceOptions } from '#support/run/conformance-options';
import { runConformance } from '#support/run/conformance-run';
import { temporaryDirectory, temporaryProject } from './temporary-project';

const RIG = 'fixtures/rigs/simulator-memory.yaml';

const FEATURE = `Feature: Opening
  @case:AUT-04 @negative
  Scenario: A wrong password is rejected
    When the reading client opens
    Then it is open

  @case:AUT-05
  Scenario: A right one is not
    When the reading client opens
    Then it is so

  @case:ASC-06 @needs:hdlc
  Scenario: A link is needed
    When the reading client opens
`;

const STEPS = `
Before({ tags: '@needs:hdlc' }, function () {
  this.attach(JSON.stringify({ capability: 'hdlc', reason: '' }), 'application/x.dlms.inapplicable+json');
  return 'skipped';
});
Before({ tags: '@declared' }, function () {
  this.attach(JSON.stringify({ reason: 'known' }), 'application/x.dlms.declared-deviation+json');
});
When('the reading client opens', function () { require('node:fs').writeFileSync(__dirname + '/sent', ''); });
Then('it is open', () => assert.fail('rejected-permanent'));
Then('it is so', () => {});
`;

interface Attempt {
  readonly feature?: string;
  readonly options?: Partial<ConformanceOptions>;
  readonly rig?: Partial<Rig>;
  readonly lint?: readonly string[];
  /** what lies in the folder of reports */
  readonly before?: Readonly<Record<string, string>>;
}

async function attempt({ feature = FEATURE, options = {}, rig = {}, lint = [], before = {} }: Attempt) {
  const reports = temporaryDirectory(before);
  const project = { ...temporaryProject({ 'a.feature': feature }, STEPS), lint: () => lint };
  const said: string[] = [];
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  const given = { rig: RIG, tags: '', cases: [], dryRun: false, strict: false, report: false, reports, ...options };
  const terminal = { stdout, say: (text: string) => said.push(text) };
  const outcome = runConformance(given, { ...loadRig(RIG), ...rig }, project, terminal);
  const code = await outcome.catch((error: Error) => error);
  return { code, said: said.join('\n'), reports, sent: existsSync(join(project.root, 'support/sent')) };
}

const resultsIn = (reports: string): ResultsFile => JSON.parse(readFileSync(join(reports, 'results.json'), 'utf8'));

const allureResultsIn = (reports: string): TestResult[] => {
  const folder = join(reports, 'allure-results');
  const names = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
};

describe('a conformance run', () => {
  it('leaves results whole, old ones gone, and says what came of it', async () => {
    const before = { 'allure-results/old-result.json': '{}', 'allure-report/index.html': 'old', 'mutants.json': '{}' };
    const { code, said, reports } = await attempt({ before });
    expect(code).toBe(1);
    expect(resultsIn(reports)).toMatchObject({
      rig: 'simulator-memory',
      counts: { PASSED: 1, FAILED: 1, INCONCLUSIVE: 0, INAPPLICABLE: 1 },
    });
    expect(readdirSync(reports).sort()).toEqual([
      'allure-results',
      'junit.xml',
      'messages.ndjson',
      'mutants.json',
      'results.json',
    ]);
    const allure = readdirSync(join(reports, 'allure-results'));
    expect(allure.filter((name) => name.endsWith('-result.json'))).toHaveLength(3);
    expect(allure).not.toContain('old-result.json');
    expect(said).toContain('AUT-04 A wrong password is rejected\n      it is open: rejected-permanent');
    expect(said).toContain('1 × capability hdlc is not declared');
    expect(said.split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
  });

  it('runs only what is selected', async () => {
    const { code, reports } = await attempt({ options: { cases: ['AUT-05'] } });
    expect(code).toBe(0);
    expect(resultsIn(reports).results.map((result) => result.case)).toEqual(['AUT-05']);
  });

  it('is no pass when nothing was selected', async () => {
    const { code, said, reports } = await attempt({ options: { tags: '@negative and @needs:hdlc' } });
    expect(code).toBe(5);
    expect(resultsIn(reports).results).toEqual([]);
    expect(said).toMatch(/0 passed, 0 failed$/);
  });

  it('is no pass when nothing of it applies', async () => {
    expect((await attempt({ options: { cases: ['ASC-06'] } })).code).toBe(5);
  });

  it('tolerates what the rig declares, in every account of it', async () => {
    const declared = FEATURE.replace('@case:AUT-04 @negative', '@case:AUT-04 @negative @declared');
    const { code, said, reports } = await attempt({ feature: declared, options: { report: true } });
    expect(code).toBe(0);
    expect(said).toContain(
      'Tolerated deviations:\n  AUT-04 A wrong password is rejected: declared: known; seen: it is open:',
    );
    expect(said.split('\n').at(-1)).toBe('2 passed, 0 failed, 1 skipped');
    const [result] = resultsIn(reports).results;
    expect(result).toMatchObject({ verdict: 'PASSED', reason: '' });
    expect(result?.deviations).toEqual(['declared: known; seen: it is open: rejected-permanent']);
    expect(readFileSync(join(reports, 'junit.xml'), 'utf8')).toContain(
      'name="deviation" value="declared: known; seen:',
    );
    const allure = allureResultsIn(reports).find(({ name }) => name?.startsWith('AUT-04'));
    expect(allure).toMatchObject({
      status: 'passed',
      statusDetails: { message: expect.stringMatching(/^tolerated deviation: declared: known/) },
    });
    expect(allure?.labels).toContainEqual({ name: 'tag', value: 'deviation' });
    expect(allure?.steps.map(({ status }) => status)).not.toContain('failed');
  }, 120_000);

  it('finds a deviation that the meter no longer shows', async () => {
    const deviations = [{ case: 'AUT-05', reason: 'slow' }];
    const { code, said } = await attempt({ options: { cases: ['AUT-05'] }, rig: { deviations } });
    expect(code).toBe(2);
    expect(said).toContain(`${RIG}: deviations: AUT-05 is stale`);
  });
});

describe('before anything is sent, a run', () => {
  it.each([
    [
      'an undefined step',
      { feature: FEATURE.replace('it is so', 'it is thus') },
      /^a\.feature:10: "it is thus" is an undefined/,
    ],
    [
      'a syntax error',
      { feature: FEATURE.replace('  Scenario: A right', '  Scenery: A right') },
      /^a\.feature:8: expected/,
    ],
    [
      'a breach of the rules for features',
      { lint: ['a.feature:2: unknown tag @wip'] },
      /^a\.feature:2: unknown tag @wip$/,
    ],
    ['a tag that nothing bears', { options: { tags: '@slwo' } }, /^--tags: no scenario bears the tag @slwo$/],
    ['what is not a tag expression', { options: { tags: '@negative and' } }, /tag expression/i],
    ['a case that nobody knows', { options: { cases: ['AUT-99'] } }, /^--case: the catalogue has no case AUT-99$/],
  ] as const)('refuses %s', async (_, given, message) => {
    const { code, sent, reports } = await attempt(given);
    expect(code).toBeInstanceOf(Error);
    expect(code).toMatchObject({ name: 'ConfigurationError', message: expect.stringMatching(message) });
    expect(sent).toBe(false);
    expect(readdirSync(reports)).toEqual([]);
  });

  it('can say what it would do, and why it would not do the rest', async () => {
    const { code, said, sent, reports } = await attempt({ options: { dryRun: true } });
    expect(code).toBe(0);
    expect(sent).toBe(false);
    expect(readdirSync(reports)).toEqual([]);
    expect(said).toMatch(/run +AUT-05 A right one is not/);
    expect(said).toMatch(/INAPPLICABLE ASC-06 A link is needed\n +.*hdlc/);
    expect(said).toContain('2 would run, 1 inapplicable');
  });
});
