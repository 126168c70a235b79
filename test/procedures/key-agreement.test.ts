import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { agreedKeys } from '#procedures/agreed-keys';
import { beginsAgreement } from '#procedures/agreement-exchange';
import { agreesOnKey, examineAgreedKey, examineAgreement, offersWrongHalf } from '#procedures/key-agreement';
import type { KeyMeans } from '#procedures/key-means';
import { restoresKeys } from '#procedures/key-restoration';
import { opensAndReads } from '#procedures/key-use';
import { SuiteBench } from './suite-bench';

const SUITES = [[1], [2]] as const;

let bench: SuiteBench;
afterEach(() => bench.close());

describe('a key agreement', () => {
  it.each(SUITES)('is used and undone, in suite %i', async (suite) => {
    bench = new SuiteBench(suite);
    await bench.associated('management');
    const means = bench.keyMeans('management', bench.journal());
    const { seen, restoration } = await agreesOnKey(means, '05');
    expect([examineAgreement(seen, '05').faults, examineAgreedKey(seen).faults]).toEqual([[], []]);
    expect(restoration.restored).toBe(true);
    expect(bench.written).toEqual([]);
  });

  it('is written down before the meter is told, and is found again by whoever reads that', async () => {
    bench = new SuiteBench(1);
    await bench.associated('management');
    const broken = await agreedAndLeft();
    // another run, which knows nothing but the rig and the journal
    const journal = bench.journal();
    expect(journal.unrestored()).toHaveLength(1);
    const means = bench.keyMeans('management', journal, 'another run');
    expect(await restoresKeys(means)).toEqual({ restored: true, text: 'GUEK restored' });
    expect(bench.written).toEqual([]);
    expect((await opensAndReads(means.client, 'GET under the own key')).served).toBe(true);
    expect(broken).not.toBe(toHex(means.own.guek));
  });

  it('leaves no secret in the journal, and shows none', async () => {
    bench = new SuiteBench(2);
    await bench.associated('management');
    const hidden: Uint8Array[] = [];
    const means = bench.keyMeans('management', bench.journal());
    const listening: KeyMeans = {
      ...means,
      hide: (name, octets) => {
        hidden.push(octets);
        means.hide(name, octets);
      },
    };
    const agreement = await beginsAgreement(listening, 'guek');
    await agreement.offers(agreement.half());
    const text = JSON.stringify(bench.written);
    agreement.keys();
    expect(hidden.length).toBeGreaterThan(4);
    for (const octets of hidden) {
      expect(text).not.toContain(toHex(octets));
      expect(bench.hide(`a ${toHex(octets)} b`)).not.toContain(toHex(octets));
    }
    await restoresKeys(means);
  });

  it('knows of no key as long as the half of the meter is not there', async () => {
    bench = new SuiteBench(1);
    await bench.associated('management');
    const means = bench.keyMeans('management', bench.journal());
    const agreement = await beginsAgreement(means, 'guek');
    expect(agreement.keys()).toEqual([]);
    expect(await restoresKeys(means)).toEqual({ restored: true, text: 'GUEK restored' });
  });

  it('counts under each key that a meter may have derived by itself', async () => {
    bench = new SuiteBench(1);
    const means = bench.keyMeans('management', bench.journal());
    const entry = { role: 'management', nonce: '0A0B', agreedWith: `53494D0000000001${MANAGEMENT_KEY}` };
    const keys = agreedKeys(means, entry, 'guek');
    expect(new Set(keys.map(({ key }) => toHex(key))).size).toBe(6);
    expect(keys.map(({ nonce }) => nonce)).toEqual(['0A0B', '0A0B.1', '0A0B.2', '0A0B.3', '0A0B.4', '0A0B.5']);
  });

  it('is not begun while something of an earlier run is not restored', async () => {
    bench = new SuiteBench(1);
    await bench.associated('management');
    await agreedAndLeft();
    const means = bench.keyMeans('management', bench.journal(), 'another run');
    await means.client.disconnect();
    await expect(beginsAgreement(bench.keyMeans('maintenance', bench.journal()), 'guek')).rejects.toThrow();
  });
});

describe('a half that is wrong', () => {
  it.each(['whose signature has one bit changed', 'that is no point on the curve'] as const)(
    '%s is offered for the GBEK first, then for the GUEK, and leaves nothing to restore',
    async (flaw) => {
      bench = new SuiteBench(1);
      await bench.associated('maintenance');
      const { seen, restoration } = await offersWrongHalf(bench.keyMeans('maintenance', bench.journal()), flaw);
      expect(seen.map(({ answer }) => answer.what)).toEqual([
        `key_agreement of a GBEK with a half ${flaw}`,
        `key_agreement of a GUEK with a half ${flaw}`,
      ]);
      expect(seen.every(({ own }) => own.served)).toBe(true);
      expect(restoration).toEqual({ restored: true, text: 'nothing was changed' });
    },
  );
});

const MANAGEMENT_KEY =
  'BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC64362FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25';

/** A run that ends right after the agreement. @returns the key that the meter has now */
async function agreedAndLeft(): Promise<string> {
  const means = bench.keyMeans('management', bench.journal());
  const agreement = await beginsAgreement(means, 'guek');
  await agreement.offers(agreement.half());
  await means.client.disconnect();
  return toHex(agreement.keys()[0]?.key ?? new Uint8Array());
}
