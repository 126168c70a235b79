import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
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
 * Rows of mutants from outside: a TypeScript or JavaScript file that exports `mutants`, or a JSON file that holds an
 * array of rows, or an object with `mutants`. In JSON a constant stands for a function that always returns it;
 * `"hex:…"` stands for octets.
 * @throws Error in one line: the file, the row, and what is wrong
 */
export async function loadCatalogue(file: string): Promise<readonly Mutant[]> {
  const path = resolve(file);
  const loaded = extname(path) === '.json' ? jsonOf(path, readFileSync(path, 'utf8')) : codeOf(path);
  const rows = z.array(z.unknown()).safeParse(rowsIn(loaded));
  if (!rows.success) throw new Error(`${path}: expected an array of rows, exported as "mutants"`);
  return rows.data.map((row, index) => mutantOf(row, `${path}: row ${index + 1}`));
}

/** By the same loader that runs us: ts-node's, where the file is TypeScript. */
function codeOf(path: string): unknown {
  return require(path);
}

function jsonOf(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
}

function rowsIn(loaded: unknown): unknown {
  if (typeof loaded !== 'object' || loaded === null || Array.isArray(loaded)) return loaded;
  return 'mutants' in loaded ? loaded.mutants : undefined;
}

function mutantOf(value: unknown, place: string): Mutant {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ')}`);
  const { policy, wire, ...row } = parsed.data;
  const decisions = policy && policyOf(policy, `${place} (${row.id})`);
  return { ...withoutUndefined(row), ...(decisions && { policy: decisions }), ...(wire && { wire: wireOf(wire) }) };
}

function policyOf(policy: NonNullable<Row['policy']>, place: string): Partial<MeterPolicy> {
  const known = Object.keys(conforming);
  const entries = Object.entries(policy).map(([name, decision]) => {
    if (!known.includes(name)) throw new Error(`${place}: there is no decision "${name}"${suggestion(name, known)}`);
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

/** The known name that begins alike, if there is one. */
function suggestion(name: string, known: readonly string[]): string {
  const alike = known.find((candidate) => candidate.toLowerCase().startsWith(name.toLowerCase().slice(0, 8)));
  return alike === undefined ? '' : `, but "${alike}"`;
}

function withoutUndefined<Fields extends object>(fields: Fields): Mutant {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Mutant;
}
