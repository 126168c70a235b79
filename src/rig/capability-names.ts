import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const REQUIREMENTS = join(__dirname, '../../fixtures/requirements');

const capabilityRows = z.array(z.object({ name: z.string(), meaning: z.string() }));
const caseRows = z.array(z.object({ id: z.string(), status: z.literal('withdrawn').optional() }));

let names: ReadonlyMap<string, string> | undefined;

/** The closed list of capability names with their meanings (fixtures/requirements/capabilities.json). */
export function capabilityNames(): ReadonlyMap<string, string> {
  names ??= new Map(capabilityRows.parse(readRows('capabilities.json')).map(({ name, meaning }) => [name, meaning]));
  return names;
}

/** Ids of the cases that a rig may name in its deviations: all but the withdrawn ones. */
export function currentCaseIds(): ReadonlySet<string> {
  const rows = caseRows.parse(readRows('cases.json'));
  return new Set(rows.filter(({ status }) => status === undefined).map(({ id }) => id));
}

function readRows(file: string): unknown {
  return JSON.parse(readFileSync(join(REQUIREMENTS, file), 'utf8'));
}
