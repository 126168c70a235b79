import type { CaseResult } from '#support/verdict/case-results';

const WIDEST = 'INCONCLUSIVE'.length;

/** `PASSED       AUT-04 A wrong password (wrong=empty)`, with the reason on a second line where there is one. */
export function resultLine(result: CaseResult): string {
  const example = result.example === '' ? '' : ` (${result.example})`;
  const name = `${result.verdict.padEnd(WIDEST)} ${result.case} ${result.title}${example}`;
  return result.reason === '' ? name : `${name}\n      ${firstLine(result.reason)}`;
}

/** A reason may hold a diff of many lines; a list of results shows its first. */
export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
