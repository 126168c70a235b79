import { Command, CommanderError } from 'commander';
import { LineLost } from '#dlms/errors';
import { RigError } from '#rig/rig-error';
import { RigInUse } from '#rig/state-lock';
import { MeterError } from '#simulator/meter-error';
import { countersCommand } from './counters';
import { keysCommand } from './keys';
import { simulateCommand } from './simulate';
import { UsageError } from './usage-error';

const USAGE = 2;
const BENCH = 3;
const HARNESS = 6;

/** `dlms`: what can be done with DLMS/COSEM beside a conformance run. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('dlms')
    .description('DLMS/COSEM tools of dlms-conformance')
    .exitOverride()
    .addCommand(simulateCommand())
    .addCommand(keysCommand())
    .addCommand(countersCommand());
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = explained(error);
  }
}

/** One line for the person, and whose turn it is. */
function explained(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UsageError || error instanceof RigError || error instanceof MeterError) {
    console.error(error.message);
    return USAGE;
  }
  if (error instanceof LineLost || error instanceof RigInUse) {
    console.error(error.message);
    return BENCH;
  }
  if (error instanceof Error && 'syscall' in error) {
    console.error(`cannot listen: ${error.message}${adviceFor(error)}`);
    return BENCH;
  }
  console.error('our own error, please report it:', error);
  return HARNESS;
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: ' (another program listens there: take another --port; 0 takes a free one)',
  EACCES: ' (no permission: ports below 1024 are for administrators, take another --port)',
  EADDRNOTAVAIL: ' (this computer has no such address: check --host)',
};

function adviceFor(error: Error): string {
  return 'code' in error ? (ADVICE[String(error.code)] ?? '') : '';
}
