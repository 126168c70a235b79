import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestResult } from 'allure-js-commons';
import { catalogue } from '#support/requirements/catalogue';
import type { Envelope } from '#support/verdict/messages';
import { countsOnPage, type Generator, generateAllureReport } from './allure-generator';
import { writeAtomically } from './atomic-file';
import { casesPage } from './cases-page';
import { type AllureCounts, cucumberCounts, disagreements } from './cross-check';
import { MUTANTS_PAGE, type ReportPaths } from './report-paths';
import type { ResultsFile } from './results-file';

/** The accounts of one run differ: none of them can be believed. */
export class Disagreement extends Error {
  override name = 'Disagreement';
}

/**
 * Builds the HTML report from the results of the last run.
 * @throws Disagreement when results.json, Cucumber's messages, Allure's results and the page itself do not agree
 */
export function buildReport(paths: ReportPaths): Generator {
  const results: ResultsFile = JSON.parse(readFileSync(paths.results, 'utf8'));
  const cucumber = cucumberCounts(readMessages(paths.messages));
  agree(disagreements(results.counts, countAllureResults(paths.allureResults), cucumber));
  writeAtomically(paths.casesPage, casesPage(catalogue(), results.notRunnable ?? []));
  writeAtomically(join(paths.allureResults, 'executor.json'), JSON.stringify(executor(results, paths)));
  const generator = generateAllureReport(paths.allureResults, paths.allureReport);
  agree(disagreements(results.counts, countsOnPage(join(paths.allureReport, 'index.html')), cucumber));
  return generator;
}

function agree(differences: readonly string[]): void {
  if (differences.length > 0) throw new Disagreement(`the reports do not agree: ${differences.join('; ')}`);
}

function readMessages(file: string): Envelope[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

export function countAllureResults(folder: string): AllureCounts {
  const counts = { passed: 0, failed: 0, broken: 0, skipped: 0, unknown: 0 };
  for (const name of readdirSync(folder).filter((candidate) => candidate.endsWith('-result.json'))) {
    const { status }: TestResult = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    counts[status ?? 'unknown']++;
  }
  return counts;
}

/** Allure shows who ran the tests, with one link beside it: the place for the kill matrix. */
function executor({ tool, rig }: ResultsFile, { mutantsPage }: ReportPaths): object {
  const base = { name: `${tool.name} ${tool.version}`, type: 'local', reportName: rig };
  if (!existsSync(mutantsPage)) return { ...base, buildName: rig };
  return { ...base, buildName: 'Kill matrix of the mutants', buildUrl: `../${MUTANTS_PAGE}` };
}
