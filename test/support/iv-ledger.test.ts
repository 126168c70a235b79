import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import { LineLost, LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { opensFromShownCounter } from '#procedures/counter-object';
import { forgesCounter, jumpsForward, readsWithLowCounters, replaysRead } from '#procedures/invocation-counters';
import { inGeneralForm, opensUnder, protectionOf } from '#procedures/protection-choices';
import { encodeGetName } from '#procedures/requests';
import { MemoryFile, StateFile } from '#rig/counter-file';
import { CounterStore } from '#rig/counter-store';
import type { Rig } from '#rig/rig';
import { RigKeys } from '#rig/rig-keys';
import { Bench } from '#support/bench';
import { RigCounters } from '#support/rig-counters';
import { fileHolding, loadText } from '../rig/rig-folder';
import { IvLedger } from './iv-ledger';
import { temporaryDirectory } from './run/temporary-project';

const METER = resolve(__dirname, '../../fixtures/meters/electricity.yaml');
const NAME = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 } as const;
const LONG = 180_000;

/** Our meter, whose two ciphered clients have the same keys here, and a rig whose clients have the same title. */
function rigOfSharers(): Rig {
  const meter = readFileSync(METER, 'utf8')
    .replaceAll('"101112131415161718191A1B1C1D1E1F"', '"000102030405060708090A0B0C0D0E0F"')
    .replaceAll('"C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF"', '"D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"');
  const client = (
    sap: number,
    object: string,
  ) => `{ sap: ${sap}, authentication: hls-gmac, systemTitle: 434C490000000001,
    conformance: [get, general-protection], invocationCounter: { object: ${object}, via: public },
    keys: { guek: 'hex:000102030405060708090A0B0C0D0E0F', gak: 'hex:D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' } }`;
  return loadText(`version: 1
name: sharers
transport: { kind: simulator, line: memory, meter: ${fileHolding(meter, { name: 'sharers-meter.yaml' })} }
clients:
  public: { sap: 16, conformance: [get] }
  management: ${client(1, '0-0:43.1.0.255')}
  maintenance: ${client(48, '0-0:43.1.1.255')}
`);
}

const rig = rigOfSharers();
let home: string;
let runCount = 0;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What was enciphered meanwhile. */
async function watched(act: () => Promise<void>): Promise<IvLedger> {
  const ledger = new IvLedger();
  const unwatch = ledger.watch();
  try {
    await act();
    return ledger;
  } finally {
    unwatch();
  }
}

/** Runs on one rig, one after the other: each has a meter of its own and the counters that the one before left. */
class Runs {
  private store: CounterStore;
  private bench: Bench;

  constructor(private readonly path: string) {
    this.store = this.opened();
    this.bench = this.benchOf();
  }

  client(role: string, connection: string): DlmsClient {
    return this.bench.client(role, connection);
  }

  /** A new scenario. */
  async next(): Promise<void> {
    await this.bench.close();
    this.bench = this.benchOf();
  }

  /** A new run. @param isCrash what was set aside is not given back */
  async restart(isCrash: boolean): Promise<void> {
    if (!isCrash) this.store.save();
    this.store = this.opened();
    await this.next();
  }

  async rekey(role: string): Promise<void> {
    this.bench.keyReplaced(role, 'guek');
  }

  private opened(): CounterStore {
    return new CounterStore(new StateFile(this.path), new RigKeys(rig.clients.values()));
  }

  private benchOf(): Bench {
    return new Bench(rig, new RigCounters(this.store, true));
  }
}

type Deed = (client: DlmsClient, runs: Runs) => Promise<unknown>;

/** What scenarios do with a client. Where it needs an association that is not there, the deed ends in a refusal. */
const DEEDS: Readonly<Record<string, Deed>> = {
  opens: (client) => client.open(),
  'opens under a dedicated key': (client) => opensUnder(client, 'dedicated'),
  'opens anew': (client) => client.disconnect().then(() => client.open()),
  'sends an AARQ alone': (client) => client.sendAarq(),
  reads: (client) => getAttribute(client, NAME),
  'reads under the global key': (client) =>
    client.request(encodeGetName(client), { protection: protectionOf(client, 'authenticated-encryption', 'global') }),
  'reads in a general form': (client) =>
    client.request(encodeGetName(client), { protection: inGeneralForm(protectionOf(client, 'encryption')) }),
  'sends without listening': (client) => client.channel.connect().then(() => client.send(encodeGetName(client))),
  releases: (client) => client.channel.connect().then(() => client.release()),
  'replays a request': (client) => replaysRead(client),
  'reads with low counters': (client) => readsWithLowCounters(client),
  'jumps forward': (client) => jumpsForward(client),
  forges: (client) => forgesCounter(client),
  'opens from the shown counter': (client, runs) =>
    opensFromShownCounter(
      client,
      runs.client('public', ''),
      client.role === 'management' ? '0-0:43.1.0.255' : '0-0:43.1.1.255',
    ),
  'loses its line': (client) => client.reset(),
  'begins a scenario': (_, runs) => runs.next(),
  'ends the run': (_, runs) => runs.restart(false),
  crashes: (_, runs) => runs.restart(true),
  'gets its own key back': ({ role }, runs) => runs.rekey(role),
};

