import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Planted, SecretTraces } from './secret-traces';

const PROJECT = resolve(__dirname, '../../..');
const PRELOAD = ['-r', 'ts-node/register', '-r', join(__dirname, 'keys-preload.ts')];

/** One command of this project over planted secrets. */
export interface CanaryRun {
  /** a script of this project, such as `support/run/conformance.ts` */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** where it keeps everything; fresh */
  readonly folder: string;
}

export interface CanaryOutcome {
  readonly stdout: string;
  readonly exitCode: number;
  /** keys that it has used */
  readonly keys: number;
  /** octets of output that were looked through */
  readonly searched: number;
  /** `reports/junit.xml: guek … in hex` */
  readonly traces: readonly string[];
  /** whether the search has found what no report hides: the title of a client */
  readonly seesTitles: boolean;
}

const TITLE: Planted = { name: 'the system title', octets: Buffer.from('434C490000000001', 'hex') };

/** Runs it, and looks for the planted secrets and for every key that it used in all that it has put out. */
export async function runWatched(run: CanaryRun, planted: readonly Planted[]): Promise<CanaryOutcome> {
  const keyFile = join(run.folder, 'keys');
  mkdirSync(run.folder, { recursive: true });
  const { stdout, stderr, exitCode } = await spawned(run, keyFile);
  const used = keysIn(keyFile);
  const traces = new SecretTraces([...planted, ...used]);
  const outputs = [
    { name: 'stdout', content: Buffer.from(stdout) },
    { name: 'stderr', content: Buffer.from(stderr) },
    ...filesIn(run.folder, ['reports', 'state']),
  ];
  const titles = new SecretTraces([TITLE]);
  return {
    stdout,
    exitCode,
    keys: used.length,
    searched: outputs.reduce((sum, { content }) => sum + content.length, 0),
    seesTitles: outputs.some(({ content }) => titles.in(content).length > 0),
    traces: outputs.flatMap(({ name, content }) => traces.in(content).map((trace) => `${name}: ${trace}`)),
  };
}

function spawned({ script, args, env, folder }: CanaryRun, keyFile: string) {
  const command = [...PRELOAD, script, ...args, '--reports', join(folder, 'reports')];
  const environment = { ...process.env, ...env, XDG_STATE_HOME: join(folder, 'state'), CANARY_KEYS: keyFile };
  const options = { cwd: PROJECT, env: environment, maxBuffer: 256 * 1024 * 1024 };
  return new Promise<{ stdout: string; stderr: string; exitCode: number }>((done) => {
    const child = execFile(process.execPath, command, options, (_error, stdout, stderr) =>
      done({ stdout, stderr, exitCode: child.exitCode ?? -1 }),
    );
  });
}

function keysIn(file: string): Planted[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((hex) => ({
    name: `a key that was used, of ${hex.length / 2} octets,`,
    octets: Buffer.from(hex, 'hex'),
  }));
}

function filesIn(folder: string, parts: readonly string[]): { readonly name: string; readonly content: Buffer }[] {
  return parts
    .filter((part) => existsSync(join(folder, part)))
    .flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
        .map((name) => join(part, name))
        .filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => ({ name, content: readFileSync(join(folder, name)) })),
    );
}
