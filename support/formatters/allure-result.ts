import { createHash } from 'node:crypto';
import { type Label, Stage, Status, type StepResult, type TestResult } from 'allure-js-commons';
import type { CaseResult } from '#support/verdict/case-results';
import type { Verdict } from '#support/verdict/verdict';
import type { AllureSettings, CaseLabels } from './allure-settings';

/** Allure's words for our verdicts. */
export const STATUS_OF: Readonly<Record<Verdict, Status>> = {
  PASSED: Status.PASSED,
  FAILED: Status.FAILED,
  INCONCLUSIVE: Status.BROKEN,
  INAPPLICABLE: Status.SKIPPED,
};

/** Puts verdict, identity and labels of one scenario into the result that Allure is about to write. */
export function dress(written: TestResult, result: CaseResult, settings: AllureSettings): void {
  const labels = settings.cases[result.case];
  written.status = STATUS_OF[result.verdict];
  written.stage = Stage.FINISHED;
  written.statusDetails = { ...tracesOf(written, result), message: messageOf(result) };
  liftAttachments(written);
  for (const step of written.steps) settle(step, STATUS_OF[result.verdict]);
  written.name = [result.case, result.title].filter((part) => part !== '').join(' ');
  // Two rigs in one report, and two rows of one outline, are different results and not retries of one.
  written.historyId = md5(settings.rig, result.uri, result.case, result.title, result.example);
  written.parameters.push(...result.row, { name: 'rig', value: settings.rig });
  written.labels = [...written.labels.filter((label) => !isCaseTag(label)), ...labelsOf(result, settings.rig, labels)];
  written.links.push(...(labels?.links ?? []));
  if (labels !== undefined) written.description = labels.description;
}

/** A declared deviation has passed, and a trace would make it look broken. */
function tracesOf({ statusDetails }: TestResult, { verdict }: CaseResult): TestResult['statusDetails'] {
  return verdict === 'PASSED' ? {} : statusDetails;
}

function messageOf(result: CaseResult): string {
  if (result.verdict === 'INAPPLICABLE') return `INAPPLICABLE: ${result.reason}`;
  if (result.verdict !== 'PASSED') return result.reason;
  return result.deviations.length === 0 ? '' : `tolerated deviation: ${result.deviations.join('; ')}`;
}

/** What a hook attaches comes as a step without a status; it belongs to the scenario as a whole. */
function liftAttachments(written: TestResult): void {
  // Allure's type promises lists that the step of an attachment does not have.
  const isAttachment = ({ status, steps = [], attachments = [] }: Partial<StepResult>): boolean =>
    status === undefined && steps.length === 0 && attachments.length > 0;
  const lifted = written.steps.filter(isAttachment);
  written.attachments.push(...lifted.flatMap((step) => step.attachments));
  written.steps = written.steps.filter((step) => !lifted.includes(step));
}

/** A step's status follows from its error's class alone; the scenario's verdict knows better. */
function settle(step: StepResult, verdict: Status): void {
  if (step.status === Status.FAILED || step.status === Status.BROKEN) step.status = verdict;
  if (step.status === undefined) step.status = Status.BROKEN;
}

function isCaseTag({ name, value }: Label): boolean {
  return name === 'tag' && value.startsWith('@case:');
}

function labelsOf(result: CaseResult, rig: string, labels: CaseLabels | undefined): Label[] {
  const epic = labels?.epic ?? 'Without a case';
  return [
    { name: 'epic', value: epic },
    { name: 'story', value: result.rule === '' ? result.feature : result.rule },
    { name: 'severity', value: labels?.severity ?? 'normal' },
    { name: 'parentSuite', value: rig },
    { name: 'suite', value: epic },
    { name: 'subSuite', value: result.feature },
    { name: 'testId', value: result.case },
    { name: 'verdict', value: result.verdict },
    ...(result.deviations.length === 0 ? [] : [{ name: 'tag', value: 'deviation' }]),
  ];
}

function md5(...parts: readonly string[]): string {
  return createHash('md5').update(parts.join('\0')).digest('hex');
}