interface Step {
  readonly deed: string;
  readonly role: string;
  readonly connection: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.constantFrom(...Object.keys(DEEDS)),
  role: fc.constantFrom('management', 'maintenance'),
  connection: fc.constantFrom('', 'second'),
});

const EXPECTED = [LocalProtocolError, LineLost, PeerProtocolError];

/** A deed may want an association that is not there, a connection too many, or find an answer that nobody waited for. */
async function does(deed: Deed | undefined, client: DlmsClient, runs: Runs): Promise<void> {
  try {
    await deed?.(client, runs);
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
  }
}

function ledgerOf(steps: readonly Step[]): Promise<IvLedger> {
  const runs = new Runs(join(home, `${runCount++}.json`));
  return watched(async () => {
    for (const { deed, role, connection } of steps) await does(DEEDS[deed], runs.client(role, connection), runs);
    await runs.next();
  });
}

describe('the vectors of our clients', () => {
  it(
    'never come twice, whatever clients that share key and title do, over connections, scenarios, runs and crashes',
    async () => {
      const uses = { own: 0, given: 0 };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          const ledger = await ledgerOf(steps);
          expect(ledger.repetitions).toEqual([]);
          uses.own += ledger.uses.own;
          uses.given += ledger.uses.given;
        }),
        { numRuns: 60 },
      );
      expect(uses.own).toBeGreaterThan(500);
      expect(uses.given).toBeGreaterThan(20);
    },
    LONG,
  );

  it('are found to repeat when two clients do not know that they share a key', async () => {
    const bench = new Bench(rig, new RigCounters(new CounterStore(new MemoryFile(), new RigKeys([])), true));
    const ledger = await watched(async () => {
      for (const role of ['management', 'maintenance']) await bench.client(role).open();
    });
    await bench.close();
    expect(ledger.repetitions).toHaveLength(3);
    expect(ledger.repetitions[0]).toMatch(/^key [0-9a-f]{16}, title 434C490000000001, counter 1\n/);
  });

  it('are found to repeat when a token has the counter of the message around it', async () => {
    const bench = new Bench(rig, new RigCounters(new CounterStore(new MemoryFile(), new RigKeys([])), true));
    const client = bench.client('management');
    const { globalCounter } = client.association.security;
    const taking = globalCounter.take.bind(globalCounter);
    const ledger = await watched(async () => {
      await client.sendAarq();
      Object.assign(globalCounter, { take: () => 7 });
      await client.completeHls();
      Object.assign(globalCounter, { take: taking });
    });
    await bench.close();
    expect(ledger.repetitions).toHaveLength(1);
    expect(ledger.repetitions[0]).toContain('counter 7');
  });

  it('may be repeated by who names the counter', async () => {
    const steps = ['opens', 'reads with low counters', 'replays a request'].map((deed) => ({
      ...{ deed, role: 'management', connection: '' },
    }));
    const { uses, repetitions } = await ledgerOf(steps);
    expect(uses.given).toBe(3);
    expect(repetitions).toEqual([]);
  });

  it(
    'never come twice in a run of the cases of authentication and message protection',
    async () => {
      const { code, uses, repetitions } = await ranUnderLedger('@encryption or @authentication');
      expect(repetitions).toEqual([]);
      expect(uses.own).toBeGreaterThan(1000);
      expect(uses.given).toBeGreaterThan(30);
      expect(code).toBe(0);
    },
    LONG,
  );
});

type Ledger = Pick<IvLedger, 'uses' | 'repetitions'>;

/** A run against the simulator in a process of its own. */
function ranUnderLedger(tags: string): Promise<Ledger & { readonly code: number | null }> {
  const reports = temporaryDirectory({});
  const preload = ['-r', 'ts-node/register', '-r', join(__dirname, 'iv-ledger-preload.ts')];
  const rig = ['--rig', 'fixtures/rigs/simulator-memory.yaml'];
  const args = [...preload, 'support/run/conformance.ts', ...rig, '--reports', reports, '--no-report', '--tags', tags];
  return new Promise((settled) => {
    const child = execFile(process.execPath, args, (_error, _out, errors) => {
      const ledger: Ledger = JSON.parse(errors.trim().split('\n').at(-1) ?? '');
      settled({ ...ledger, code: child.exitCode });
    });
  });
}
