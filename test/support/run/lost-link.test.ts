import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ResultsFile } from '#support/report/results-file';
import { MortalMeter } from './mortal-meter';
import { temporaryDirectory } from './temporary-project';

const LONG = 180_000;
const RECOVERY_MS = 4000;
const CASES = ['GET-01', 'GET-07', 'GET-08', 'GET-14', 'ADR-27'];

const rigOn = (port: number) => `
version: 1
name: bench
transport: { kind: tcp, host: 127.0.0.1, port: ${port} }
timeouts: { connectMs: 5000, responseMs: 5000, intraMessageMs: 5000, recoveryMs: ${RECOVERY_MS} }
meter: { logicalDeviceName: SIM0000000000001 }
clients:
  public: { sap: 16, conformance: [get, block-transfer-with-get-or-read, selective-access] }
objects: { clock: 8/0-0:1.0.0.255/2 }
`;

interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly results: ResultsFile;
  /** of what applied to the rig */
  readonly verdicts: readonly string[];
  readonly environment: string;
}

/** A run of a few positive and negative cases in a process of its own, against a meter that dies in the middle of it. */
async function runAgainst(meter: MortalMeter): Promise<Ran> {
  await meter.start();
  onTestFinished(() => meter.stop());
  const folder = temporaryDirectory({ 'rig.yaml': rigOn(meter.port) });
  const script = ['-r', 'ts-node/register', 'support/run/conformance.ts', '--rig', join(folder, 'rig.yaml')];
  const { code, said } = await new Promise<Pick<Ran, 'code' | 'said'>>((settled) => {
    const args = [...script, '--reports', folder, '--no-report', '--case', ...CASES];
    const env = { ...process.env, XDG_STATE_HOME: folder };
    const child = execFile(process.execPath, args, { env }, (_error, out, errors) =>
      settled({ code: child.exitCode, said: out + errors }),
    );
  });
  const results: ResultsFile = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  const verdicts = results.results.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'INAPPLICABLE');
  const environment = readFileSync(join(folder, 'allure-results/environment.properties'), 'utf8');
  return { code, said, results, verdicts, environment };
}

describe('a run whose meter goes away in the middle of an exchange', () => {
  it(
    'is INCONCLUSIVE in that case alone, goes on over a new link when the meter is back, and tells of it',
    async () => {
      const { code, said, results, verdicts, environment } = await runAgainst(new MortalMeter(9, 1500));
      expect(verdicts).toEqual(['PASSED', 'INCONCLUSIVE', 'PASSED', 'PASSED', 'PASSED']);
      expect(results.results[1]?.reason).toMatch(/^line lost: .*ECONNREFUSED/);
      expect(results.link).toEqual({ lost: 1, lostIn: ['GET-01'], notRun: 0 });
      expect(said).toContain('Link lost once, in GET-01:');
      expect(environment).toContain('link=lost once, in GET-01');
      expect(code).toBe(4);
    },
    LONG,
  );

  it(
    'is INCONCLUSIVE also after what the meter must bear, for once',
    async () => {
      const { code, results, verdicts } = await runAgainst(new MortalMeter(13, 1500));
      expect(verdicts).toEqual(['PASSED', 'PASSED', 'INCONCLUSIVE', 'PASSED', 'PASSED']);
      expect(results.results[5]?.reason).toMatch(/^line lost: .*may be chance[\s\S]*before that: .*still served/);
      expect(results.link).toEqual({ lost: 1, lostIn: ['GET-07'], notRun: 0 });
      expect(code).toBe(4);
    },
    LONG,
  );

  it(
    'is over soon when the meter stays away, and says so of everything that was not run',
    async () => {
      const { code, said, results, verdicts } = await runAgainst(new MortalMeter(9));
      expect(verdicts).toEqual(['PASSED', ...Array(4).fill('INCONCLUSIVE')]);
      const reasons = results.results.filter(({ reason }) => reason.startsWith('not run:'));
      expect(reasons).toHaveLength(3);
      expect(reasons[2]?.reason).toMatch(/^not run: the meter could not be reached since GET-01: .*ECONNREFUSED/);
      expect(results.link).toEqual({ lost: 1, lostIn: ['GET-01'], notRun: 3 });
      expect(said).toContain('INCONCLUSIVE: 3 scenarios not run: the meter could not be reached since GET-01');
      // the meter was waited for once
      for (const { durationMs } of reasons.slice(1)) expect(durationMs).toBeLessThan(RECOVERY_MS);
      expect(code).toBe(3);
    },
    LONG,
  );
});
