/**
 * The one place where a scenario's finished steps become a verdict: class of the error × Given/When/Then.
 */

export type Verdict = 'PASSED' | 'FAILED' | 'INCONCLUSIVE' | 'INAPPLICABLE';

export const VERDICTS: readonly Verdict[] = ['PASSED', 'FAILED', 'INCONCLUSIVE', 'INAPPLICABLE'];

/** Whose doing a verdict is; exit codes and report categories are chosen by it. */
export type Cause = 'none' | 'meter' | 'precondition' | 'line' | 'not-run' | 'wrong-meter' | 'harness' | 'capability';

/** Given, When, Then (`And` and `But` take after the step before them), `*`, and hooks. */
export type StepKind = 'Context' | 'Action' | 'Outcome' | 'Unknown' | 'Hook';

export type StepStatus = 'PASSED' | 'SKIPPED' | 'FAILED' | 'UNDEFINED' | 'AMBIGUOUS' | 'PENDING' | 'UNKNOWN';

export interface FinishedStep {
  readonly kind: StepKind;
  /** the sentence without its keyword; for a hook its name */
  readonly text: string;
  readonly status: StepStatus;
  /** `type` is the name of the error's class */
  readonly error?: { readonly type: string; readonly message: string };
}

/** What the Before hook says when it skips a scenario. */
export interface MissingCapability {
  readonly capability: string;
  readonly reason: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** one line or more; empty for PASSED */
  readonly reason: string;
  readonly cause: Cause;
  /** a fault that the rig declares: it is tolerated, and told as a deviation */
  readonly tolerated?: string;
}

/** What hooks say of a scenario beside its steps. */
export interface Circumstances {
  /** the capability that the rig does not declare */
  readonly missing?: MissingCapability | undefined;
  /** why the rig declares a deviation of the case, where the run tolerates that */
  readonly declared?: string | undefined;
  /** why the meter could not be reached after the case had gone wrong, where that is not to be taken for its fault */
  readonly lost?: string | undefined;
}

/** Errors that accuse the meter. */
const ACCUSATIONS: readonly string[] = ['AssertionError', 'PeerProtocolError', 'DeviationError'];

/**
 * Judges one scenario.
 * @param steps all of its steps in the order in which they ran, hooks among them
 */
export function judge(steps: readonly FinishedStep[], { missing, lost, declared }: Circumstances = {}): Judgement {
  const judgement = judgeSteps(steps, missing);
  const { verdict, reason, cause } = judgement;
  if (lost !== undefined && (cause === 'meter' || cause === 'precondition'))
    return { verdict: 'INCONCLUSIVE', reason: `line lost: ${lost}\nbefore that: ${reason}`, cause: 'line' };
  if (declared !== undefined && verdict === 'FAILED')
    return { verdict: 'PASSED', reason: '', cause: 'none', tolerated: `declared: ${declared}; seen: ${reason}` };
  return judgement;
}

function judgeSteps(steps: readonly FinishedStep[], missing: MissingCapability | undefined): Judgement {
  const culprit = steps.find((step) => step.status !== 'PASSED' && step.status !== 'SKIPPED');
  if (culprit !== undefined) return blame(culprit);
  const skipped = steps.find((step) => step.status === 'SKIPPED');
  if (skipped !== undefined) return excuse(skipped, missing);
  if (missing !== undefined)
    return harness(`ran although it was declared inapplicable for want of ${missing.capability}`);
  if (!steps.some((step) => step.kind !== 'Hook')) return harness('no step ran');
  return { verdict: 'PASSED', reason: '', cause: 'none' };
}

/** Only a Before hook that names the capability can excuse a meter from a case. */
function excuse(skipped: FinishedStep, missing: MissingCapability | undefined): Judgement {
  if (missing === undefined || skipped.kind !== 'Hook') {
    return harness(`skipped without naming a missing capability, in "${skipped.text}"`);
  }
  return { verdict: 'INAPPLICABLE', reason: inapplicable(missing), cause: 'capability' };
}

/** The hook's own words where they name the capability, otherwise ours in front of them. */
export function inapplicable({ capability, reason }: MissingCapability): string {
  const names = capability.match(/[\w.]+/g) ?? [];
  if (reason !== '' && names.every((name) => reason.includes(name))) return reason;
  return `capability ${capability} is not declared${reason === '' ? '' : `: ${reason}`}`;
}

function blame(step: FinishedStep): Judgement {
  if (step.status !== 'FAILED') return harness(`${step.status.toLowerCase()} step "${step.text}"`);
  const type = step.error?.type ?? 'Error';
  const what = `${step.text}: ${step.error?.message ?? 'failed without an error'}`;
  // A strict run refuses at the end of a scenario, in a hook, what its steps tolerated.
  if (type === 'DeviationError' && step.kind === 'Hook') return { verdict: 'FAILED', reason: what, cause: 'meter' };
  if (type === 'LineLost') return { verdict: 'INCONCLUSIVE', reason: `line lost: ${what}`, cause: 'line' };
  if (type === 'MeterUnreachable')
    return { verdict: 'INCONCLUSIVE', reason: `not run: ${step.error?.message}`, cause: 'not-run' };
  if (type === 'KeysNotRestored')
    return { verdict: 'INCONCLUSIVE', reason: step.error?.message ?? type, cause: 'precondition' };
  if (type === 'WrongMeter') return { verdict: 'INCONCLUSIVE', reason: `wrong meter: ${what}`, cause: 'wrong-meter' };
  if (!ACCUSATIONS.includes(type)) return harness(`${type} in "${step.text}": ${step.error?.message ?? 'no message'}`);
  return accuse(step.kind, type, what);
}

function accuse(kind: StepKind, type: string, what: string): Judgement {
  switch (kind) {
    case 'Action':
    case 'Outcome':
      return { verdict: 'FAILED', reason: what, cause: 'meter' };
    case 'Context':
      return { verdict: 'INCONCLUSIVE', reason: `precondition not met: ${what}`, cause: 'precondition' };
    case 'Hook':
    case 'Unknown':
      return harness(`${type} in "${what}"`);
  }
}

function harness(what: string): Judgement {
  return { verdict: 'INCONCLUSIVE', reason: `harness error: ${what}`, cause: 'harness' };
}
