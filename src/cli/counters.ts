import { Command } from 'commander';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import { openRigState } from '#rig/rig-state';
import { type RigOption, withRigOption } from './rig-option';
import { UsageError } from './usage-error';

const KEY = 'guek';

const HELP = `
After a meter was reset, or was given its keys anew by another tool, it counts from the beginning; without this command
that would be taken for a repetition (SEC-32). Our own counters stay: no value is used twice under one key.

Exit codes:
  0  done
  2  usage, or a fault in the rig file or the state file
  3  a run has the rig`;

interface ForgetOptions extends RigOption {
  readonly client?: string;
}

/** `dlms counters`: what is kept of invocation counters. */
export function countersCommand(): Command {
  return new Command('counters')
    .description('invocation counters that are kept of a meter')
    .exitOverride()
    .addCommand(forgetCommand());
}

function forgetCommand(): Command {
  return withRigOption(new Command('forget'))
    .description('forget which counters the meter has used, for it was reset or re-keyed; sends nothing')
    .option('--client <role>', 'only those that it used towards this client')
    .addHelpText('after', HELP)
    .action(forget);
}

function forget({ rig: file, client }: ForgetOptions): void {
  const rig = loadRig(file);
  const roles = rolesOf(rig, client);
  const state = openRigState(rig);
  try {
    const count = roles.reduce((sum, role) => sum + state.counters.forgetReceived(role, KEY), 0);
    console.log(`rig ${rig.name}: ${count === 0 ? 'nothing was remembered' : `${count} forgotten`}`);
  } finally {
    state.leave();
  }
}

function rolesOf({ clients }: Rig, wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return [...clients.keys()];
  if (clients.has(wanted)) return [wanted];
  throw new UsageError(`--client ${wanted}: the rig has ${[...clients.keys()].join(', ')}`);
}
