import type { DlmsClient } from '#client/dlms-client';
import { invokeMethod } from '#client/writing';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import { wrapKey } from '#dlms/security/key-wrap';
import { restores } from './attempts';
import type { CounterTrial } from './invocation-counters';
import { type Observed, observe } from './observed';
import { protectionOf } from './protection-choices';
import { encodeGetName } from './requests';
import { securitySetupOf } from './security-setup';

const GLOBAL_UNICAST_KEY = 0;
const KEY_TRANSFER = 2;

/**
 * SEC-36: the last counter that may be used under the global key, the one behind it, and 0 and 1. Whatever comes of
 * it, a fresh key is installed afterwards and then the rig's own, by the dedicated key of the association.
 */
export async function usesUpGlobalKey(client: DlmsClient, masterKey: Uint8Array): Promise<CounterTrial> {
  const setup = await securitySetupOf(client);
  try {
    const fresh = [await readsWith(client, LAST_COUNTER - 1)];
    const stale: Observed[] = [];
    for (const counter of [LAST_COUNTER, 0, 1]) stale.push(await readsWith(client, counter));
    return { fresh, stale, lowest: LAST_COUNTER };
  } finally {
    await restores(client);
    await installs(
      client,
      setup,
      wrapKey(masterKey, client.random(client.association.security.keys().encryptionKey.length)),
    );
    await installs(client, setup, wrapKey(masterKey, client.association.security.keys().encryptionKey));
  }
}

function readsWith(client: DlmsClient, counter: number): Promise<Observed> {
  const protection = { ...protectionOf(client, 'authenticated-encryption', 'global'), counter };
  const name = counter.toString(16).padStart(8, '0').toUpperCase();
  return observe(`GET with counter ${name}`, client.request(encodeGetName(client), { protection }));
}

/** key_transfer of the GUEK (class 64 method 2). */
async function installs(client: DlmsClient, logicalName: Obis, wrapped: Uint8Array): Promise<void> {
  const parameters = array(structure(enumerated(GLOBAL_UNICAST_KEY), octetString(wrapped)));
  await invokeMethod(client, { classId: 64, logicalName, methodId: KEY_TRANSFER }, parameters);
}
