import { pendingOf } from '#procedures/key-means';
import { type Restoration, restoresKeys } from '#procedures/key-restoration';
import { type KeyJournal, type Replacement, replacementText } from '#rig/key-journal';
import type { Bench } from './bench';

/** Name of the connections on which keys are restored outside of a scenario's own. */
const CONNECTION = 'restoring keys';

/** What became of one client's keys. */
export interface RoleRestoration extends Restoration {
  readonly role: string;
}

/** Entries of the journal that are about keys which can be restored by key_transfer. */
export function pendingKeys(journal: KeyJournal): readonly Replacement[] {
  const roles = new Set(journal.pending().map(({ role }) => role));
  return [...roles].flatMap((role) => pendingOf({ role, journal }));
}

/**
 * Gives the meter back every key that a test has changed and not restored, client by client.
 * @throws LineLost when the meter cannot be reached: what was not restored stays in the journal
 */
export async function restoresPending(bench: Bench, journal: KeyJournal): Promise<readonly RoleRestoration[]> {
  const roles = new Set(pendingKeys(journal).map(({ role }) => role));
  const restorations: RoleRestoration[] = [];
  for (const role of roles) restorations.push({ role, ...(await restoresRole(bench, journal, role)) });
  return restorations;
}

async function restoresRole(bench: Bench, journal: KeyJournal, role: string): Promise<Restoration> {
  const profile = bench.rig.clients.get(role);
  if (profile?.keys?.kek === undefined)
    return { restored: false, text: `the rig has no client ${role} with a KEK any more` };
  const means = bench.keyMeans(role, journal, CONNECTION);
  try {
    return await restoresKeys(means);
  } finally {
    await means.client.disconnect();
  }
}

/** `keys of management: GUEK restored`, or why they were not. */
export function restorationText({ role, text }: RoleRestoration): string {
  return `keys of ${role}: ${text}`;
}

/** One line for everything that is still pending. */
export function pendingText(journal: KeyJournal): string {
  return journal.pending().map(replacementText).join('; ');
}
