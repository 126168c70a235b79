import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRig } from '#rig/load-rig';
import { countsOnPage, withoutAnalytics } from '#support/report/allure-generator';
import { buildReport } from '#support/report/html-report';
import { reportPaths } from '#support/report/report-paths';
import { runConformance } from '#support/run/conformance-run';
import { temporaryDirectory, temporaryProject } from '../run/temporary-project';

const FEATURE = `Feature: Opening
  @case:AUT-04 @negative
  Scenario: It fails
    Then it fails
  @case:AUT-05
  Scenario: It passes
    Then it passes
`;

const STEPS = `Then('it fails', () => assert.fail('open')); Then('it passes', () => {});`;
const RIG = 'fixtures/rigs/simulator-memory.yaml';

const tidyUps: (() => void)[] = [];
const atTheEnd = (tidyUp: () => void) => void tidyUps.push(tidyUp);
let folder: string;

/** The Java that Allure 2 wants may or may not be here; without one the outcome is the same everywhere, and sooner. */
describe('a report without Java', () => {
  beforeAll(async () => {
    vi.stubEnv('PATH', '/nowhere');
    folder = temporaryDirectory({ 'mutants.html': '<p>matrix</p>' }, atTheEnd);
    const notRunnable = () => [{ case: 'TMO-14', reason: 'no <image>' }];
    const project = { ...temporaryProject({ 'a.feature': FEATURE }, STEPS, atTheEnd), notRunnable };
    const options = { rig: RIG, tags: '', cases: [], dryRun: false, strict: false, report: true, reports: folder };
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
    await runConformance(options, loadRig(RIG), project, { stdout, say: () => {} });
  }, 60_000);

  afterAll(() => {
    vi.unstubAllEnvs();
    for (const tidyUp of tidyUps) tidyUp();
  });

  const page = () => join(folder, 'allure-report/index.html');

  it('tells of cases that cannot be run, where the catalogue and the run are described', () => {
    const cases = readFileSync(join(folder, 'cases.html'), 'utf8');
    expect(cases).toContain('<a href="#TMO-14">TMO-14</a>: no &lt;image&gt;');
    expect(cases).toContain('<b>Not runnable:</b> no &lt;image&gt;');
    const environment = readFileSync(join(folder, 'allure-results/environment.properties'), 'utf8');
    expect(environment).toContain('notRunnable=TMO-14: no <image>');
  });

  it('is one page with the counts of the run', () => {
    expect(countsOnPage(page())).toMatchObject({ passed: 1, failed: 1, broken: 0, skipped: 0 });
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('calls nobody', () => {
    expect(readFileSync(page(), 'utf8')).not.toContain('googletagmanager');
  });

  it('comes with the catalogue that it links to, and with a link to the kill matrix', () => {
    expect(readFileSync(join(folder, 'cases.html'), 'utf8')).toContain('id="AUT-04"');
    const executor = JSON.parse(readFileSync(join(folder, 'allure-results/executor.json'), 'utf8'));
    expect(executor.buildUrl).toBe('../mutants.html');
  });

  it('is refused, and the old one kept, when the accounts of the run differ', () => {
    const allureResults = join(folder, 'allure-results');
    const one = readdirSync(allureResults).find((name) => name.endsWith('-result.json')) ?? '';
    const text = readFileSync(join(allureResults, one), 'utf8');
    rmSync(join(allureResults, one));
    expect(() => buildReport(reportPaths(folder))).toThrow(/do not agree/);
    writeFileSync(join(allureResults, one), text.replace(/"status":"(failed|passed)"/, '"status":"skipped"'));
    expect(() => buildReport(reportPaths(folder))).toThrow(/do not agree/);
    expect(existsSync(page())).toBe(true);
  });
});

describe('analytics', () => {
  const tag = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>';
  const call = "<script>\nwindow.dataLayer = []; function gtag() {} gtag('config', 'G-1');\n</script>";

  it('is cut out of a page', () => {
    expect(withoutAnalytics(`<p>a</p>${tag}\n${call}<script>mine()</script>`)).toBe('<p>a</p><script>mine()</script>');
  });

  it('is not overlooked where it cannot be cut out', () => {
    expect(() => withoutAnalytics('<link href="https://www.googletagmanager.com/x">')).toThrow(/analytics/);
  });
});
