import { nameOf } from '#support/formatters/result-line';
import type { CaseResult } from '#support/verdict/case-results';

/** How the way to the meter fared in a run. */
export interface LinkAccount {
  /** scenarios in which the link was lost */
  readonly lost: number;
  /** the cases of these scenarios, each once, in the order of the run */
  readonly lostIn: readonly string[];
  /** scenarios that were not begun because a lost link could not be built anew */
  readonly notRun: number;
}

export function linkAccount(results: readonly CaseResult[]): LinkAccount {
  const lost = results.filter(({ cause }) => cause === 'line');
  const notRun = results.filter(({ cause }) => cause === 'not-run').length;
  return { lost: lost.length, lostIn: [...new Set(lost.map((result) => result.case))], notRun };
}

/** One line, as the environment of a report and the properties of a run have it. */
export function linkText({ lost, lostIn, notRun }: LinkAccount): string {
  const times = lost === 0 ? 'never lost' : `lost ${lost === 1 ? 'once' : `${lost} times`}, in ${lostIn.join(', ')}`;
  return notRun === 0 ? times : `${times}; ${notRun} scenarios not run for it`;
}

/** What a person reads of it when the run has ended; nothing where there is nothing to tell. */
export function linkLines(results: readonly CaseResult[]): string[] {
  const account = linkAccount(results);
  if (account.lost === 0 && account.notRun === 0) return [];
  const scenarios = results.filter(({ cause }) => cause === 'line').map((result) => `  ${nameOf(result)}`);
  return ['', `Link ${linkText(account)}:`, ...scenarios];
}
