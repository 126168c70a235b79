import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { CURRENT_NAME } from './association-objects';
import { lastReply } from './attempts';
import { Examination, type Findings } from './findings';
import type { Restoration } from './key-restoration';
import type { Observed } from './observed';
import { opensAnewWith } from './opening';
import { readsAfterwards } from './pass-three';
import { kindOfSecret, type SecretMeans, temporaryOf } from './secret-means';
import { restoresSecret } from './secret-restoration';
import { sendsSecret, succeeded } from './secret-setting';

const NONCE_LENGTH = 16;

/** A new secret in the meter, and what came of it and of the old one. */
export interface SecretTrial {
  /** what answered the change */
  readonly change: Reply;
  /** the opening with the old secret and a read behind it; empty where the change was refused */
  readonly withOld: readonly Observed[];
  /** undefined where the change was refused */
  readonly withNew: OpenOutcome | undefined;
  readonly restoration: Restoration;
}

/**
 * AUT-33: gives the open association of the client another secret, opens with the old one and with the new one, and
 * puts the old one back. What is changed stands in the journal before the meter is told.
 * @throws RigError when something of an earlier run is not restored yet: nothing is sent
 */
export async function changesSecret(client: DlmsClient, means: SecretMeans): Promise<SecretTrial> {
  const { journal, profile } = means;
  const what = kindOfSecret(means);
  const nonce = client.random(NONCE_LENGTH);
  const entry = { ...journal.begin({ role: profile.role, what, nonce, object: CURRENT_NAME }), what };
  const temporary = temporaryOf(means, entry);
  try {
    const change = await sendsSecret(client, means, temporary);
    if (!succeeded(change)) return await ended(means, { change, withOld: [], withNew: undefined });
    journal.mark(entry.id, 'changed');
    const withOld = await opensWithOld(client);
    await means.hasFailed();
    // the same client once more: a meter may take only one connection of it
    await client.disconnect();
    const other = means.as(temporary);
    const withNew = await opensAnewWith(other, {});
    return await ended(means, { change, withOld, withNew });
  } catch (error) {
    await restoresSecret(means);
    throw error;
  }
}

/** Success, the new secret opens and the old one opens again after it was put back. That it did not before is judged apart. */
export function examineSecretChange({ change, withNew, restoration }: SecretTrial): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(change);
  examination.expect(succeeded(change), `the change was answered by ${kind} (${detail}), expected success`);
  if (withNew !== undefined)
    examination.expect(withNew.associated, `the new secret does not open: ${faultOf(withNew)}`);
  examination.expect(restoration.restored, restoration.text);
  return examination;
}

/** Under the rig's own secret, which is the old one now. */
async function opensWithOld(client: DlmsClient): Promise<readonly Observed[]> {
  const opening = await opensAnewWith(client, {});
  const attempt = { what: 'opening with the old secret', reply: lastReply(opening) };
  return [attempt, await readsAfterwards(client, 'a read after it')];
}

async function ended(means: SecretMeans, trial: Omit<SecretTrial, 'restoration'>): Promise<SecretTrial> {
  return { ...trial, restoration: await restoresSecret(means) };
}

function faultOf({ hlsFault, reply }: OpenOutcome): string {
  const { kind, detail } = answerOf(reply);
  return hlsFault ?? `${kind} (${detail})`;
}
