import type { CaseResult } from '#support/verdict/case-results';

const WIDEST = 'INCONCLUSIVE'.length;

/** `AUT-04 A wrong password (wrong=empty)` */
export function nameOf({ case: id, title, example }: Pick<CaseResult, 'case' | 'title' | 'example'>): string {
  return `${id} ${title}${example === '' ? '' : ` (${example})`}`;
}

/** `PASSED       AUT-04 A wrong password (wrong=empty)`, with the gist of the reason below where there is one. */
export function resultLine(result: CaseResult): string {
  const line = `${result.verdict.padEnd(WIDEST)} ${nameOf(result)}`;
  return result.reason === '' ? line : `${line}\n      ${gist(result.reason)}`;
}

/** The first line of a reason, which may hold a diff of many lines, and the second where the first only leads up to it. */
export function gist(text: string): string {
  const [first = '', second = ''] = text.split(/\r?\n/);
  return first.endsWith(':') ? `${first} ${second.trim()}`.trimEnd() : first;
}
