import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { secretForms } from '#dlms/security/secret-forms';
import { temporaryKey } from '#rig/temporary-secret';
import { type SlowProxy, slowProxy } from './slow-proxy';

const ROOT = resolve(__dirname, '../..');
const DLMS = join(ROOT, 'src/cli/dlms.cjs');
const CONFORMANCE = ['-r', 'ts-node/register', 'support/run/conformance.ts'];
const KEYS = {
  GUEK: '000102030405060708090A0B0C0D0E0F',
  GAK: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
  KEK: '00112233445566778899AABBCCDDEEFF',
};
const DELAY_MS = 40;
const LONG = 300_000;

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

let meter: ChildProcess;
let proxy: SlowProxy;
let home: string;
let file: string;

/** A real process with a meter, which keeps its keys for as long as it lives. */
beforeAll(async () => {
  meter = spawn(process.execPath, [DLMS, 'simulate', '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await new Promise<number>((found) => {
    meter.stdout?.on('data', (chunk: Buffer) => {
      const [, digits] = /listens on [^ ]*:(\d+)/.exec(chunk.toString()) ?? [];
      if (digits !== undefined) found(Number(digits));
    });
  });
  proxy = await slowProxy(port, DELAY_MS);
}, LONG);

afterAll(() => {
  proxy.close();
  meter.kill();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keys-'));
  file = join(home, 'rig.yaml');
  writeFileSync(file, rigText('KEK'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function rigText(kek: string): string {
  return `version: 1
name: crash
transport: { kind: tcp, host: 127.0.0.1, port: ${proxy.port} }
meter: { flagId: SIM }
clients:
  public: { sap: 16 }
  management:
    sap: 1
    authentication: hls-gmac
    policy: authenticated-encryption
    systemTitle: 434C490000000001
    keys: { guek: env:GUEK, gak: env:GAK, kek: env:${kek} }
    invocationCounter: { object: 0-0:43.1.0.255, via: public }
    conformance: [get, set, action, block-transfer-with-get-or-read, selective-access]
declares: [obj.64, obj.64.v1]
safety: { allowKeyChange: true }
`;
}

function environment() {
  return { ...process.env, ...KEYS, OTHER: 'FF'.repeat(16), XDG_STATE_HOME: home };
}

function started(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [...args], { cwd: ROOT, env: environment() });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, ended: new Promise((settled) => child.once('close', (code) => settled({ code, text }))) };
}

function run(...cases: readonly string[]) {
  const reports = ['--no-report', '--reports', join(home, 'reports')];
  return started([...CONFORMANCE, '--rig', file, ...cases.flatMap((id) => ['--case', id]), ...reports]);
}

const journalPath = () => join(home, 'dlms-conformance', 'crash.journal');

interface JournalEntry {
  readonly state: string;
  readonly nonce: string;
}

function journal(): readonly JournalEntry[] {
  return existsSync(journalPath()) ? JSON.parse(readFileSync(journalPath(), 'utf8')).entries : [];
}

/** Ends a run as a power cut would, as soon as the journal has an entry in that state. */
async function killedWhile(state: string): Promise<JournalEntry> {
  const { child, ended } = run('KEY-04');
  while (child.exitCode === null && !journal().some((entry) => entry.state === state))
    await new Promise((again) => setTimeout(again, 1));
  // the request, which goes out after its entry, has time to arrive
  if (state === 'changing') await new Promise((arrived) => setTimeout(arrived, 3 * DELAY_MS));
  child.kill('SIGKILL');
  const { text } = await ended;
  const [entry] = journal();
  if (entry === undefined) throw new Error(`nothing was in the journal when the run was killed:\n${text}`);
  return entry;
}

/** Everything below the state folder, reports among it. */
function keptTexts(): readonly string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

function tracesOf(secrets: readonly Uint8Array[]): readonly string[] {
  const patterns = secrets.flatMap(secretForms).map((form) => new RegExp(form));
  return keptTexts().filter((text) => patterns.some((pattern) => pattern.test(text)));
}

describe('a run that is killed while the meter has a temporary key', () => {
  it.each(['changing', 'changed'])(
    'is mended by the next one (%s)',
    async (state) => {
      const { nonce } = await killedWhile(state);
      const temporary = temporaryKey(fromHex(KEYS.GUEK), fromHex(nonce), 'guek');
      const again = await run('KEY-04').ended;
      expect(again.text).toContain('from an earlier run: management: GUEK restored');
      expect(again.text).toContain('1 PASSED · 0 FAILED · 0 INCONCLUSIVE');
      expect(again.code).toBe(0);
      expect(journal()).toEqual([]);
      expect(tracesOf([temporary, ...Object.values(KEYS).map(fromHex)])).toEqual([]);
    },
    LONG,
  );

  it(
    'is mended by hand, and told of until then',
    async () => {
      await killedWhile('changed');
      const status = await started([DLMS, 'keys', 'status', '--rig', file]).ended;
      expect(status).toMatchObject({
        code: 1,
        text: expect.stringContaining('not restored: guek of management (changed'),
      });
      const restored = await started([DLMS, 'keys', 'restore', '--rig', file]).ended;
      expect(restored).toEqual({ code: 0, text: 'management: GUEK restored\n' });
      const afterwards = await started([DLMS, 'keys', 'status', '--rig', file]).ended;
      expect(afterwards).toEqual({ code: 0, text: 'rig crash: nothing is waiting to be restored\n' });
    },
    LONG,
  );

  it(
    'lets no key be changed while it cannot be mended',
    async () => {
      await killedWhile('changed');
      writeFileSync(file, rigText('OTHER'));
      const refused = await run('KEY-04', 'KEY-10').ended;
      expect(refused.text).toContain('2 INCONCLUSIVE');
      expect(refused.text).toContain('no key is changed before the meter has its own again: guek of management');
      expect(refused.code).toBe(4);
      expect(journal()).toHaveLength(1);
      writeFileSync(file, rigText('KEK'));
      expect(await started([DLMS, 'keys', 'restore', '--rig', file]).ended).toMatchObject({ code: 0 });
    },
    LONG,
  );
});
