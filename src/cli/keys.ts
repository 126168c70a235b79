import { Command } from 'commander';
import { openKeyJournal, replacementText } from '#rig/key-journal';
import { loadRig } from '#rig/load-rig';
import { restore } from './key-restoring';
import { type RigOption, withRigOption } from './rig-option';

const UNRESTORED = 1;

const HELP = `
Exit codes:
  0  the meter has the keys of the rig file, as far as we know
  1  it may still have what a test put into it
  2  usage, or a fault in the rig file or the journal`;

/** `dlms keys`: what tests have changed in the keys of a meter. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('keys of a meter that tests have changed')
    .exitOverride()
    .addCommand(statusCommand())
    .addCommand(restoreCommand());
}

function statusCommand(): Command {
  return withRigOption(new Command('status'))
    .description('tell what is not restored; sends nothing')
    .addHelpText('after', HELP)
    .action(status);
}

function restoreCommand(): Command {
  return withRigOption(new Command('restore'))
    .description('give the meter its own keys back, under the master key of the rig file')
    .addHelpText('after', `${HELP}\n  3  the meter cannot be reached, or a run has the rig`)
    .action(restore);
}

/** Looks only: also while a run has the rig. */
function status({ rig: file }: RigOption): void {
  const rig = loadRig(file);
  const pending = openKeyJournal(rig).pending();
  for (const entry of pending) console.log(`not restored: ${replacementText(entry)}, by process ${entry.pid}`);
  if (pending.length === 0) console.log(`rig ${rig.name}: nothing is waiting to be restored`);
  else process.exitCode = UNRESTORED;
}
