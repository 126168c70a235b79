import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { equalOctets } from '#dlms/codec/hex';
import type { Restoration } from './key-restoration';
import { opensAnewWith } from './opening';
import { ownSecret, pendingSecrets, type SecretMeans, type SecretReplacement, temporaryOf } from './secret-means';
import { sendsSecret, succeeded } from './secret-setting';

/**
 * Gives the meter back the secret of the rig file, whatever became of the changes that are pending for this client:
 * looks with which one it opens, and changes it where that is another. What is proved by an opening is cleared from the
 * journal; otherwise it stays there.
 * @throws LineLost when the meter cannot be reached: everything stays in the journal
 */
export async function restoresSecret(means: SecretMeans): Promise<Restoration> {
  const entries = pendingSecrets(means);
  if (entries.length === 0) return { restored: true, text: 'nothing was changed' };
  for (const secret of candidates(means, entries)) {
    const client = means.as(secret);
    const { associated } = await opensAnewWith(client, {});
    if (associated) return isOwn(means, secret) ? proved(means, entries, client) : returned(means, entries, client);
    await client.disconnect();
    await means.hasFailed();
  }
  return { restored: false, text: 'the meter opens neither with its own secret nor with a temporary one' };
}

function isOwn(means: SecretMeans, secret: Uint8Array): boolean {
  return equalOctets(secret, ownSecret(means));
}

/** What the meter was told last comes first, so that as few wrong secrets as can be are tried. */
function candidates(means: SecretMeans, entries: readonly SecretReplacement[]): readonly Uint8Array[] {
  const own = ownSecret(means);
  const temporary = entries.map((entry) => temporaryOf(means, entry)).reverse();
  const isTold = entries.some(({ state }) => state === 'changed');
  return isTold ? [...temporary, own] : [own, ...temporary];
}

async function returned(
  means: SecretMeans,
  entries: readonly SecretReplacement[],
  client: DlmsClient,
): Promise<Restoration> {
  for (const { id } of entries) means.journal.mark(id, 'restoring');
  const reply = await sendsSecret(client, means, ownSecret(means));
  await client.disconnect();
  const { kind, detail } = answerOf(reply);
  if (!succeeded(reply))
    return { restored: false, text: `the meter does not take its own secret back: ${kind} (${detail})` };
  const own = means.as(ownSecret(means));
  const { associated } = await opensAnewWith(own, {});
  if (!associated)
    return { restored: false, text: 'the meter has taken its own secret back and does not open with it' };
  return proved(means, entries, own);
}

async function proved(
  { journal }: SecretMeans,
  entries: readonly SecretReplacement[],
  client: DlmsClient,
): Promise<Restoration> {
  for (const { id } of entries) journal.clear(id);
  await client.disconnect();
  return { restored: true, text: 'the secret of the rig file is in force' };
}
