import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const DLMS = resolve(__dirname, '../src/cli/dlms.cjs');
const METER = resolve(__dirname, '../fixtures/meters/electricity.yaml');
/** One CPU for both ends: unpinned, a round trip over loopback measures the scheduler. */
const CPU = '0';

export const canPin = spawnSync('taskset', ['-c', CPU, 'true']).status === 0;

/** Pins this process to the CPU that the served meter will have too; says whether it could. */
export function pinThisProcess(): boolean {
  return canPin && spawnSync('taskset', ['-c', '-p', CPU, String(process.pid)]).status === 0;
}

export interface ServedMeter {
  readonly port: number;
  stop(): void;
}

/** `dlms simulate` in a process of its own, on a port that the system chooses. */
export async function serveMeter(): Promise<ServedMeter> {
  const command = [process.execPath, DLMS, 'simulate', '--meter', METER, '--port', '0'];
  const [program = process.execPath, ...args] = canPin ? ['taskset', '-c', CPU, ...command] : command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return { port: await portOf(child), stop: () => child.kill() };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the served meter has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /:(\d+)\b/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('the served meter did not say where it listens');
}
