import type { DlmsClient } from '#client/dlms-client';
import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import { restores } from './attempts';
import type { CounterTrial } from './invocation-counters';
import { beginsChange } from './key-change';
import type { KeyMeans } from './key-means';
import { type Changed, changing } from './key-use';
import { type Observed, observe } from './observed';
import { protectionOf } from './protection-choices';
import { encodeGetName } from './requests';
import { securitySetupOf } from './security-setup';

/**
 * SEC-36: the last counter that may be used under the global key, the one behind it, and 0 and 1. Whatever comes of
 * it, a temporary key is installed afterwards, by the dedicated key of the association, and then the rig's own again.
 */
export function usesUpGlobalKey(means: KeyMeans): Promise<Changed<CounterTrial>> {
  return changing(means, async () => {
    const change = beginsChange(means, 'guek', await securitySetupOf(means.client));
    try {
      return await triesLastCounters(means.client);
    } finally {
      await restores(means.client);
      await change.transfer('key_transfer in place of a key that is used up');
      change.useChanged();
    }
  });
}

async function triesLastCounters(client: DlmsClient): Promise<CounterTrial> {
  const fresh = [await readsWith(client, LAST_COUNTER - 1)];
  const stale: Observed[] = [];
  for (const counter of [LAST_COUNTER, 0, 1]) stale.push(await readsWith(client, counter));
  return { fresh, stale, lowest: LAST_COUNTER };
}

function readsWith(client: DlmsClient, counter: number): Promise<Observed> {
  const protection = { ...protectionOf(client, 'authenticated-encryption', 'global'), counter };
  const name = counter.toString(16).padStart(8, '0').toUpperCase();
  return observe(`GET with counter ${name}`, client.request(encodeGetName(client), { protection }));
}
