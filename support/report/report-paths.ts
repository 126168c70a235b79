import { join } from 'node:path';
import { CASES_PAGE } from './cases-page';

/** Where each output lies; reports/README.md tells people the same. */
export interface ReportPaths {
  readonly results: string;
  readonly junit: string;
  readonly messages: string;
  readonly allureResults: string;
  readonly allureReport: string;
  readonly casesPage: string;
  readonly mutants: string;
  readonly mutantsPage: string;
}

export const MUTANTS_PAGE = 'mutants.html';

export function reportPaths(folder: string): ReportPaths {
  return {
    results: join(folder, 'results.json'),
    junit: join(folder, 'junit.xml'),
    messages: join(folder, 'messages.ndjson'),
    allureResults: join(folder, 'allure-results'),
    allureReport: join(folder, 'allure-report'),
    casesPage: join(folder, CASES_PAGE),
    mutants: join(folder, 'mutants.json'),
    mutantsPage: join(folder, MUTANTS_PAGE),
  };
}
