import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unfinishedPath } from './atomic-file';
import type { AllureCounts } from './cross-check';

/** What made the report, for the summary. */
export type Generator = 'Allure 2' | 'Allure 3';

const RC = join(__dirname, 'allurerc.json');
/** Both packages install a command of the same name, so each is called by its path. */
const PACKAGES = join(__dirname, '../../node_modules');

/**
 * Turns Allure results into one page that opens offline and calls nobody. A previous report stays until the new one is
 * complete.
 * @param results folder of Allure results
 * @param report folder that is to hold index.html
 * @throws Error when no generator can do it, or when its page would report to an analytics service
 */
export function generateAllureReport(results: string, report: string): Generator {
  const unfinished = unfinishedPath(report);
  try {
    const generator = generate(resolve(results), resolve(unfinished));
    silence(join(unfinished, 'index.html'));
    rmSync(report, { recursive: true, force: true });
    renameSync(unfinished, report);
    return generator;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Allure 2 wants Java; a Java that is too old for it is as good as none. */
function generate(results: string, report: string): Generator {
  const allure2 = () => allure('allure-commandline/bin/allure', '--clean', '--single-file', '-o', report, results);
  if (spawnSync('java', ['-version']).status === 0 && allure2() === '') return 'Allure 2';
  rmSync(report, { recursive: true, force: true });
  const fault = allure('allure/cli.js', '--config', RC, '-o', report, results);
  if (fault !== '') throw new Error(`no Allure report could be built: ${fault}`);
  return 'Allure 3';
}

/** @returns what it said when it failed, otherwise '' */
function allure(script: string, ...args: readonly string[]): string {
  const command = [join(PACKAGES, script), 'generate', ...args];
  const env = { ...process.env, ALLURE_NO_ANALYTICS: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `${script} ended with ${status}`;
}

const ANALYTICS = /<script\b[^>]*googletagmanager[^>]*>\s*<\/script>(?:\s*<script>[^<]*gtag\([^<]*<\/script>)?/g;

function silence(page: string): void {
  const text = readFileSync(page, 'utf8');
  const quiet = withoutAnalytics(text);
  if (quiet !== text) writeFileSync(page, quiet);
}

/** @throws Error when an analytics tag stands where it cannot be cut out */
export function withoutAnalytics(page: string): string {
  const quiet = page.replaceAll(ANALYTICS, '');
  if (quiet.includes('googletagmanager')) throw new Error('the Allure report still names an analytics service');
  return quiet;
}

/** The counts that a generated page shows. @throws Error when the page holds none */
export function countsOnPage(page: string): AllureCounts {
  const found = /d\((["'])widgets\/summary\.json\1,\s*\1([^"']*)\1/.exec(readFileSync(page, 'utf8'));
  if (found === null) throw new Error(`${page} holds no summary`);
  const { statistic }: { statistic: AllureCounts } = JSON.parse(Buffer.from(found[2] ?? '', 'base64').toString());
  return statistic;
}
