import type { runCucumber } from '@cucumber/cucumber/api';

/**
 * Cucumber's message types, taken from the API that hands them over: two versions of `@cucumber/messages` are in the
 * tree and neither is ours to import.
 */
export type Envelope = Parameters<NonNullable<Parameters<typeof runCucumber>[2]>>[0];

export type Attachment = NonNullable<Envelope['attachment']>;
export type GherkinDocument = NonNullable<Envelope['gherkinDocument']>;
export type Feature = NonNullable<GherkinDocument['feature']>;
export type Scenario = NonNullable<Feature['children'][number]['scenario']>;
export type Pickle = NonNullable<Envelope['pickle']>;
export type TestCase = NonNullable<Envelope['testCase']>;
export type TestStepResult = NonNullable<Envelope['testStepFinished']>['testStepResult'];

/** Attached by a Before hook that skips its scenario: `{ capability, reason }`. */
export const INAPPLICABLE = 'application/x.dlms.inapplicable+json';
/** Attached for each tolerated deviation: `{ text }`. */
export const DEVIATION = 'application/x.dlms.deviation+json';
/** Attached where the rig declares a deviation of the case and the run tolerates it: `{ reason }`. */
export const DECLARED_DEVIATION = 'application/x.dlms.declared-deviation+json';
/** Attached when the meter cannot be reached after a case went wrong, and that may have another cause: `{ text }`. */
export const LINE_LOST = 'application/x.dlms.line-lost+json';
/** Attached by a step that waits: `{ done, of }` in seconds. */
export const PROGRESS = 'application/x.progress+json';
/** The one attachment that holds a scenario's octets, decoded. */
export const LINE_TRAFFIC = 'line-traffic.txt';

const FOR_MACHINES: readonly string[] = [INAPPLICABLE, DEVIATION, DECLARED_DEVIATION, LINE_LOST, PROGRESS];

/** Attachments that carry a verdict's parts and are not for people to read. */
export function isForMachines(attachment: Attachment): boolean {
  return FOR_MACHINES.includes(attachment.mediaType);
}
