import { After, Before } from '@cucumber/cucumber';
import { LineLost } from '#dlms/errors';
import { notRestoredText, pendingText, restorationText, restoresPending } from './key-repair';
import type { MeterWorld } from './world';

/** The meter may have keys that a test put into it, and they could not be restored: no key is changed before they are. */
export class KeysNotRestored extends Error {
  override name = 'KeysNotRestored';
}

Before({ name: 'has the keys of the rig in the meter' }, async function (this: MeterWorld) {
  if (this.case?.safety !== 'keys' || this.journal.pending().length === 0) return;
  const restorations = await restoresPending(this.bench, this.journal);
  this.note(restorations.map(restorationText));
  const text = notRestoredText(this.journal, restorations);
  if (text !== undefined) throw new KeysNotRestored(text);
});

// Runs before the meter is left. A scenario that restores by itself leaves nothing to do.
After({ name: 'restores the keys of the meter' }, async function (this: MeterWorld) {
  if (this.journal.pending().length === 0) return;
  try {
    this.note((await restoresPending(this.bench, this.journal)).map(restorationText));
  } catch (error) {
    if (!(error instanceof LineLost)) throw error;
    this.note([`not restored, the line was lost: ${pendingText(this.journal)}`]);
  }
});
