import { After, Before } from '@cucumber/cucumber';
import { LineLost } from '#dlms/errors';
import { pendingKeys, pendingText, restorationText, restoresPending } from './key-repair';
import type { MeterWorld } from './world';

/** The meter may have keys that a test put into it, and they could not be restored: no key is changed before they are. */
export class KeysNotRestored extends Error {
  override name = 'KeysNotRestored';
}

Before({ name: 'has the keys of the rig in the meter' }, async function (this: MeterWorld) {
  if (this.case?.safety !== 'keys' || this.journal.pending().length === 0) return;
  const restorations = await restoresPending(this.bench, this.journal);
  this.note(restorations.map(restorationText));
  if (this.journal.pending().length > 0) throw new KeysNotRestored(refusalText(this, restorations));
});

function refusalText(world: MeterWorld, restorations: Awaited<ReturnType<typeof restoresPending>>): string {
  const why = restorations.filter(({ restored }) => !restored).map(restorationText);
  return [`no key is changed before these are restored: ${pendingText(world.journal)}`, ...why].join('; ');
}

// Runs before the meter is left. A scenario that restores by itself leaves nothing to do.
After({ name: 'restores the keys of the meter' }, async function (this: MeterWorld) {
  if (pendingKeys(this.journal).length === 0) return;
  try {
    this.note((await restoresPending(this.bench, this.journal)).map(restorationText));
  } catch (error) {
    if (!(error instanceof LineLost)) throw error;
    this.note([`keys not restored, the line was lost: ${pendingText(this.journal)}`]);
  }
});
