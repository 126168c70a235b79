import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type PlantedRigs, plantRigs } from './planted-rigs';
import { folderOf, runCommand, type WatchedCommand } from './watched-runs';

const root = mkdtempSync(join(tmpdir(), 'canary-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A case or two of each channel; `npm run canary` runs all of them. */
const COMMANDS: readonly WatchedCommand[] = [
  {
    // wrapped and agreed keys, signatures, certificates, key transfer, dedicated keys of 32 octets
    rig: 'simulator-suite2',
    against: 'right meter',
    args: cases('SEC-04', 'SEC-48', 'SEC-49', 'SEC-50', 'SEC-54', 'KEY-04', 'KEY-15', 'KEY-17', 'KEY-18', 'ASC-20'),
  },
  {
    // passwords and secrets right and wrong, over HDLC, where each refusal is told at length
    rig: 'simulator-older',
    against: 'wrong key',
    args: cases('AUT-03', 'AUT-04', 'AUT-21', 'AUT-22', 'SEC-01', 'SEC-04', 'SEC-14', 'SEC-927'),
  },
  { rig: 'simulator-memory', against: 'mutants', args: ['--only', 'M-SEC-05-either'] },
];

/** Each starts a run of its own, on a machine that may be busy. */
const LONG_MS = 600_000;

describe('no output of a run holds a secret', { timeout: LONG_MS }, () => {
  const rigs: PlantedRigs = plantRigs(root);

  it.concurrent.each(COMMANDS)('$rig against $against', async (command) => {
    const { traces, keys, searched, seesTitles } = await runCommand(rigs, command, folderOf(root, command));
    expect(traces).toEqual([]);
    // else nothing was run, or nothing was seen
    expect(keys).toBeGreaterThan(1);
    expect(searched).toBeGreaterThan(1000);
    expect(seesTitles).toBe(command.against !== 'mutants');
  });

  it('says what is wrong with a rig whose keys were cut, without showing them', async () => {
    const command: WatchedCommand = { rig: 'simulator-memory', against: 'cut secrets', args: cases('SEC-01') };
    const { traces, exitCode } = await runCommand(rigs, command, folderOf(root, command));
    expect(traces).toEqual([]);
    expect(exitCode).toBe(2);
  });
});

function cases(...ids: readonly string[]): string[] {
  return ['--no-report', '--case', ...ids];
}
