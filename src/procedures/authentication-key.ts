import type { DlmsClient } from '#client/dlms-client';
import { type Observed, observe } from './observed';
import { protectionOf } from './protection-choices';
import { encodeGetName } from './requests';

const NO_KEY = { authenticationKey: new Uint8Array(0) };

/**
 * SEC-15, from the AARQ on: every message is protected as if there were no authentication key. A meter that leaves
 * the key out of the additional data serves this client, and no other.
 */
export async function conversesWithoutAuthenticationKey(client: DlmsClient): Promise<readonly Observed[]> {
  const { association } = client;
  const protection = { ...protectionOf(client, 'authenticated-encryption', 'global'), ...NO_KEY };
  await client.sendAarq({ initiateProtection: protection, dedicatedKey: 'none' });
  if (association.state === 'pending') await client.request(association.hlsRequest(NO_KEY), { protection });
  const read = client.request(encodeGetName(client), { protection });
  return [await observe('GET without the authentication key', read, 'data service')];
}
