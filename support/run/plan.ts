import { gist } from '#support/formatters/result-line';
import { type CaseResult, caseOf } from '#support/verdict/case-results';
import type { Envelope, Pickle } from '#support/verdict/messages';
import { rowText, SourceIndex } from '#support/verdict/source-index';
import { ConfigurationError } from './configuration-error';
import type { Suite } from './suite';

/** A scenario, or one row of its Examples, that would run. */
export interface PlannedScenario extends Pick<CaseResult, 'case' | 'title' | 'example' | 'uri' | 'line' | 'negative'> {
  readonly pickle: Pickle;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** `file:line: what is wrong`: syntax errors, undefined and ambiguous steps */
  readonly problems: readonly string[];
}

/**
 * Looks at what a selection would run, without running any of it: no hook and no step is called.
 * @param tags a tag expression; '' for everything
 * @throws ConfigurationError when `tags` is not a tag expression
 */
export async function planOf(suite: Suite, tags = ''): Promise<Plan> {
  const builder = new PlanBuilder();
  const onMessage = (message: Envelope) => builder.add(message);
  try {
    await suite.run({ tags, dryRun: true, worldParameters: { rig: '' }, onMessage });
  } catch (error) {
    throw misread(error);
  }
  return builder;
}

/** Cucumber reads the expression in one of its filters and wraps what it says about it. */
function misread(error: unknown): unknown {
  const cause: unknown = error instanceof Error && error.message.includes('pickles:filter') ? error.cause : undefined;
  return cause instanceof Error ? new ConfigurationError(gist(cause.message)) : error;
}

class PlanBuilder implements Plan {
  readonly scenarios: PlannedScenario[] = [];
  readonly problems: string[] = [];
  readonly #sources = new SourceIndex();
  readonly #steps = new Map<string, { readonly place: string; readonly text: string }>();

  add(message: Envelope): void {
    this.#sources.add(message);
    if (message.parseError) this.#addParseError(message.parseError);
    if (message.testCase) this.#addTestCase(message.testCase);
    if (message.testStepFinished) this.#addStep(message.testStepFinished);
  }

  #addParseError({ source, message }: NonNullable<Envelope['parseError']>): void {
    // What follows the first error in a file follows from it.
    if (this.problems.some((problem) => problem.startsWith(`${source.uri}:`))) return;
    const what = message.replace(/^\(\d+:\d+\): /, '').replaceAll(/\s*\n\s*/g, ' ');
    this.problems.push(`${source.uri}:${source.location?.line ?? 1}: ${what}`);
  }

  #addTestCase(testCase: NonNullable<Envelope['testCase']>): void {
    const pickle = this.#sources.pickle(testCase.pickleId);
    if (pickle === undefined) return;
    this.scenarios.push(this.#scenario(pickle));
    for (const { id, pickleStepId } of testCase.testSteps) {
      const step = pickle.steps.find((candidate) => candidate.id === pickleStepId);
      const line = this.#sources.stepLine(step?.astNodeIds[0] ?? '');
      this.#steps.set(id, { place: `${pickle.uri}:${line}`, text: step?.text ?? '' });
    }
  }

  #scenario(pickle: Pickle): PlannedScenario {
    const { uri, line, negative } = this.#sources.place(pickle);
    const example = rowText(this.#sources.row(pickle));
    return { case: caseOf(pickle), title: pickle.name, example, uri, line, negative, pickle };
  }

  #addStep({ testStepId, testStepResult }: NonNullable<Envelope['testStepFinished']>): void {
    const { status } = testStepResult;
    if (status !== 'UNDEFINED' && status !== 'AMBIGUOUS') return;
    const { place, text } = this.#steps.get(testStepId) ?? { place: '', text: '' };
    // A step of an outline comes once for each row of its Examples.
    if (this.problems.some((problem) => problem.startsWith(`${place}: `))) return;
    this.problems.push(`${place}: "${text}" is ${status === 'UNDEFINED' ? 'an undefined' : 'an ambiguous'} step`);
  }
}
