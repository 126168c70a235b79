import type { Envelope } from '#support/verdict/messages';
import type { FinishedStep } from '#support/verdict/verdict';

/** A scenario as a test writes it down; the envelopes are those Cucumber would send for it. */
export interface Recording {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly rule?: string;
  readonly row?: Readonly<Record<string, string>>;
  readonly steps: readonly FinishedStep[];
  /** mediaType and body of what the first step attaches */
  readonly attachments?: readonly (readonly [mediaType: string, body: string])[];
}

const at = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 });
const location = { line: 7, column: 1 };
const noTime = { seconds: 0, nanos: 0 };

/** The messages of a run of one scenario that began at second 10 and took 250 ms, as a message file would hold them. */
export function recordedRun(recording: Recording): Envelope[] {
  const messages: Envelope[] = JSON.parse(JSON.stringify(plainMessages(recording)));
  return messages;
}

function plainMessages(recording: Recording): readonly object[] {
  return [
    { gherkinDocument: { uri: 'features/a/b.feature', comments: [], feature: feature(recording) } },
    { pickle: pickle(recording) },
    ...hooks(recording),
    { testCase: { id: 'tc', pickleId: 'p', testSteps: recording.steps.map(testStep) } },
    { testCaseStarted: { id: 'run', attempt: 0, testCaseId: 'tc', timestamp: at(10_000) } },
    ...(recording.attachments ?? []).map(attachment),
    ...recording.steps.map(finished),
    { testCaseFinished: { testCaseStartedId: 'run', timestamp: at(10_250), willBeRetried: false } },
  ];
}

function feature(recording: Recording) {
  const scenario = {
    id: 's',
    location,
    tags: [],
    keyword: 'Scenario',
    name: recording.name ?? 'it',
    description: '',
    steps: [],
    examples: examples(recording.row),
  };
  const base = { location, tags: [], language: 'en', keyword: 'Feature', name: 'Opening', description: '' };
  if (recording.rule === undefined) return { ...base, children: [{ scenario }] };
  const rule = { id: 'r', location, tags: [], keyword: 'Rule', name: recording.rule, description: '' };
  return { ...base, children: [{ rule: { ...rule, children: [{ scenario }] } }] };
}

function examples(row: Recording['row']) {
  if (row === undefined) return [];
  const cells = (values: string[]) => values.map((value) => ({ location, value }));
  const tableHeader = { id: 'h', location, cells: cells(Object.keys(row)) };
  const tableBody = [{ id: 'row', location, cells: cells(Object.values(row)) }];
  return [{ id: 'e', location, tags: [], keyword: 'Examples', name: '', description: '', tableHeader, tableBody }];
}

function pickle(recording: Recording) {
  return {
    id: 'p',
    uri: 'features/a/b.feature',
    location,
    name: recording.name ?? 'it',
    language: 'en',
    astNodeIds: recording.row === undefined ? ['s'] : ['s', 'row'],
    tags: (recording.tags ?? ['@case:AUT-04']).map((name) => ({ name, astNodeId: 't' })),
    steps: recording.steps.flatMap((step, i) =>
      step.kind === 'Hook' ? [] : [{ id: `ps${i}`, text: step.text, type: step.kind, astNodeIds: [] }],
    ),
  };
}

function hooks(recording: Recording) {
  return recording.steps.flatMap((step, i) =>
    step.kind === 'Hook' ? [{ hook: { id: `h${i}`, name: step.text, sourceReference: {} } }] : [],
  );
}

function testStep(step: FinishedStep, i: number) {
  return step.kind === 'Hook' ? { id: `ts${i}`, hookId: `h${i}` } : { id: `ts${i}`, pickleStepId: `ps${i}` };
}

function finished(step: FinishedStep, i: number) {
  const exception = step.error && { exception: step.error };
  const testStepResult = { duration: noTime, status: step.status, ...exception };
  return {
    testStepFinished: { testCaseStartedId: 'run', testStepId: `ts${i}`, testStepResult, timestamp: at(10_100) },
  };
}

function attachment([mediaType, body]: readonly [string, string]) {
  return { attachment: { body, mediaType, contentEncoding: 'IDENTITY', testCaseStartedId: 'run', testStepId: 'ts0' } };
}
