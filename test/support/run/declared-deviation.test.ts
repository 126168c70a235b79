import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultsFile } from '#support/report/results-file';
import { temporaryDirectory } from './temporary-project';

const LONG = 180_000;
const FIXTURES = resolve(__dirname, '../../../fixtures');

/** Our own meter on a rig that is wrong about a name, and knows it. */
function rigIn(folder: string): string {
  const fixture = (path: string) => relative(folder, join(FIXTURES, path)).replaceAll('\\', '/');
  return JSON.stringify({
    extends: fixture('rigs/simulator-memory.yaml'),
    version: 1,
    name: 'bench',
    transport: { kind: 'simulator', line: 'memory', meter: fixture('meters/electricity.yaml') },
    meter: {
      flagId: 'SIM',
      systemTitle: '53494D0000000001',
      inactivitySeconds: 180,
      pendingAssociationSeconds: 60,
      maxConnections: 4,
      maxListItems: 32,
      logicalDevices: [
        { sap: 1, name: 'SIM0000000000009' },
        { sap: 17, name: 'SIM0000000000017' },
      ],
    },
    deviations: [{ case: 'ADR-27', reason: 'its name plate is wrong' }],
  });
}

async function run(...options: readonly string[]) {
  const folder = temporaryDirectory({});
  const rig = join(folder, 'rig.yaml');
  writeFileSync(rig, rigIn(folder));
  const args = ['--rig', rig, '--reports', folder, '--no-report', '--case', 'ADR-27', ...options];
  const code = await new Promise<number | null>((settled) => {
    const child = execFile(process.execPath, ['-r', 'ts-node/register', 'support/run/conformance.ts', ...args], () =>
      settled(child.exitCode),
    );
  });
  const { results }: ResultsFile = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  return { code, verdicts: results.map(({ verdict }) => verdict), deviations: results[0]?.deviations };
}

describe('a case of which the rig declares a deviation', () => {
  it(
    'passes with it',
    async () => {
      const { code, verdicts, deviations } = await run();
      expect([code, verdicts]).toEqual([0, ['PASSED']]);
      expect(deviations).toEqual([
        expect.stringMatching(/^declared: its name plate is wrong; seen: .*SIM0000000000001/s),
      ]);
    },
    LONG,
  );

  it(
    'is FAILED when the run is strict',
    async () => {
      expect(await run('--strict')).toEqual({ code: 1, verdicts: ['FAILED'], deviations: [] });
    },
    LONG,
  );
});
