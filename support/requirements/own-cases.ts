import { capabilityNames } from '#rig/capability-names';
import { parseCapabilityExpression } from './capability-expression';
import { type Catalogue, type CatalogueCase, OWN_CASES } from './catalogue';
import type { LintProblem } from './gherkin-source';

const FILE = `fixtures/requirements/${OWN_CASES}`;
/** Numbers from 901 on are ours: those of the catalogue never come so far. */
const OWN_ID = /^[A-Z]{3}-9\d\d$/;

/**
 * What is not as it must be with the cases that this project has added to the catalogue.
 * @param run ids of the cases that scenarios name
 */
export function ownCaseProblems(run: ReadonlySet<string>, cases: Catalogue): LintProblem[] {
  const ids = cases.cases.map(({ id }) => id);
  return cases.own.flatMap((row) => {
    const faults = [idFault(row, ids), expressionFault(row), run.has(row.id) ? undefined : 'no scenario runs it'];
    return faults.flatMap((fault) =>
      fault === undefined ? [] : [{ file: FILE, line: 1, text: `${row.id}: ${fault}` }],
    );
  });
}

function idFault({ id, area }: CatalogueCase, all: readonly string[]): string | undefined {
  if (!OWN_ID.test(id) || !id.startsWith(`${area}-`)) return `expected an id from ${area}-901 to ${area}-999`;
  return all.filter((other) => other === id).length > 1 ? 'there are two cases of this id' : undefined;
}

function expressionFault({ appliesIf }: CatalogueCase): string | undefined {
  try {
    parseCapabilityExpression(appliesIf, capabilityNames());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'appliesIf cannot be read';
  }
}
