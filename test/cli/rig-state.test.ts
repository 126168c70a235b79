import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyJournal } from '#rig/key-journal';
import { loadRig } from '#rig/load-rig';
import { openRigState } from '#rig/rig-state';

const DLMS = resolve(__dirname, '../../src/cli/dlms.cjs');
const LONG = 60_000;
const RIG = `version: 1
name: bench-07
transport: { kind: tcp, host: meter.test }
clients:
  public: { sap: 16 }
  management: { sap: 1, authentication: hls-gmac, keys: { guek: env:KEY, gak: env:KEY } }
`;
const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';

let home: string;
let file: string;
const env = () => ({ ...process.env, KEY, XDG_STATE_HOME: home });
const rig = () => loadRig(file, { KEY });

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'state-'));
  file = join(home, 'rig.yaml');
  writeFileSync(file, RIG);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function dlms(...args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((settled) => {
    const child = execFile(process.execPath, [DLMS, ...args], { cwd: tmpdir(), env: env() }, (_error, output, errors) =>
      settled({ code: child.exitCode, output, errors }),
    );
  });
}

describe('dlms keys status', () => {
  it(
    'tells that nothing is waiting, and what is',
    async () => {
      expect(await dlms('keys', 'status', '--rig', file)).toEqual({
        ...{ code: 0, output: 'rig bench-07: nothing is waiting to be restored\n', errors: '' },
      });
      const nonce = Uint8Array.of(1, 2, 3);
      const journal = openKeyJournal(rig(), env());
      journal.begin({ role: 'management', what: 'guek', nonce }, new Date('2026-11-22T18:44:30Z'));
      const { code, output } = await dlms('keys', 'status', '--rig', file);
      expect(output).toBe(
        `not restored: guek of management (changing, since 2026-11-22 18:44:30 UTC), by process ${process.pid}\n`,
      );
      expect(code).toBe(1);
    },
    LONG,
  );

  it(
    'explains a journal that cannot be read, and a rig that is not named',
    async () => {
      mkdirSync(join(home, 'dlms-conformance'));
      writeFileSync(join(home, 'dlms-conformance', 'bench-07.journal'), 'nonsense');
      const corrupt = await dlms('keys', 'status', '--rig', file);
      expect(corrupt.code).toBe(2);
      expect(corrupt.errors).toMatch(/^\S+bench-07\.journal: not a journal of changed keys.*\n$/);
      const without = await dlms('keys', 'status');
      expect(without.code).toBe(2);
      expect(without.errors).toContain('--rig <file>');
    },
    LONG,
  );
});

describe('dlms counters forget', () => {
  const meterTitle = Uint8Array.of(0x41, 0x42, 0x43, 0, 0, 0, 0, 1);
  const key = { role: 'management', keyName: 'guek', meterTitle };

  it(
    'forgets what the meter has used, and nothing of ours',
    async () => {
      const state = openRigState(rig(), env());
      state.counters.noteReceived(key, 57);
      state.counters.counterFor('management', 'guek').next();
      const refused = await dlms('counters', 'forget', '--rig', file);
      expect(refused.code).toBe(3);
      expect(refused.errors).toMatch(/^rig bench-07 is in use by process \d+ .*\n$/);
      state.leave();

      const unknown = await dlms('counters', 'forget', '--rig', file, '--client', 'managment');
      expect(unknown).toMatchObject({ code: 2, errors: '--client managment: the rig has public, management\n' });

      const done = await dlms('counters', 'forget', '--rig', file);
      expect(done).toMatchObject({ code: 0, output: 'rig bench-07: 1 forgotten\n' });
      const left = JSON.parse(readFileSync(join(home, 'dlms-conformance', 'bench-07.json'), 'utf8'));
      expect(left).toEqual({ version: 2, counters: { 'management/guek': 2 }, received: {}, shown: {} });
    },
    LONG,
  );
});
