import { platform, release } from 'node:os';
import { type AllureSettings, SETTINGS } from '#support/formatters/allure-settings';
import type { Catalogue } from '#support/requirements/catalogue';
import { type NotRunnable, notRunnableText } from '#support/requirements/coverage';
import type { Resynchronization } from '#support/rig-counters';
import { caseLabels } from './case-labels';
import { counterText } from './counter-account';
import type { Tool } from './tool';

/** Whose fault a result is, as tabs of the report; the words are those with which reasons begin. */
const CATEGORIES = [
  { name: 'Meter fault', matchedStatuses: ['failed'] },
  { name: 'Harness fault', matchedStatuses: ['broken'], messageRegex: '^harness error:[\\s\\S]*' },
  {
    name: 'Bench fault',
    matchedStatuses: ['broken'],
    messageRegex: '^(line lost|not run|wrong meter|precondition not met):[\\s\\S]*',
  },
  { name: 'Not applicable', matchedStatuses: ['skipped'], messageRegex: '^INAPPLICABLE:[\\s\\S]*' },
  { name: 'Tolerated deviation', matchedStatuses: ['passed'], messageRegex: '^tolerated deviation:[\\s\\S]*' },
];

export interface AllureRun {
  readonly tool: Tool;
  /** name of the rig */
  readonly rig: string;
  readonly strict: boolean;
  readonly catalogue: Catalogue;
  readonly notRunnable?: readonly NotRunnable[];
  /** taken over from the meter before the first case */
  readonly resynchronizations?: readonly Resynchronization[];
  readonly resultsDir: string;
}

/** What Cucumber hands to the Allure formatter; plain data. */
export function allureOptions(run: AllureRun) {
  const { tool, rig, strict, catalogue, notRunnable = [], resynchronizations = [], resultsDir } = run;
  const settings: AllureSettings = { rig, cases: caseLabels(catalogue) };
  const environmentInfo = {
    tool: `${tool.name} ${tool.version}`,
    commit: tool.commit,
    rig,
    deviations: strict ? 'count as FAILED (--strict)' : 'tolerated and listed',
    catalogue: `${catalogue.current.length} cases, ${catalogue.own.length} of them of this project`,
    counters: counterText(resynchronizations),
    notRunnable: notRunnable.map(notRunnableText).join('; ') || 'none',
    node: process.version,
    os: `${platform()} ${release()}`,
  };
  return { resultsDir, environmentInfo, categories: CATEGORIES, [SETTINGS]: settings };
}
