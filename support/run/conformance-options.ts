import { join } from 'node:path';
import { Command } from 'commander';
import { catalogue } from '#support/requirements/catalogue';
import { ConfigurationError } from './configuration-error';

export interface ConformanceOptions {
  readonly rig: string;
  readonly tags: string;
  readonly cases: readonly string[];
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly report: boolean;
  readonly reports: string;
}

const EXIT_CODES = `
Exit codes:
  0  every applicable scenario passed
  1  a meter fault: at least one FAILED
  2  usage or configuration: nothing was sent
  3  bench: no connection at all, none any more, or the wrong meter
  4  only INCONCLUSIVE stood in the way
  5  nothing ran: nothing selected, or nothing of it applicable
  6  our own error

Examples:
  npm run conformance
  npm run conformance -- --rig rigs/bench-07.yaml --dry-run
  npm run conformance -- --tags '@authentication and not @slow'
  npm run conformance -- --case AUT-04 SEC-33`;

/** The rig that is used when none is named: our simulator. */
export const SIMULATOR_RIG = join('fixtures', 'rigs', 'simulator.yaml');

/** @throws CommanderError for a wrong command line, and for `--help` once it is printed */
export function parseConformanceOptions(args: readonly string[]): ConformanceOptions {
  const command = new Command('npm run conformance --')
    .description('Runs the conformance cases against the meter of a rig and reports the verdicts.')
    .option('--rig <file>', 'rig file: how to reach the meter and what it declares', SIMULATOR_RIG)
    .option('--tags <expression>', 'run only scenarios whose tags fit, e.g. "@encryption and not @slow"', '')
    .option('--case <id...>', 'run only these cases of the catalogue', [])
    .option('--dry-run', 'list what would run and what is inapplicable and why; send nothing', false)
    .option('--strict', 'count a tolerated deviation as FAILED', false)
    .option('--no-report', 'write results.json and junit.xml but build no HTML')
    .option('--reports <folder>', 'where to write', 'reports')
    .addHelpText('after', EXIT_CODES)
    .allowExcessArguments(false)
    .exitOverride();
  type Parsed = Omit<ConformanceOptions, 'cases'> & { readonly case: readonly string[] };
  const { case: cases, ...options } = command.parse([...args], { from: 'user' }).opts<Parsed>();
  return { ...options, cases };
}

/**
 * The tag expression that a command line means.
 * @param known every tag that a scenario bears
 * @throws ConfigurationError for a case that the catalogue does not know and for a tag that nothing bears
 */
export function tagExpression(options: Pick<ConformanceOptions, 'tags' | 'cases'>, known: ReadonlySet<string>): string {
  for (const tag of options.tags.match(/@[^\s()]+/g) ?? []) {
    if (!known.has(tag)) throw new ConfigurationError(`--tags: no scenario bears the tag ${tag}`);
  }
  for (const id of options.cases) {
    if (catalogue().find(id) === undefined) throw new ConfigurationError(`--case: the catalogue has no case ${id}`);
  }
  const cases = options.cases.map((id) => `@case:${id}`).join(' or ');
  return [options.tags, cases]
    .filter((part) => part !== '')
    .map((part) => `(${part})`)
    .join(' and ');
}
