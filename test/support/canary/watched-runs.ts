import { join } from 'node:path';
import { type CanaryOutcome, runWatched } from './canary-run';
import { type PlantedRigs, withWrongKey } from './planted-rigs';

/** What is run over planted secrets. */
export interface WatchedCommand {
  /** a rig of `fixtures/rigs`, or several for the mutants, parted by blanks */
  readonly rig: string;
  /** a wrong key is one that the meter does not have; cut secrets make no rig at all */
  readonly against: 'right meter' | 'wrong key' | 'cut secrets' | 'mutants';
  readonly args: readonly string[];
}

const CONFORMANCE = 'support/run/conformance.ts';
const MUTANTS = 'support/run/mutants.ts';

export function runCommand(rigs: PlantedRigs, command: WatchedCommand, folder: string): Promise<CanaryOutcome> {
  const { against, args } = command;
  const files = command.rig.split(' ').map((name) => rigs.rig(name));
  const chosen = against === 'wrong key' ? files.map(withWrongKey) : files;
  const script = against === 'mutants' ? MUTANTS : CONFORMANCE;
  const env = against === 'cut secrets' ? withoutLastLetters(rigs.env) : rigs.env;
  return runWatched({ script, args: ['--rig', ...chosen, ...args], env, folder }, rigs.planted);
}

/** The folder of one run among others. */
export function folderOf(root: string, { rig, against }: WatchedCommand): string {
  return join(root, `${rig} ${against}`.replaceAll(' ', '-'));
}

function withoutLastLetters(env: PlantedRigs['env']): PlantedRigs['env'] {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.slice(0, -1)]));
}
