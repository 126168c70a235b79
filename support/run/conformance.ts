import { CommanderError } from 'commander';
import { RigError } from '#rig/load-rig';
import { RigInUse } from '#rig/state-lock';
import { MeterError } from '#simulator/meter-error';
import { rigOf } from '#support/session';
import { ConfigurationError } from './configuration-error';
import { parseConformanceOptions } from './conformance-options';
import { runConformance } from './conformance-run';
import { EXIT, type ExitCode } from './exit-code';
import { CONFORMANCE } from './suite';

/** `npm run conformance`. @returns the exit code */
export async function conformance(args: readonly string[]): Promise<ExitCode> {
  try {
    const options = parseConformanceOptions(args);
    const rig = rigOf(options.rig);
    for (const warning of rig.warnings) console.error(`warning: ${warning}`);
    return await runConformance(options, rig, CONFORMANCE, { stdout: process.stdout, say: console.log });
  } catch (error) {
    return explain(error);
  }
}

/** Says in one line what stopped the run, and whose turn it is. */
export function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.configuration;
  if (error instanceof RigError || error instanceof MeterError || error instanceof ConfigurationError) {
    console.error(error.message);
    return EXIT.configuration;
  }
  if (error instanceof RigInUse) {
    console.error(error.message);
    return EXIT.bench;
  }
  const bench = benchFault(error);
  if (bench !== undefined) {
    console.error(`${bench.name}: ${bench.message}`);
    return EXIT.bench;
  }
  console.error('our own error, please report it:', error);
  return EXIT.harness;
}

/** What a hook before all scenarios found wrong with the bench; Cucumber wraps it. */
function benchFault(error: unknown): Error | undefined {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && ['LineLost', 'WrongMeter'].includes(cause.name) ? cause : undefined;
}

/** Ends the process with a code, also when a socket that somebody forgot keeps it alive. */
export function endWith(code: ExitCode): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), PATIENCE_MS).unref();
}

const PATIENCE_MS = 2000;

if (require.main === module) void conformance(process.argv.slice(2)).then(endWith);
