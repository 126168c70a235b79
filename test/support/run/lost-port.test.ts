import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isInstalled } from '#support/lines/installed-program';
import { PtyPair } from '#support/lines/pty-pair';
import { ServedMeter } from '#support/lines/served-meter';
import type { ResultsFile } from '#support/report/results-file';
import { temporaryDirectory } from './temporary-project';

const LONG = 240_000;

const rigOn = (path: string) => `
version: 1
name: bench
transport: { kind: serial, path: ${path}, baud: 115200 }
hdlc: { serverLower: 17 }
timeouts: { recoveryMs: 120000 }
meter: { logicalDeviceName: SIM0000000000001 }
clients:
  public: { sap: 16, conformance: [get, block-transfer-with-get-or-read, selective-access] }
objects: { clock: 8/0-0:1.0.0.255/2 }
`;

async function servedOn(path: string): Promise<ServedMeter> {
  const meter = await new ServedMeter(['--serial', path, '--direct', '--baud', '115200']).listening();
  onTestFinished(async () => void (await meter.stop()));
  return meter;
}

describe('a run on a serial port', () => {
  it.skipIf(!isInstalled('socat'))(
    'goes on when the port was pulled out and is back, whatever was run meanwhile INCONCLUSIVE',
    async () => {
      const pair = new PtyPair();
      onTestFinished(() => pair.close());
      await pair.open();
      const meter = await servedOn(pair.far);
      const folder = temporaryDirectory({ 'rig.yaml': rigOn(pair.near) });
      const replug = async () => {
        await pair.unplug();
        await meter.stop();
        await pair.open();
        await servedOn(pair.far);
      };
      const { code, said } = await ran(folder, replug);
      const { link, results }: ResultsFile = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
      const lost = results.filter(({ verdict }) => verdict === 'INCONCLUSIVE');
      expect(lost, said).toHaveLength(1);
      expect(lost[0]?.reason).toMatch(/^line lost: /);
      expect(link).toEqual({ lost: 1, lostIn: [lost[0]?.case], notRun: 0 });
      expect(results.filter(({ verdict }) => verdict === 'FAILED')).toEqual([]);
      expect(results.findLast(({ verdict }) => verdict !== 'INAPPLICABLE')?.verdict).toBe('PASSED');
      expect(code).toBe(4);
    },
    LONG,
  );
});

/** A run in a process of its own; `disturb` is called when its second scenario has ended. */
function ran(folder: string, disturb: () => Promise<void>): Promise<{ code: number | null; said: string }> {
  const cases = ['ADR-27', 'GET-01', 'REL-08', 'HDL-31', 'HDL-01'];
  const args = ['-r', 'ts-node/register', 'support/run/conformance.ts', '--rig', join(folder, 'rig.yaml')];
  const env = { ...process.env, XDG_STATE_HOME: folder };
  const child = spawn(process.execPath, [...args, '--reports', folder, '--no-report', '--case', ...cases], { env });
  let said = '';
  let disturbed: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('[2/')) disturbed ??= disturb();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((settled, failed) => {
    child.once('close', (code) => {
      const whole = disturbed ?? Promise.reject(new Error(`it was over before it could be disturbed: ${said}`));
      whole.then(() => settled({ code, said }), failed);
    });
  });
}
