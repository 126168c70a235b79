import { join } from 'node:path';
import { Command } from 'commander';

export interface MutantsOptions {
  /** a file with rows of the same form as our own: TypeScript, JSON or YAML */
  readonly catalogue?: string;
  readonly only: readonly string[];
  /** in the order in which a row is tried over them */
  readonly rig: readonly string[];
  readonly reports: string;
}

/** Scenarios run in this process, in memory and on a manual clock: a rig for each link, then for each kind of security. */
const MEMORY_RIGS = [
  'simulator-memory',
  'simulator-hdlc-memory',
  'simulator-serial',
  'simulator-optical',
  'simulator-udp',
  'simulator-older',
  'simulator-suite1',
  'simulator-suite2',
].map((name) => join('fixtures', 'rigs', `${name}.yaml`));

const EXIT_CODES = `
Exit codes:
  0  every mutant is killed, no null meter fools us, every negative case has been seen to fail
  1  a mutant survived, a null meter passed what it must not, or a negative case kills no mutant
  2  usage or configuration
  6  our own error, or the conforming meter does not pass everything`;

/** @throws CommanderError for a wrong command line, and for `--help` once it is printed */
export function parseMutantsOptions(args: readonly string[]): MutantsOptions {
  const command = new Command('npm run mutants --')
    .description('Runs the scenarios against faulty meters: each fault must be found by a case that it violates.')
    .option('--catalogue <file>', 'more mutants of the same form, from a TypeScript, JSON or YAML file')
    .option('--only <id...>', 'try only these mutants, and neither null meters nor the negative cases as a whole', [])
    .option('--rig <file...>', 'rigs of the simulated meter, one for each link and each kind of security', MEMORY_RIGS)
    .option('--reports <folder>', 'where to write', 'reports')
    .addHelpText('after', EXIT_CODES)
    .allowExcessArguments(false)
    .exitOverride();
  return command.parse([...args], { from: 'user' }).opts<MutantsOptions>();
}
