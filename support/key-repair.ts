import { WELL_OVER } from '#procedures/inactivity';
import { pendingOf } from '#procedures/key-means';
import { type Restoration, restoresKeys } from '#procedures/key-restoration';
import { pendingSecrets } from '#procedures/secret-means';
import { restoresSecret } from '#procedures/secret-restoration';
import { type KeyJournal, replacementText } from '#rig/key-journal';
import type { ClientProfile } from '#rig/rig';
import type { Bench } from './bench';

/** Name of the connections on which keys are restored outside of a scenario's own. */
const CONNECTION = 'restoring keys';

/** A meter that locks out after no more wrong secrets than these may do so after one of ours. */
const FEW = 2;

/** What became of one client's keys. */
export interface RoleRestoration extends Restoration {
  readonly role: string;
}

/**
 * Gives the meter back every key, password and HLS secret that a test has changed and not restored, client by client.
 * @throws LineLost when the meter cannot be reached: what was not restored stays in the journal
 */
export async function restoresPending(bench: Bench, journal: KeyJournal): Promise<readonly RoleRestoration[]> {
  for (const client of bench.used) await client.disconnect();
  const restorations: RoleRestoration[] = [];
  for (const role of new Set(journal.pending().map((entry) => entry.role))) {
    for (const restoration of await restoresRole(bench, journal, role)) restorations.push({ role, ...restoration });
  }
  return restorations;
}

/** Keys first: without them nobody gets as far as to a secret. */
async function restoresRole(bench: Bench, journal: KeyJournal, role: string): Promise<readonly Restoration[]> {
  const profile = bench.rig.clients.get(role);
  if (profile === undefined) return [{ restored: false, text: 'the rig has no such client any more' }];
  const restorations: Restoration[] = [];
  if (pendingOf({ role, journal }).length > 0) restorations.push(await restoresRoleKeys(bench, journal, profile));
  if (pendingSecrets({ profile, journal }).length > 0)
    restorations.push(await restoresSecret(bench.secretMeans(role, { journal, hasFailed: () => outwaits(bench) })));
  return restorations;
}

/** After a wrong secret, where it may have locked the client out: nobody knows how many others there were before it. */
async function outwaits({ rig, clock }: Bench): Promise<void> {
  const { lockout } = rig.meter;
  if (lockout === undefined || lockout.failures > FEW) return;
  await clock.wait(clock.now() + lockout.seconds * 1000 * WELL_OVER);
}

async function restoresRoleKeys(bench: Bench, journal: KeyJournal, profile: ClientProfile): Promise<Restoration> {
  const { role, keys } = profile;
  if (keys?.kek === undefined) return { restored: false, text: 'the rig has no KEK of this client any more' };
  const means = bench.keyMeans(role, journal, CONNECTION);
  try {
    return await restoresKeys(means);
  } finally {
    await means.client.disconnect();
  }
}

/** `management: GUEK restored`, or why not. */
export function restorationText({ role, text }: RoleRestoration): string {
  return `${role}: ${text}`;
}

/** One line that says why no key may be changed now; undefined: the meter has what the rig file says. */
export function notRestoredText(journal: KeyJournal, restorations: readonly RoleRestoration[]): string | undefined {
  if (journal.pending().length === 0) return undefined;
  const why = restorations.filter(({ restored }) => !restored).map(restorationText);
  const text = `no key is changed before the meter has its own again: ${pendingText(journal)}`;
  return [text, ...why].join('; ');
}

/** One line for everything that is still pending. */
export function pendingText(journal: KeyJournal): string {
  return journal.pending().map(replacementText).join('; ');
}
