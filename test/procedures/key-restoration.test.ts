import { beforeEach, describe, expect, it } from 'vitest';
import { LineLost } from '#dlms/errors';
import { beginsChange } from '#procedures/key-change';
import { replacesMasterKey } from '#procedures/key-master';
import type { KeyMeans } from '#procedures/key-means';
import { transfersFaultyWraps, transfersHalfWrong } from '#procedures/key-refusals';
import { replacesKeys } from '#procedures/key-replacement';
import { restoresKeys } from '#procedures/key-restoration';
import { changing, opensAndReads } from '#procedures/key-use';
import { openCounterStore } from '#rig/counter-store';
import { type KeyJournal, openKeyJournal } from '#rig/key-journal';
import { loadRig } from '#rig/load-rig';
import { registerMutant } from '#simulator/mutants/registry';
import type { MeterPolicy } from '#simulator/policy';
import '#simulator/mutants/catalogue';
import { Bench } from '#support/bench';
import { RigCounters } from '#support/rig-counters';

const SETUP = '0-0:43.0.0.255';
const rig = loadRig('fixtures/rigs/simulator-memory.yaml');

let journal: KeyJournal;
let means: KeyMeans;

/** A client with an open association under its own keys, and a meter with this policy. */
async function meet(policy: Partial<MeterPolicy> = {}): Promise<void> {
  registerMutant({ id: 'T-keys', violates: ['KEY-04'], fault: 'is made for a test', policy });
  const bench = new Bench(rig, new RigCounters(openCounterStore(rig), false), { kind: 'mutant', id: 'T-keys' });
  journal = openKeyJournal(rig);
  means = bench.keyMeans('management', journal);
  await means.client.open({ dedicatedKey: 'none' });
}

/** The meter has the keys of the rig file, and the journal nothing more to say. */
async function isAsBefore(): Promise<boolean> {
  means.client.association.security.replaceKeys(undefined);
  const { served } = await opensAndReads(means.client, 'GET under the own keys');
  return served && journal.pending().length === 0;
}

describe('keys of a meter are given back', () => {
  beforeEach(() => meet());

  it('from every state in which a test can leave them', async () => {
    for (const what of ['guek', 'gak', 'guek+gak', 'gbek', 'kek'] as const) {
      const change = beginsChange(means, what, SETUP);
      expect(journal.pending()).toMatchObject([{ what, state: 'changing', object: SETUP }]);
      await change.transfer();
      expect(journal.pending()).toMatchObject([{ what, state: 'changed' }]);
      expect(await restoresKeys(means)).toMatchObject({ restored: true });
      expect(await isAsBefore()).toBe(true);
    }
  });

  it('when nothing was changed after all', async () => {
    beginsChange(means, 'guek+gak', SETUP);
    expect(await restoresKeys(means)).toEqual({ restored: true, text: 'GUEK, GAK restored' });
    expect(await isAsBefore()).toBe(true);
    expect(await restoresKeys(means)).toEqual({ restored: true, text: 'nothing was changed' });
  });

  it('when a test fails in the middle', async () => {
    const failing = changing(means, async () => {
      await beginsChange(means, 'guek', SETUP).transfer();
      throw new LineLost('the cable');
    });
    await expect(failing).rejects.toThrow('the cable');
    expect(await isAsBefore()).toBe(true);
  });

  it('when two kinds of them are away', async () => {
    const { seen, restoration } = await replacesMasterKey(means);
    expect(seen.use?.served).toBe(true);
    expect(restoration).toEqual({ restored: true, text: 'KEK, GUEK restored' });
    expect(await isAsBefore()).toBe(true);
  });
});

describe('a meter with faults of its own gets its keys back', () => {
  it.each([
    ['puts keys in force with the next association', { keysOfAssociation: ({ atOpening }) => atOpening }],
    ['answers under the new keys', { keysOfReply: () => 'now' }],
    ['still takes the old keys', { honoursFormerKeys: () => true }],
  ] satisfies [string, Partial<MeterPolicy>][])('that %s', async (_, policy) => {
    await meet(policy);
    const { seen, restoration } = await replacesKeys(means, 'guek+gak');
    expect(seen.fresh?.use.served).toBe(true);
    expect(restoration.restored).toBe(true);
    expect(await isAsBefore()).toBe(true);
  });

  it.each(['NC-086', 'M-KEY-10-plain', 'M-KEY-10-short', 'M-KEY-11-half'])('%s', async (id) => {
    const bench = new Bench(rig, new RigCounters(openCounterStore(rig), false), { kind: 'mutant', id });
    journal = openKeyJournal(rig);
    means = bench.keyMeans('management', journal);
    await means.client.open({ dedicatedKey: 'none' });
    const { restoration } = await (id === 'M-KEY-11-half' ? transfersHalfWrong(means) : transfersFaultyWraps(means));
    expect(restoration.restored).toBe(true);
    expect(await isAsBefore()).toBe(true);
  });
});

describe('keys that cannot be given back', () => {
  it('stay in the journal, and the message names no value of them', async () => {
    await meet({ keysInstalled: () => [{ name: 'guek', key: new Uint8Array(16) }] });
    const { restoration } = await transfersFaultyWraps(means);
    expect(restoration).toEqual({ restored: false, text: 'the meter opens with none of the keys that it may have' });
    expect(journal.pending()).toMatchObject([{ what: 'guek', role: 'management' }]);
  });

  it('are not taken for restored because the meter says so', async () => {
    let transfers = 0;
    await meet({ putsInForce: () => ++transfers < 2 });
    const { seen, restoration } = await replacesKeys(means, 'guek');
    expect(seen.fresh?.use.served).toBe(true);
    expect(restoration).toEqual({
      restored: false,
      text: 'the meter has taken its own GUEK back and does not open',
    });
    expect(journal.pending()).toMatchObject([{ state: 'restoring' }]);
  });
});
