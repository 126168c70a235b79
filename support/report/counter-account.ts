import { type Resynchronization, resynchronizationText } from '#support/rig-counters';

/** One line, as the environment of a report and the properties of a run have it. */
export function counterText(changes: readonly Resynchronization[]): string {
  return changes.length === 0 ? 'our own throughout' : changes.map(resynchronizationText).join('; ');
}

/** What a person reads of it when the run has ended; nothing where nothing was taken over. */
export function counterLines(changes: readonly Resynchronization[]): string[] {
  if (changes.length === 0) return [];
  return [
    '',
    'Invocation counters taken over from the meter:',
    ...changes.map((each) => `  ${resynchronizationText(each)}`),
  ];
}
