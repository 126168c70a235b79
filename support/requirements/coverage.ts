import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AREAS, type Area, type Catalogue, REQUIREMENTS_FOLDER } from './catalogue';
import type { LintProblem } from './gherkin-source';

/** A case of the catalogue that no scenario can run. */
export interface NotRunnable {
  readonly case: string;
  readonly reason: string;
}

/** What not-runnable.yaml says. */
export interface Coverage {
  /** as it is shown */
  readonly file: string;
  readonly completeAreas: readonly Area[];
  readonly cases: readonly (NotRunnable & { readonly line: number })[];
}

const schema = z.strictObject({
  completeAreas: z.array(z.custom<Area>((value) => typeof value === 'string' && value in AREAS, 'no area')),
  cases: z.array(z.strictObject({ case: z.string(), reason: z.string().min(1) })),
});

/** @returns a problem with its line where the file is not as it must be */
export function readCoverage(path = join(REQUIREMENTS_FOLDER, 'not-runnable.yaml')): Coverage | LintProblem {
  return parseCoverage(relative(process.cwd(), path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
}

export function parseCoverage(file: string, text: string): Coverage | LintProblem {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [broken] = document.errors;
  const lineAt = (offset: number) => counter.linePos(offset).line;
  if (broken !== undefined)
    return { file, line: lineAt(broken.pos[0]), text: broken.message.split('\n')[0] ?? 'not YAML' };
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) return { file, line: 1, text: issueText(parsed.error) };
  const rows = document.get('cases');
  const lines = isSeq(rows) ? rows.items.map((row) => (isMap(row) ? lineAt(row.range?.[0] ?? 0) : 1)) : [];
  const { completeAreas, cases } = parsed.data;
  return { file, completeAreas, cases: cases.map((row, index) => ({ ...row, line: lines[index] ?? 1 })) };
}

function issueText({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ');
}

/**
 * What does not agree between the catalogue, the scenarios and the list of those that cannot be run.
 * @param run ids of the cases that scenarios name
 */
export function coverageProblems(coverage: Coverage, run: ReadonlySet<string>, cases: Catalogue): LintProblem[] {
  const { file } = coverage;
  const listed = new Set<string>();
  const wrong = coverage.cases.flatMap(({ case: id, line }) => {
    const text = faultOf(id, listed.has(id), run, cases);
    listed.add(id);
    return text === undefined ? [] : [{ file, line, text }];
  });
  const bare = cases.current.filter(
    ({ id, area }) => coverage.completeAreas.includes(area) && !run.has(id) && !listed.has(id),
  );
  const text = (id: string) => `${id} has no scenario and is not listed here, but its area is said to be complete`;
  return [...wrong, ...bare.map(({ id }) => ({ file, line: 1, text: text(id) }))];
}

function faultOf(id: string, isTwice: boolean, run: ReadonlySet<string>, cases: Catalogue): string | undefined {
  const row = cases.find(id);
  if (row === undefined) return `the catalogue has no case ${id}`;
  if (row.status === 'withdrawn') return `case ${id} is withdrawn`;
  if (isTwice) return `${id} stands here twice`;
  return run.has(id) ? `${id} is said not to be runnable, but a scenario runs it` : undefined;
}

/** `TMO-14: needs …` */
export function notRunnableText({ case: id, reason }: NotRunnable): string {
  return `${id}: ${reason}`;
}

let loaded: readonly NotRunnable[] | undefined;

/** Cases that cannot be run, read once; none where the file is wrong, which the feature lint reports. */
export function notRunnable(): readonly NotRunnable[] {
  loaded ??= rowsOf(readCoverage());
  return loaded;
}

function rowsOf(read: Coverage | LintProblem): readonly NotRunnable[] {
  return 'cases' in read ? read.cases.map((row) => ({ case: row.case, reason: row.reason })) : [];
}
