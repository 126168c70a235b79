import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Reply } from '#client/reply';
import { mayBeMeters } from '#dlms/errors';
import { LOGICAL_DEVICE_NAME } from './health';
import { type Observed, observe } from './observed';
import { keyInUse, opensUnder } from './protection-choices';

/** One stimulus of several that are alike. */
export interface Attempt {
  readonly what: string;
  readonly send: () => Promise<Reply>;
  readonly variant?: string;
}

export interface Attempts {
  readonly observed: readonly Observed[];
  /** an attempt cost the association: it was opened anew for the next one */
  readonly reopened: boolean;
}

/**
 * One stimulus after the other, each in an association that serves, so that no refusal is owed to an association
 * that an earlier attempt has ended. An opening that fails in between stands among the answers. When the meter
 * cannot be reached any more, the attempts end: the proof of life will say so.
 */
export async function attemptEach(client: DlmsClient, attempts: readonly Attempt[]): Promise<Attempts> {
  const key = keyInUse(client);
  const observed: Observed[] = [];
  let reopened = false;
  for (const { what, send, variant } of attempts) {
    if (observed.length > 0 && !(await serves(client))) {
      reopened = true;
      const opening = await reopens(client, () => opensUnder(client, key));
      if (opening === undefined) break;
      if (!opening.associated) observed.push({ what: `opening anew before ${what}`, reply: lastReply(opening) });
      if (!opening.associated) break;
    }
    observed.push(await observe(what, send(), variant));
  }
  return { observed, reopened };
}

/** Opens the association anew, under a key of the same kind, where it no longer serves. */
export async function restores(client: DlmsClient): Promise<void> {
  if (await serves(client)) return;
  const key = keyInUse(client);
  await reopens(client, () => opensUnder(client, key));
}

/** Whether the association stands and a right request is served in it. */
export async function serves(client: DlmsClient): Promise<boolean> {
  if (client.association.state !== 'associated' || !client.channel.isConnected) return false;
  const { results } = await getAttribute(client, LOGICAL_DEVICE_NAME);
  return results?.[0] !== undefined && 'data' in results[0];
}

/** What ended an opening: the answer to pass 3, or the one to the AARQ. */
export function lastReply(opening: OpenOutcome): Reply {
  return opening.hlsReply ?? opening.reply;
}

async function reopens(client: DlmsClient, open: () => Promise<OpenOutcome>): Promise<OpenOutcome | undefined> {
  await client.disconnect();
  try {
    return await open();
  } catch (error) {
    if (mayBeMeters(error)) return undefined;
    throw error;
  }
}
