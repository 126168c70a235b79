import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { earlierUse, examineRising } from '#procedures/server-counters';
import { openCounterStore } from '#rig/counter-store';
import { RigCounters } from '#support/rig-counters';
import { loadText, tcpRig } from '../rig/rig-folder';

const TITLE = new Uint8Array(8);
const CLIENTS = '  management: { sap: 1, authentication: hls-gmac, keys: { guek: env:KEY, gak: env:KEY } }';
const rig = loadText(tcpRig('', CLIENTS), { KEY: '5A'.repeat(16) });

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rig-counters-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(shown?: number): RigCounters {
  const counters = new RigCounters(openCounterStore(rig, { XDG_STATE_HOME: home }), true);
  if (shown !== undefined) counters.shown('management', shown);
  return counters;
}

function isSure(counters: RigCounters): boolean | undefined {
  return counters.heardBefore('management', TITLE)?.sure;
}

it('is sure of what it heard in this run', () => {
  const counters = run();
  counters.heard('management', TITLE, 7);
  expect(isSure(counters)).toBe(true);
});

// an instant later, so that the time of an earlier run is an earlier one
const later = () => new Promise((done) => setTimeout(done, 5));

it.each([
  ['the meter has kept our counter since', 10, 500, true],
  ['the meter has forgotten our counter', 10, 0, false],
  ['the meter shows what it showed a run before', 10, 10, false],
  ['the meter shows none', undefined, undefined, false],
])('of what an earlier run heard, where %s', async (_, before, now, sure) => {
  run(before).heard('management', TITLE, 7);
  await later();
  expect(isSure(run(now))).toBe(sure);
});

it('fails a counter that comes again, and tolerates it where it is not sure', () => {
  const again = { what: 'get-response', key: 'global', counter: 7 };
  const at = '2026-11-22T10:00:00.000Z';
  expect(examineRising([earlierUse(7, at, true), again]).faults).toHaveLength(1);
  const { faults, deviations } = examineRising([earlierUse(7, at, false), again]);
  expect([faults.length, deviations.length]).toEqual([0, 1]);
});
