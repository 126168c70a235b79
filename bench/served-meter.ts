import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Framing } from '#rig/rig';

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

export interface Serving {
  readonly framing: Framing;
  /** octets of an information field, where that is not what the meter file says */
  readonly maxInfo?: number;
}

/** `dlms simulate` in a process of its own, on a port that the system chooses. */
export async function serveMeter({ framing, maxInfo }: Serving = { framing: 'wrapper' }): Promise<ServedMeter> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-bench-'));
  const meter = maxInfo === undefined ? METER : meterFileWith(maxInfo, folder);
  const command = [process.execPath, DLMS, 'simulate', '--meter', meter, '--framing', framing, '--port', '0'];
  const [program = process.execPath, ...args] = canPin ? ['taskset', '-c', CPU, ...command] : command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { port: await portOf(child), stop };
}

/** The same meter, but with information fields of this length. */
function meterFileWith(maxInfo: number, folder: string): string {
  const text = readFileSync(METER, 'utf8');
  const edited = text.replace(/^( {2}maxInfo: )\d+$/m, `$1${maxInfo}`);
  if (!edited.includes(`  maxInfo: ${maxInfo}\n`)) throw new Error(`${METER} does not say maxInfo`);
  const path = join(folder, 'meter.yaml');
  writeFileSync(path, edited);
  return path;
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the served meter has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /:(\d+)\b/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('the served meter did not say where it listens');
}
