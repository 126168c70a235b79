import { resolve } from 'node:path';
import { mutants as ownMutants } from '#simulator/mutants/catalogue';
import { loadCatalogue } from '#simulator/mutants/load-catalogue';
import type { Mutant } from '#simulator/mutants/mutant';
import { registerMutant } from '#simulator/mutants/registry';
import { nullMeterIds } from '#simulator/null-meters';
import { gist } from '#support/formatters/result-line';
import { writeAtomically } from '#support/report/atomic-file';
import { killMatrix } from '#support/report/kill-matrix';
import type { MutantsFile } from '#support/report/mutants-file';
import { reportPaths } from '#support/report/report-paths';
import { catalogue } from '#support/requirements/catalogue';
import { ConfigurationError } from './configuration-error';
import { endWith, explain } from './conformance';
import type { ExitCode } from './exit-code';
import { SuiteLaboratory } from './laboratory';
import { type MutantOnTrial, type Trials, tryAll } from './mutant-trials';
import { type MutantsOptions, parseMutantsOptions } from './mutants-options';
import { planOf } from './plan';
import { CONFORMANCE, Suite } from './suite';
import { TrialRig, trialRigFacts } from './trial-rig';

/** `npm run mutants`. @returns the exit code */
export async function mutants(args: readonly string[]): Promise<ExitCode> {
  try {
    const options = parseMutantsOptions(args);
    const rows = await rowsFor(options);
    const rigs = await rigsOf(options, await Suite.load(CONFORMANCE));
    checkLinks(rows, rigs);
    const whole = options.only.length === 0;
    const trials: Trials = { mutants: rows, nullMeters: whole ? nullMeterIds : [], whole, rigs };
    return await tryAll(trials, (file) => write(file, options), console.log);
  } catch (error) {
    return explain(error);
  }
}

async function rigsOf({ rig: files }: MutantsOptions, suite: Suite): Promise<readonly TrialRig[]> {
  const plan = await planOf(suite);
  return trialRigFacts(files, plan.scenarios).map((facts, index) => {
    const rig = resolve(files[index] ?? '');
    return new TrialRig(facts, new SuiteLaboratory(suite, plan, { rig, say: console.log }));
  });
}

function checkLinks(rows: readonly MutantOnTrial[], rigs: readonly TrialRig[]): void {
  const present = new Set(rigs.map(({ link }) => link));
  const lost = rows.find(({ link }) => link !== undefined && !present.has(link));
  if (lost !== undefined) throw new ConfigurationError(`mutant ${lost.id}: no rig has the link ${lost.link}`);
}

/** Our own rows and those of `--catalogue`, made known to the simulator in this process; a row brought replaces ours. */
async function rowsFor(options: MutantsOptions): Promise<readonly MutantOnTrial[]> {
  const brought = options.catalogue === undefined ? [] : await bring(options.catalogue);
  for (const row of brought) registerMutant(row);
  const replaced = new Set(brought.map(({ id }) => id));
  const rows = [...ownMutants.filter(({ id }) => !replaced.has(id)), ...brought];
  checkRows(rows);
  return options.only.length === 0 ? rows : options.only.map((id) => rowOf(id, rows));
}

async function bring(file: string): Promise<readonly Mutant[]> {
  const rows = await loadCatalogue(file).catch((error: unknown) => {
    throw new ConfigurationError(error instanceof Error ? gist(error.message) : String(error));
  });
  rows.forEach(({ id, violates }, index) => {
    const stranger = violates.find((name) => catalogue().find(name) === undefined);
    const place = `${resolve(file)}: row ${index + 1} (${id})`;
    if (stranger !== undefined) throw new ConfigurationError(`${place}: violates: there is no case ${stranger}`);
  });
  return rows;
}

function rowOf(id: string, rows: readonly MutantOnTrial[]): MutantOnTrial {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new ConfigurationError(`--only: there is no mutant ${id}`);
  return row;
}

function checkRows(rows: readonly MutantOnTrial[]): void {
  const ids = new Set<string>();
  for (const { id, violates } of rows) {
    if (ids.has(id)) throw new ConfigurationError(`mutant ${id} stands twice in the catalogue of mutants`);
    ids.add(id);
    const stranger = violates.find((name) => catalogue().find(name) === undefined);
    if (stranger !== undefined) throw new ConfigurationError(`mutant ${id} violates ${stranger}, which is no case`);
    if (violates.length === 0) throw new ConfigurationError(`mutant ${id} violates no case`);
  }
}

function write(file: MutantsFile, { reports }: MutantsOptions): string {
  const { mutants: json, mutantsPage } = reportPaths(reports);
  writeAtomically(json, `${JSON.stringify(file, null, 2)}\n`);
  writeAtomically(mutantsPage, killMatrix(file, catalogue()));
  return `Kill matrix: ${mutantsPage} (\`npm run report\` links it from the Allure report)`;
}

if (require.main === module) void mutants(process.argv.slice(2)).then(endWith);
