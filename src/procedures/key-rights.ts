import type { DlmsClient } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import { type Attempts, attemptEach } from './attempts';
import { Examination, type Findings } from './findings';
import { beginsChange, transfersKeys } from './key-change';
import type { KeyMeans } from './key-means';
import { KEY_IDS } from './key-names';
import { type Changed, changing, type KeyUse, opensAndReads } from './key-use';
import { faultyWrap } from './key-wraps';
import { activatesPolicy, readsPolicy, securitySetupOf } from './security-setup';

/** What a client without rights tried with the Security setup of another one, and what became of that. */
export interface RightsTrial {
  readonly attempts: Attempts;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
  /** the other client, under its own keys in a new association */
  readonly use: KeyUse;
}

/**
 * KEY-20: `stranger` activates the policy that is in force and transfers a GUEK in a random wrap; the client of `means`
 * looks before and after.
 */
export function triesWithoutRights(means: KeyMeans, stranger: DlmsClient): Promise<Changed<RightsTrial>> {
  return changing(means, async () => {
    const { client } = means;
    const setup = await securitySetupOf(client);
    const before = await readsPolicy(client, setup);
    const change = beginsChange(means, 'guek', setup);
    const wrapped = faultyWrap('whose wrap is random', change.toWrap('guek'));
    await stranger.open();
    const attempts = await attemptEach(stranger, [
      {
        what: 'security_activate of the policy in force',
        send: () => activatesPolicy(stranger, setup, before?.type === 'enum' ? before.value : 0),
      },
      {
        what: 'key_transfer of a GUEK in a random wrap',
        send: () => transfersKeys(stranger, setup, [{ keyId: KEY_IDS.guek, wrapped }]),
      },
    ]);
    await stranger.disconnect();
    const use = await opensAndReads(client, `GET of the ${client.role} client afterwards`);
    return { attempts, before, after: use.served ? await readsPolicy(client, setup) : undefined, use };
  });
}

/** Policy and keys are what they were. */
export function examineUntouched({ before, after, use }: RightsTrial): Findings {
  const examination = new Examination();
  examination.expect(use.served, `${use.what}: expected to be served, got ${use.detail}`);
  examination.expect(before?.type === 'enum', 'security_policy could not be read before');
  examination.expect(
    shownIn(after) === shownIn(before),
    `security_policy shows ${shownIn(after)}, was ${shownIn(before)}`,
  );
  return examination;
}

function shownIn(data: Data | undefined): number | string | undefined {
  return data?.type === 'enum' ? data.value : data?.type;
}
