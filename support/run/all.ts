import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { endWith } from './conformance';
import { EXIT, type ExitCode } from './exit-code';
import { closingLine } from './summary';
import { type Tally, tallyIn } from './tally';

interface Stage {
  readonly title: string;
  /** arguments of npm */
  readonly npm: readonly string[];
  /** runs whenever the stage of this title did, also when one failed in between */
  readonly follows?: string;
}

const CONFORMANCE_STAGE = 'Conformance of the simulator';

const STAGES: readonly Stage[] = [
  { title: 'Types', npm: ['typecheck'] },
  { title: 'Lint', npm: ['lint'] },
  { title: 'Feature lint', npm: ['lint:features'] },
  { title: 'Architecture, unit tests, golden vectors', npm: ['unit'] },
  { title: CONFORMANCE_STAGE, npm: ['conformance', '--', '--no-report'] },
  overLine('hdlc', 'HDLC'),
  overLine('serial', 'a serial line'),
  overLine('optical', 'the optical port'),
  overLine('udp', 'UDP'),
  withSecurity('older', 'older security'),
  withSecurity('suite1', 'security suite 1'),
  withSecurity('suite1-hdlc', 'security suite 1 over HDLC'),
  withSecurity('suite2', 'security suite 2'),
  withSecurity('suite2-hdlc', 'security suite 2 over HDLC'),
  { title: 'Real lines, in real time', npm: ['lines'] },
  { title: 'Mutants', npm: ['mutants'] },
  { title: 'Report', npm: ['report'], follows: CONFORMANCE_STAGE },
];

/** The same suite against the simulator on another line. */
function overLine(line: string, text: string): Stage {
  return onRig(line, `over ${text}`);
}

/** What security concerns, against a simulator that has another one. */
function withSecurity(kind: string, text: string): Stage {
  return onRig(kind, `with ${text}`, ['--tags', '@authentication or @encryption or @association or @release']);
}

/** Its results stand beside those of the first rig. */
function onRig(name: string, text: string, selection: readonly string[] = []): Stage {
  const [rig, reports] = [`fixtures/rigs/simulator-${name}.yaml`, `reports/${name}`];
  return {
    title: `Conformance of the simulator ${text}`,
    npm: ['conformance', '--', '--rig', rig, '--reports', reports, '--no-report', ...selection],
  };
}

interface StageResult extends Tally {
  readonly title: string;
  readonly code: number;
}

/** `npm test`: one stage after the other, until one fails. @returns the exit code of the first that failed */
async function all(): Promise<ExitCode> {
  const results: StageResult[] = [];
  for (const stage of STAGES) {
    if (isDue(stage, results)) results.push(await run(stage));
  }
  for (const { title, passed, failed, code } of results) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${title}: ${closingLine(passed, failed)}`);
  }
  const sum = (what: keyof Tally) => results.reduce((total, result) => total + result[what], 0);
  console.log(closingLine(sum('passed'), sum('failed'), sum('skipped')));
  return exitCode(results.find(({ code }) => code !== 0)?.code ?? EXIT.passed);
}

/** After a failure only what makes the results so far readable is still worth its time. */
function isDue({ follows }: Stage, results: readonly StageResult[]): boolean {
  return results.every(({ code }) => code === 0) || results.some(({ title }) => title === follows);
}

function run({ title, npm }: Stage): Promise<StageResult> {
  console.log(`\n── ${title}`);
  const child = spawn('npm', ['run', '--silent', ...npm], {
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      const code = status ?? EXIT.harness;
      resolve({ title, code, ...tallyIn(stripVTControlCharacters(said), code) });
    });
  });
}

function exitCode(code: number): ExitCode {
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.harness;
}

if (require.main === module) void all().then(endWith);
