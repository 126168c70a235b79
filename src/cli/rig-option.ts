import { type Command, Option } from 'commander';

export interface RigOption {
  readonly rig: string;
}

/** `--rig FILE`, which a command cannot do without. */
export function withRigOption(command: Command): Command {
  const option = new Option('--rig <file>', 'rig file of the meter').makeOptionMandatory();
  return command.exitOverride().addOption(option).allowExcessArguments(false);
}
