import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fromHex } from '#dlms/codec/hex';
import { conforming, type MeterPolicy } from '#simulator/policy';
import { MUTANT_LINKS, type Mutant } from './mutant';

const text = z.string().min(1);
const cases = z.union([text.transform((one) => [one]), z.array(text).min(1)]);
const functions = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === 'function',
  'expected a function',
);

/** A row as it stands in a file; `violates` may be one id. */
const rowSchema = z.strictObject({
  id: text,
  violates: cases,
  fault: text,
  policy: z.record(z.string(), z.unknown()).optional(),
  wire: functions.optional(),
  link: z.enum(MUTANT_LINKS).optional(),
  seenIn: text.optional(),
  ignored: text.optional(),
});

type Row = z.infer<typeof rowSchema>;

/**
 * Rows of mutants from outside: a TypeScript or JavaScript file that exports `mutants`, or a JSON or YAML file that
 * holds an array of rows, or an object with `mutants`. In data a constant stands for a function that always returns it;
 * `"hex:…"` stands for octets.
 * @throws Error in one line: the file, the row, the field, and what is wrong
 */
export async function loadCatalogue(file: string): Promise<readonly Mutant[]> {
  const path = resolve(file);
  const rows = z.array(z.unknown()).safeParse(rowsIn(contentOf(path)));
  if (!rows.success) throw new Error(`${path}: expected an array of rows, exported as "mutants"`);
  return rows.data.map((row, index) => mutantOf(row, `${path}: row ${index + 1}`));
}

const READERS: Readonly<Record<string, (content: string) => unknown>> = {
  '.json': (content) => JSON.parse(content),
  '.yaml': (content) => parse(content),
  '.yml': (content) => parse(content),
};

function contentOf(path: string): unknown {
  const text = textOf(path);
  try {
    const read = READERS[extname(path)];
    // By the same loader that runs us: ts-node's, where the file is TypeScript.
    return read === undefined ? require(path) : read(text);
  } catch (error) {
    throw new Error(`${path}: ${inOneLine(error)}`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new Error(`${path}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${inOneLine(error)}`}`);
  }
}

/** Loaders answer with excerpts and arrows below what they have to say. */
function inOneLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const lines = said.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(0, SAID_LINES)
    .join(' ');
}

const SAID_LINES = 2;

function rowsIn(loaded: unknown): unknown {
  if (typeof loaded !== 'object' || loaded === null || Array.isArray(loaded)) return loaded;
  return 'mutants' in loaded ? loaded.mutants : undefined;
}

function mutantOf(value: unknown, place: string): Mutant {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) throw new Error(`${placeOf(value, place)}: ${issuesOf(parsed.error)}`);
  const { policy, wire, ...row } = parsed.data;
  const decisions = policy && policyOf(policy, `${place} (${row.id})`);
  return { ...withoutUndefined(row), ...(decisions && { policy: decisions }), ...(wire && { wire: wireOf(wire) }) };
}

function policyOf(policy: NonNullable<Row['policy']>, place: string): Partial<MeterPolicy> {
  const known = Object.keys(conforming);
  const entries = Object.entries(policy).map(([name, decision]) => {
    if (!known.includes(name))
      throw new Error(`${place}: policy: there is no decision "${name}"${suggestion(name, known)}`);
    return [name, typeof decision === 'function' ? decision : constantly(decision)] as const;
  });
  return Object.fromEntries(entries);
}

function constantly(value: unknown): () => unknown {
  const constant = typeof value === 'string' && value.startsWith('hex:') ? fromHex(value.slice('hex:'.length)) : value;
  return () => constant;
}

function wireOf(wire: NonNullable<Row['wire']>): NonNullable<Mutant['wire']> {
  const edit: (octets: never) => unknown = wire;
  return (octets) => {
    const edited = edit(octets as never);
    return edited instanceof Uint8Array ? edited : octets;
  };
}

/** With the id, where the row has one. */
function placeOf(row: unknown, place: string): string {
  const id: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'id') : undefined;
  return typeof id === 'string' ? `${place} (${id})` : place;
}

function issuesOf({ issues }: z.ZodError): string {
  const texts = issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return texts.join(', ');
}

/** The known name that begins like it, as far as possible. */
function suggestion(name: string, known: readonly string[]): string {
  const alike = [...known].sort((a, b) => alikeness(b, name) - alikeness(a, name))[0] ?? '';
  return alikeness(alike, name) < LEAST_ALIKENESS ? '' : `, but "${alike}"`;
}

const LEAST_ALIKENESS = 5;

function alikeness(known: string, name: string): number {
  let length = 0;
  while (length < name.length && known[length]?.toLowerCase() === name[length]?.toLowerCase()) length++;
  return length;
}

function withoutUndefined<Fields extends object>(fields: Fields): Mutant {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Mutant;
}
