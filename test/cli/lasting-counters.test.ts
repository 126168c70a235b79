import { describe, expect, it } from 'vitest';
import { countOn } from '#cli/lasting-counters';
import { loadMeter } from '#simulator/load-meter';
import type { MeterModel } from '#simulator/model';
import { isSecuritySetup } from '#simulator/server/key-ring';

const YEAR_MS = 365 * 24 * 3_600_000;
const START = Date.parse('2026-11-22T18:44:30Z');

function countersOf({ logicalDevices }: MeterModel): readonly number[] {
  const setups = logicalDevices.flatMap(({ objects }) => [...objects.values()].filter(isSecuritySetup));
  return setups.flatMap(({ material }) => [material.keys.counters.next, material.keys.broadcastCounters.next]);
}

function begun(now: number): readonly number[] {
  const model = loadMeter('fixtures/meters/electricity.yaml');
  countOn(model, now);
  return countersOf(model);
}

describe('the counters of a served meter', () => {
  it('begin above those of its last life', () => {
    const [before, after] = [begun(START), begun(START + 60_000)];
    expect(before.length).toBeGreaterThan(2);
    for (const [index, counter] of after.entries()) expect(counter).toBe((before[index] ?? Infinity) + 64 * 60);
  });

  it('leave room for a life, whenever it begins', () => {
    for (let now = START; now < START + 3 * YEAR_MS; now += YEAR_MS / 50)
      for (const counter of begun(now)) expect(counter).toBeLessThan(2 ** 31);
  });
});
