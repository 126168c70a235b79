import { afterEach, describe, expect, it } from 'vitest';
import { changesSecret, examineSecretChange } from '#procedures/secret-change';
import { kindOfSecret, type SecretMeans, temporaryOf } from '#procedures/secret-means';
import { restoresSecret } from '#procedures/secret-restoration';
import { sendsSecret, succeeded } from '#procedures/secret-setting';
import { registerMutant } from '#simulator/mutants/registry';
import { SuiteBench } from './suite-bench';

/** One has a password, the other an HLS secret that is changed wrapped. */
const ROLES = [['reading'], ['maintenance']] as const;

let bench: SuiteBench;
afterEach(() => bench.close());

function meansOf(role: string): SecretMeans {
  return bench.secretMeans(role, { journal: bench.journal(), hasFailed: () => Promise.resolve() });
}

/** What a run leaves that ends after it has told the meter, or before the meter has heard it. */
async function brokenOff(role: string, isTold: boolean): Promise<void> {
  const client = await bench.associated(role);
  const means = meansOf(role);
  const what = kindOfSecret(means);
  const entry = { ...means.journal.begin({ role, what, nonce: Uint8Array.of(1, 2, 3, 4) }), what };
  if (!isTold) return;
  const reply = await sendsSecret(client, means, temporaryOf(means, entry));
  if (!succeeded(reply)) throw new Error('the secret was not changed');
}

async function opens(role: string): Promise<boolean> {
  const client = bench.client(role);
  await client.disconnect();
  return (await client.open()).associated;
}

describe('a change of a secret', () => {
  it.each(ROLES)('of the %s client is used and undone', async (role) => {
    bench = new SuiteBench(1);
    const trial = await changesSecret(await bench.associated(role), meansOf(role));
    expect(examineSecretChange(trial)).toMatchObject({ faults: [], deviations: [] });
    expect(trial.withOld).toHaveLength(2);
    expect(bench.written).toEqual([]);
    expect(await opens(role)).toBe(true);
  });

  it.each(ROLES)('of the %s client is written down without any secret', async (role) => {
    bench = new SuiteBench(1);
    await brokenOff(role, true);
    const written = JSON.stringify(bench.written);
    expect(written).toContain(role === 'reading' ? 'lls-password' : 'hls-secret');
    expect(written).not.toContain('12345678');
    expect(await opens(role)).toBe(false);
  });

  it('begins nothing while an earlier one is not restored', async () => {
    bench = new SuiteBench(1);
    await brokenOff('reading', false);
    const client = await bench.associated('reading');
    await expect(changesSecret(client, meansOf('reading'))).rejects.toThrow('lls-password of reading');
  });
});

describe('a restoration by another run', () => {
  it.each([
    ['reading', true],
    ['reading', false],
    ['maintenance', true],
    ['maintenance', false],
  ] as const)('gives the %s client its secret back, the meter having heard of another: %s', async (role, isTold) => {
    bench = new SuiteBench(1);
    await brokenOff(role, isTold);
    await bench.client(role).disconnect();
    expect((await restoresSecret(meansOf(role))).restored).toBe(true);
    expect(bench.written).toEqual([]);
    expect(await opens(role)).toBe(true);
  });

  it('keeps the entry when the meter opens with neither', async () => {
    registerMutant({
      id: 'X-deaf',
      violates: ['AUT-03'],
      fault: 'takes no password',
      policy: { acceptsPassword: () => false },
    });
    bench = new SuiteBench(1, { kind: 'mutant', id: 'X-deaf' });
    const means = meansOf('reading');
    means.journal.begin({ role: 'reading', what: 'lls-password', nonce: Uint8Array.of(1) });
    expect(await restoresSecret(means)).toEqual({
      restored: false,
      text: 'the meter opens neither with its own secret nor with a temporary one',
    });
    expect(bench.written).toHaveLength(1);
  });

  it('has nothing to do where nothing was changed', async () => {
    bench = new SuiteBench(1);
    expect(await restoresSecret(meansOf('reading'))).toEqual({ restored: true, text: 'nothing was changed' });
  });
});
