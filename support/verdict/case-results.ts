import {
  DECLARED_DEVIATION,
  DEVIATION,
  type Envelope,
  INAPPLICABLE,
  LINE_LOST,
  type Pickle,
  type TestCase,
} from './messages';
import { type Cell, rowText, SourceIndex } from './source-index';
import { type Cause, type FinishedStep, judge, type MissingCapability, type StepKind, type Verdict } from './verdict';

/** One scenario, or one row of its Examples, after it was run. */
export interface CaseResult {
  /** id in the catalogue, from the pickle's one `@case:` tag; '' where it has none */
  readonly case: string;
  readonly title: string;
  /** the Examples row as `name=value, …`, or '' */
  readonly example: string;
  /** the same, cell by cell */
  readonly row: readonly Cell[];
  readonly verdict: Verdict;
  readonly reason: string;
  readonly cause: Cause;
  /** what was tolerated, also where only the rig's declaration made it tolerable */
  readonly deviations: readonly string[];
  readonly durationMs: number;
  readonly feature: string;
  /** the requirement it stands under, or '' */
  readonly rule: string;
  /** path as Cucumber names it, with `/` */
  readonly uri: string;
  readonly line: number;
  readonly negative: boolean;
}

/** The id in the one `@case:` tag; '' unless there is exactly one. */
export function caseOf(pickle: Pickle): string {
  const ids = pickle.tags.map((tag) => tag.name).filter((name) => name.startsWith('@case:'));
  return ids.length === 1 ? (ids[0] ?? '').slice('@case:'.length) : '';
}

/** A scenario that is being run. */
export interface Running {
  readonly id: string;
  readonly case: string;
  readonly title: string;
  readonly example: string;
}

interface Attempt extends Running {
  readonly pickle: Pickle;
  readonly testCase: TestCase;
  readonly startedAt: number;
  readonly steps: FinishedStep[];
  readonly deviations: string[];
  missing?: MissingCapability;
  declared?: string;
  lost?: string;
}

/**
 * Folds Cucumber's messages into results, one message at a time. Every consumer of a run (progress, Allure, results
 * file) uses it, so that they cannot disagree.
 */
export class CaseResultFold {
  readonly #sources = new SourceIndex();
  readonly #testCases = new Map<string, TestCase>();
  readonly #attempts = new Map<string, Attempt>();

  /** Takes the next message; gives a result when the message ends a scenario. */
  add(envelope: Envelope): CaseResult | undefined {
    this.#sources.add(envelope);
    if (envelope.testCase) this.#testCases.set(envelope.testCase.id, envelope.testCase);
    if (envelope.testCaseStarted) this.#start(envelope.testCaseStarted);
    if (envelope.attachment) this.#attach(envelope.attachment);
    if (envelope.testStepFinished) this.#step(envelope.testStepFinished);
    return envelope.testCaseFinished && this.#finish(envelope.testCaseFinished);
  }

  /** Number of scenarios that this run is to run, known before the first of them starts. */
  get total(): number {
    return this.#testCases.size;
  }

  running(testCaseStartedId: string): Running | undefined {
    return this.#attempts.get(testCaseStartedId);
  }

  /** The sentence of a step that is being run, or the name of a hook. */
  stepText(testCaseStartedId: string, testStepId: string): string {
    const attempt = this.#attempts.get(testCaseStartedId);
    return attempt === undefined ? '' : this.#describe(attempt, testStepId).text;
  }

  #start(started: NonNullable<Envelope['testCaseStarted']>): void {
    const testCase = this.#testCases.get(started.testCaseId);
    const pickle = testCase && this.#sources.pickle(testCase.pickleId);
    if (testCase === undefined || pickle === undefined) return;
    this.#attempts.set(started.id, {
      id: started.id,
      case: caseOf(pickle),
      title: pickle.name,
      example: rowText(this.#sources.row(pickle)),
      pickle,
      testCase,
      startedAt: milliseconds(started.timestamp),
      steps: [],
      deviations: [],
    });
  }

  #attach(attachment: NonNullable<Envelope['attachment']>): void {
    const attempt = this.#attempts.get(attachment.testCaseStartedId ?? '');
    if (attempt === undefined) return;
    const { mediaType } = attachment;
    if (mediaType === INAPPLICABLE) attempt.missing = missingCapability(bodyOf(attachment));
    if (mediaType === DEVIATION) attempt.deviations.push(field(bodyOf(attachment), 'text'));
    if (mediaType === DECLARED_DEVIATION) attempt.declared = field(bodyOf(attachment), 'reason');
    if (mediaType === LINE_LOST) attempt.lost = field(bodyOf(attachment), 'text');
  }

  #step(finished: NonNullable<Envelope['testStepFinished']>): void {
    const attempt = this.#attempts.get(finished.testCaseStartedId);
    if (attempt === undefined) return;
    const { status, exception, message } = finished.testStepResult;
    const error = exception && { type: exception.type, message: exception.message ?? message ?? '' };
    attempt.steps.push({ ...this.#describe(attempt, finished.testStepId), status, ...(error && { error }) });
  }

  #describe(attempt: Attempt, testStepId: string): { kind: StepKind; text: string } {
    const step = attempt.testCase.testSteps.find((candidate) => candidate.id === testStepId);
    const pickleStep = attempt.pickle.steps.find((candidate) => candidate.id === step?.pickleStepId);
    if (pickleStep === undefined) return { kind: 'Hook', text: this.#sources.hookName(step?.hookId ?? '') };
    return { kind: pickleStep.type ?? 'Unknown', text: pickleStep.text };
  }

  #finish(finished: NonNullable<Envelope['testCaseFinished']>): CaseResult | undefined {
    const attempt = this.#attempts.get(finished.testCaseStartedId);
    if (attempt === undefined) return undefined;
    this.#attempts.delete(finished.testCaseStartedId);
    const { tolerated, ...judgement } = judge(attempt.steps, attempt);
    return {
      case: attempt.case,
      title: attempt.title,
      example: attempt.example,
      row: this.#sources.row(attempt.pickle),
      ...judgement,
      deviations: tolerated === undefined ? attempt.deviations : [...attempt.deviations, tolerated],
      durationMs: Math.round(milliseconds(finished.timestamp) - attempt.startedAt),
      ...this.#sources.place(attempt.pickle),
    };
  }
}

/** All results of a recorded or running message stream, in the order in which the scenarios ended. */
export async function caseResults(messages: Iterable<Envelope> | AsyncIterable<Envelope>): Promise<CaseResult[]> {
  const fold = new CaseResultFold();
  const results: CaseResult[] = [];
  for await (const message of messages) {
    const result = fold.add(message);
    if (result !== undefined) results.push(result);
  }
  return results;
}

function milliseconds(timestamp: { seconds: number; nanos: number }): number {
  return timestamp.seconds * 1e3 + timestamp.nanos / 1e6;
}

function bodyOf(attachment: NonNullable<Envelope['attachment']>): unknown {
  const text =
    attachment.contentEncoding === 'BASE64' ? Buffer.from(attachment.body, 'base64').toString() : attachment.body;
  return JSON.parse(text);
}

function missingCapability(body: unknown): MissingCapability {
  return { capability: field(body, 'capability'), reason: field(body, 'reason') };
}

/** A text field of an attachment's body; the attachment is our own, so a missing one is our error. */
function field(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string') throw new TypeError(`attachment without the text field "${name}"`);
  return value;
}
