import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { LocalProtocolError } from '#dlms/errors';
import { type Attempts, attemptEach } from './attempts';
import { protectionOf, readsProtected, type Strength } from './protection-choices';
import { encodeGetName } from './requests';

const BOTH: Strength = 'authenticated-encryption';
/** Counters for a key of another association: above all that it has used there. */
const BEYOND = 1000;

/** SEC-05: ded-get under the global key, glo-get under the dedicated one. Counters are fresh under either key. */
export function swapsKeys(client: DlmsClient): Promise<Attempts> {
  const { security } = client.association;
  const { encryptionKey: globalKey } = security.keys();
  const dedicatedKey = agreedKey(client);
  return attemptEach(client, [
    readAttempt(client, 'ded-get under the global key', 'dedicated', globalKey),
    readAttempt(client, 'glo-get under the dedicated key', 'global', dedicatedKey),
  ]);
}

/** SEC-06: ded-get in an association that agreed no dedicated key. */
export function readsUnderNoAgreedKey(client: DlmsClient): Promise<Attempts> {
  const { encryptionKey } = client.association.security.keys();
  return attemptEach(client, [
    readAttempt(client, 'ded-get under an arbitrary key', 'dedicated', client.random(encryptionKey.length)),
    readAttempt(client, 'ded-get under the global key', 'dedicated', encryptionKey),
  ]);
}

/** An association that is over, and the dedicated key that it had. */
export interface ReleasedAssociation {
  readonly opening: OpenOutcome;
  readonly key: Uint8Array;
}

/** Opens with a dedicated key, uses it and releases the association; where RLRQ is not answered, by disconnecting. */
export async function releasesDedicatedKey(client: DlmsClient): Promise<ReleasedAssociation> {
  const key = client.random(client.association.security.keys().encryptionKey.length);
  const opening = await client.open({ dedicatedKey: key });
  if (!opening.associated) return { opening, key };
  await readsProtected(client);
  await client.release();
  if (client.association.state !== 'idle') await client.disconnect();
  return { opening, key };
}

/** SEC-07: ded-get under the key of an earlier association. */
export function readsUnderReleasedKey(client: DlmsClient, { key }: ReleasedAssociation): Promise<Attempts> {
  const choice = { ...protectionOf(client, BOTH, 'dedicated'), encryptionKey: key, counter: BEYOND };
  return attemptEach(client, [
    {
      what: 'ded-get under the dedicated key of the released association',
      send: () => client.request(encodeGetName(client), { protection: choice }),
    },
  ]);
}

/** The counter is one of the global key: no value of it is used twice there, and a dedicated key has not come so far. */
function readAttempt(client: DlmsClient, what: string, form: 'global' | 'dedicated', encryptionKey: Uint8Array) {
  const send = () => {
    const counter = client.association.security.globalCounter.take();
    return client.request(encodeGetName(client), {
      protection: { ...protectionOf(client, BOTH, form), encryptionKey, counter },
    });
  };
  return { what, send };
}

function agreedKey(client: DlmsClient): Uint8Array {
  const key = client.association.security.dedicatedKey;
  if (key === undefined) throw new LocalProtocolError('the association has no dedicated key');
  return key;
}
