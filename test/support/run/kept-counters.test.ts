import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadRig } from '#rig/load-rig';
import { openRigState } from '#rig/rig-state';
import type { ResultsFile } from '#support/report/results-file';
import { ServedMeter } from '../served-meter';
import { temporaryDirectory } from './temporary-project';

const LONG = 300_000;
const SECRETS = { GUEK: '000102030405060708090A0B0C0D0E0F', GAK: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };

const rigOn = (port: number) => `
version: 1
name: bench
transport: { kind: tcp, host: 127.0.0.1, port: ${port} }
meter: { logicalDeviceName: SIM0000000000001 }
clients:
  public: { sap: 16, conformance: [get] }
  management:
    sap: 1
    authentication: hls-gmac
    policy: authenticated-encryption
    conformance: [get]
    keys: { guek: env:GUEK, gak: env:GAK }
    invocationCounter: { object: 0-0:43.1.0.255, via: public }
`;

/** A run of SEC-32 in a process of its own, with the memory of a computer. */
async function ran(folder: string, home: string) {
  const args = ['-r', 'ts-node/register', 'support/run/conformance.ts', '--rig', join(folder, 'rig.yaml')];
  const env = { ...process.env, ...SECRETS, XDG_STATE_HOME: home };
  return new Promise<{ code: number | null; said: string }>((settled) => {
    const rest = ['--reports', folder, '--no-report', '--case', 'SEC-32'];
    const child = execFile(process.execPath, [...args, ...rest], { env }, (_error, out, errors) =>
      settled({ code: child.exitCode, said: out + errors }),
    );
  });
}

const resultsIn = (folder: string): ResultsFile => JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));

describe('from one run to the next', () => {
  it(
    'a lost memory is made good, a meter that counts from the beginning is noticed, and a rig is one run at a time',
    async () => {
      const meter = new ServedMeter();
      await meter.start();
      onTestFinished(() => meter.stop());
      const folder = temporaryDirectory({ 'rig.yaml': rigOn(meter.port) });
      const home = join(folder, 'here');

      const first = await ran(folder, home);
      expect(first.said).toContain('1 passed, 0 failed');
      expect(resultsIn(folder).resynchronizations).toEqual([]);

      // as on a fresh computer: what is known of the rig is lost
      const elsewhere = await ran(folder, join(folder, 'elsewhere'));
      expect(elsewhere.said).toMatch(/note: invocation counter of management: from 1 to \d+, by its counter object/);
      expect(elsewhere.said).toMatch(/Invocation counters taken over from the meter:\n {2}management: from 1 to \d+/);
      expect(elsewhere.code).toBe(0);
      const [change] = resultsIn(folder).resynchronizations;
      expect(change).toMatchObject({ client: 'management', from: 1, source: 'object' });
      const environment = readFileSync(join(folder, 'allure-results/environment.properties'), 'utf8');
      expect(environment).toContain(`counters=management: from 1 to ${change?.to}, by its counter object`);

      await meter.start();
      // it has forgotten our counter as well: the key may have been given anew
      const later = await ran(folder, home);
      expect(later.code).toBe(0);
      expect(resultsIn(folder).results[0]?.deviations[0]).toMatch(
        /global key: counter \d of initiate-response after \d+ of an association of .* unless the key was given anew/,
      );

      const state = openRigState(loadRig(join(folder, 'rig.yaml'), SECRETS), { XDG_STATE_HOME: home });
      const refused = await ran(folder, home);
      state.leave();
      expect(refused.code).toBe(3);
      expect(refused.said).toMatch(
        new RegExp(`^rig bench is in use by process ${process.pid} on this computer since .* UTC \\(lock: .*\\)$`, 'm'),
      );
    },
    LONG,
  );
});
