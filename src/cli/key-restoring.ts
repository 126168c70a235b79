import { loadRig } from '#rig/load-rig';
import { Bench } from '#support/bench';
import { pendingText, restorationText, restoresPending } from '#support/key-repair';
import { countersOf, leaveRigs, stateOf } from '#support/session';
import type { RigOption } from './rig-option';

const UNRESTORED = 1;

/** Gives a meter back what tests have changed in it and not restored, and says what came of it. */
export async function restore({ rig: file }: RigOption): Promise<void> {
  const rig = loadRig(file);
  const { keys } = stateOf(rig);
  try {
    if (keys.pending().length === 0) return console.log(`rig ${rig.name}: nothing is waiting to be restored`);
    const bench = new Bench(rig, countersOf(rig));
    try {
      for (const restoration of await restoresPending(bench, keys)) console.log(restorationText(restoration));
    } finally {
      await bench.close();
    }
    if (keys.pending().length === 0) return;
    console.error(`not restored: ${pendingText(keys)}`);
    process.exitCode = UNRESTORED;
  } finally {
    leaveRigs();
  }
}
