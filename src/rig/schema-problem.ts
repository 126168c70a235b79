import { z } from 'zod';
import { nearest } from './nearest';
import { rigSchema } from './rig-schema';
import type { Path } from './rig-source';
import { misplacedField } from './transport-advice';
import { KINDS } from './transport-schema';

type Issue = z.core.$ZodIssue;

export interface SchemaProblem {
  readonly path: Path;
  readonly text: string;
}

/** Of several problems the one to name: an unknown field is often the reason why another one is missing. */
export function firstProblem(issues: readonly Issue[]): SchemaProblem | undefined {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  return issue && schemaProblem(issue);
}

/**
 * What is wrong with a field, and what was expected; never what stood there, which may be a secret in the wrong
 * place. Names of fields are repeated, since a person has to find them.
 */
function schemaProblem(issue: Issue): SchemaProblem {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code !== 'unrecognized_keys') return { path, text: textOf(issue) };
  const [key = ''] = issue.keys;
  const advice = path.length === 1 && path[0] === 'transport' ? misplacedField(key) : undefined;
  if (advice !== undefined) return { path: [...path, key], text: advice };
  return { path: [...path, key], text: withSuggestion('unknown field', key, fieldNames()) };
}

/** `unknown field, did you mean "sap"?` */
export function withSuggestion(text: string, wrong: string, known: readonly string[]): string {
  const suggestion = nearest(wrong, known);
  return suggestion === undefined ? text : `${text}, did you mean "${suggestion}"?`;
}

function textOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return missing(issue)
        ? `is missing, expected ${kindOf(issue.expected)}`
        : `wrong type, expected ${kindOf(issue.expected)}`;
    case 'invalid_value':
      return `unknown value, expected ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
    case 'too_small':
    case 'too_big':
      return boundsOf(issue);
    case 'invalid_union':
      return `unknown kind, expected ${KINDS.slice(0, -1).join(', ')} or ${KINDS.at(-1)}`;
    case 'invalid_key':
      return 'expected a word of letters, digits, - and _';
    default:
      return issue.message;
  }
}

function boundsOf(issue: Extract<Issue, { code: 'invalid_format' | 'too_small' | 'too_big' }>): string {
  if (issue.code === 'invalid_format') return `wrong form, expected ${issue.message}`;
  if (issue.code === 'too_small') return `too small, expected at least ${issue.minimum}`;
  return `too big, expected at most ${issue.maximum}`;
}

/** zod says so only in its message. */
function missing(issue: Issue): boolean {
  return /received undefined$/.test(issue.message);
}

/** Every name of a field that a rig file may have, wherever it stands. */
function fieldNames(): readonly string[] {
  const names = new Set<string>();
  collectFields(z.toJSONSchema(rigSchema, { io: 'input' }), names);
  return [...names];
}

function collectFields(schema: unknown, names: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema && typeof schema.properties === 'object') {
    for (const name of Object.keys(schema.properties ?? {})) names.add(name);
  }
  for (const part of Object.values(schema)) collectFields(part, names);
}

function kindOf(expected: string): string {
  if (expected === 'record' || expected === 'object') return 'a map of fields';
  if (expected === 'array' || expected === 'tuple') return 'a list';
  if (expected === 'boolean') return 'true or false';
  return expected === 'int' ? 'a whole number' : `a ${expected}`;
}
