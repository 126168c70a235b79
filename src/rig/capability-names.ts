import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const REQUIREMENTS = join(__dirname, '../../fixtures/requirements');

const capabilityRows = z.array(z.object({ name: z.string(), meaning: z.string() }));
const caseRows = z.array(z.object({ id: z.string(), status: z.literal('withdrawn').optional() }));

let names: ReadonlyMap<string, string> | undefined;

/** The closed list of capability names with their meanings: capabilities.json and our own-capabilities.json. */
export function capabilityNames(): ReadonlyMap<string, string> {
  names ??= readNames();
  return names;
}

function readNames(): Map<string, string> {
  const rows = ['capabilities.json', 'own-capabilities.json'].flatMap((file) => capabilityRows.parse(readRows(file)));
  return new Map(rows.map(({ name, meaning }) => [name, meaning]));
}

/** Ids of the cases that a rig may name in its deviations: all but the withdrawn ones. */
export function currentCaseIds(): ReadonlySet<string> {
  const rows = ['cases.json', 'own-cases.json'].flatMap((file) => caseRows.parse(readRows(file)));
  return new Set(rows.filter(({ status }) => status === undefined).map(({ id }) => id));
}

function readRows(file: string): unknown {
  return JSON.parse(readFileSync(join(REQUIREMENTS, file), 'utf8'));
}
