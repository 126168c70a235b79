import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineRun, readsOverTwoAssociations } from '#procedures/server-counters';
import type { Rig } from '#rig/rig';
import { openRigState, type RigState } from '#rig/rig-state';
import { Bench } from '#support/bench';
import { opensBelieving, recoverCounters } from '#support/counter-recovery';
import { RigCounters } from '#support/rig-counters';
import { loadText } from '../rig/rig-folder';
import { ServedMeter } from './served-meter';

const SECRETS = { GUEK: '000102030405060708090A0B0C0D0E0F', GAK: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
const SHOWN = 'invocationCounter: { object: 0-0:43.1.0.255, via: public }';

const meter = new ServedMeter();
const tidyUps: (() => void | Promise<void>)[] = [];

beforeEach(() => meter.start());
afterEach(async () => {
  for (const tidyUp of tidyUps.splice(0).reverse()) await tidyUp();
  meter.named = undefined;
  await meter.stop();
});

function rigWith(counterObject: string, keys = SECRETS): Rig {
  return loadText(
    `version: 1
name: bench
transport: { kind: tcp, host: 127.0.0.1, port: ${meter.port} }
clients:
  public: { sap: 16, conformance: [get] }
  management:
    sap: 1
    authentication: hls-gmac
    policy: authenticated-encryption
    conformance: [get]
    keys: { guek: env:GUEK, gak: env:GAK }
    ${counterObject}
`,
    keys,
  );
}

/** A computer on which nothing is known of the rig. */
function computer(): string {
  const home = mkdtempSync(join(tmpdir(), 'recovery-'));
  tidyUps.push(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

interface Sitting {
  readonly bench: Bench;
  readonly counters: RigCounters;
  readonly end: () => Promise<void>;
}

/** A run, or a scenario of it, on a computer. */
function sitDown(rig: Rig, home = computer()): Sitting {
  const state: RigState = openRigState(rig, { XDG_STATE_HOME: home });
  const counters = new RigCounters(state.counters, true);
  const bench = new Bench(rig, counters);
  let isOver = false;
  const end = async () => {
    if (!isOver) await bench.close();
    if (!isOver) state.leave();
    isOver = true;
  };
  tidyUps.push(end);
  return { bench, counters, end };
}

/** Somebody at another computer has used the meter up to this counter. */
async function usedUpTo(counter: number): Promise<void> {
  const { bench, counters, end } = sitDown(rigWith(''));
  // three of an opening, one of a release
  counters.of('management').skipTo(counter - 2);
  expect((await bench.client('management').open()).associated).toBe(true);
  await end();
}

describe('on a computer that knows nothing of the meter', () => {
  it('a client goes on behind what the counter object shows', async () => {
    await usedUpTo(500);
    const { bench, counters } = sitDown(rigWith(SHOWN));
    expect(await recoverCounters(bench)).toEqual([
      'invocation counter of management: from 1 to 501, by its counter object 0-0:43.1.0.255',
    ]);
    expect(counters.resynchronizations).toEqual([
      { client: 'management', key: 'guek', from: 1, to: 501, source: 'object' },
    ]);
    expect((await bench.client('management').open()).associated).toBe(true);
  });

  it('a client whose counter nobody shows goes on from the refusal', async () => {
    await usedUpTo(500);
    meter.named = 501;
    const { bench, counters } = sitDown(rigWith(''));
    expect(await recoverCounters(bench)).toEqual([
      'invocation counter of management: from 2 to 501, as a refusal named it',
    ]);
    expect(counters.resynchronizations).toHaveLength(1);
    expect((await bench.client('management').open()).associated).toBe(true);
  });

  it('a meter that lets nobody in without naming a counter is told of, with what would help', async () => {
    const wrongKeys = { ...SECRETS, GUEK: SECRETS.GAK };
    const { bench, counters } = sitDown(rigWith('', wrongKeys));
    const [remark, ...more] = await recoverCounters(bench);
    expect(remark).toMatch(
      /^invocation counter of management is not known on this computer, and the meter let it not in \(.+\); if it shows the counter somewhere, clients\.management\.invocationCounter tells where$/,
    );
    expect(more).toEqual([]);
    expect(counters.resynchronizations).toEqual([]);
  });

  it('an object that is no number is told of', async () => {
    const { bench } = sitDown(rigWith('invocationCounter: { object: 0-0:42.0.0.255, via: public }'));
    expect(await recoverCounters(bench)).toEqual([
      expect.stringMatching(/^invocation counter of management not recovered: 0-0:42\.0\.0\.255 gave no number/),
    ]);
  });
});

describe('a meter that names a counter of which nobody should believe it', () => {
  it.each([
    ['the last one', 0xffffffff],
    ['one near the end', 0xff000001],
    ['one that we have passed', 1],
  ])('%s is not believed', async (_, named) => {
    meter.named = named;
    const wrongKeys = { ...SECRETS, GUEK: SECRETS.GAK };
    const { bench, counters } = sitDown(rigWith('', wrongKeys));
    const { opening } = await opensBelieving(bench.client('management'), counters);
    expect(opening.associated).toBe(false);
    expect(counters.of('management').next).toBe(2);
  });

  it('is believed once for each opening', async () => {
    meter.named = 1000;
    const wrongKeys = { ...SECRETS, GUEK: SECRETS.GAK };
    const { bench, counters } = sitDown(rigWith('', wrongKeys));
    const { opening } = await opensBelieving(bench.client('management'), counters);
    expect(opening.associated).toBe(false);
    expect(counters.of('management').next).toBe(1001);
    expect(counters.resynchronizations).toHaveLength(1);
  });
});

describe('on a computer that knows the meter', () => {
  it('nothing is taken over where our own counter is in front, and nothing is sent to find out', async () => {
    const home = computer();
    const before = sitDown(rigWith(''), home);
    await before.bench.client('management').open();
    await before.end();
    const { bench, counters } = sitDown(rigWith(''), home);
    expect(await recoverCounters(bench)).toEqual([]);
    expect([...bench.used]).toEqual([]);
    expect(counters.of('management').next).toBe(4);
  });

  it('a meter that has forgotten our counter is told of, and our own stays', async () => {
    const { bench, counters } = sitDown(rigWith(SHOWN));
    counters.of('management').skipTo(5000);
    expect(await recoverCounters(bench)).toEqual([
      'invocation counter of management stays at 5000, but the meter shows 0: it was given this key anew, or loses its counter',
    ]);
    expect(counters.of('management').next).toBe(5000);
  });

  it('a counter near the end of all is not taken over', async () => {
    await usedUpTo(0xff000010);
    const { bench, counters } = sitDown(rigWith(SHOWN));
    expect(await recoverCounters(bench)).toEqual([
      `invocation counter of management not taken over: the meter shows ${0xff000010}, near the end of all counters; it needs another key`,
    ]);
    expect(counters.of('management').next).toBe(1);
  });

  it('a client that somebody has overtaken meanwhile opens all the same, once it was told', async () => {
    const { bench, counters } = sitDown(rigWith(''));
    await usedUpTo(500);
    meter.named = 501;
    const { opening, resynchronization } = await opensBelieving(bench.client('management'), counters);
    expect(opening.associated).toBe(true);
    expect(resynchronization).toEqual({ client: 'management', key: 'guek', from: 2, to: 501, source: 'refusal' });
  });
});

describe('a meter that counts from the beginning again', () => {
  let tolerated: readonly string[] = [];

  /** SEC-32 in a run of its own. */
  async function judged(home: string): Promise<readonly string[]> {
    const { bench, end } = sitDown(rigWith(SHOWN), home);
    await recoverCounters(bench);
    const client = bench.client('management');
    await client.open();
    const run = await readsOverTwoAssociations(client, 'global', bench.heardBefore('management'));
    await end();
    const { faults, deviations } = examineRun(run);
    tolerated = deviations;
    return faults;
  }

  it('is noticed by the run after', async () => {
    const home = computer();
    expect(await judged(home)).toEqual([]);
    expect(await judged(home)).toEqual([]);
    await meter.start();
    // it has forgotten our counter as well, as after a new key
    expect(await judged(home)).toEqual([]);
    expect(tolerated).toHaveLength(1);
    expect(tolerated[0]).toMatch(
      /^global key: counter \d of initiate-response after \d\d of .* unless the key was given/,
    );
  });

  it('is right to do so when its key was replaced, in that scenario and after', async () => {
    const home = computer();
    expect(await judged(home)).toEqual([]);
    const { bench, end } = sitDown(rigWith(SHOWN), home);
    await bench.client('management').open();
    bench.keyReplaced('management', 'guek');
    await end();
    await meter.start();
    expect(await judged(home)).toEqual([]);
  });

  it('is another meter when it bears another key', async () => {
    const home = computer();
    expect(await judged(home)).toEqual([]);
    const state = openRigState(rigWith('', { ...SECRETS, GUEK: SECRETS.GAK }), { XDG_STATE_HOME: home });
    const meterTitle = Buffer.from('53494D0000000001', 'hex');
    expect(state.counters.receivedBefore({ role: 'management', keyName: 'guek', meterTitle })).toBeUndefined();
    state.leave();
  });
});
