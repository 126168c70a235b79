import type { DlmsClient } from '#client/dlms-client';
import { encodeCiphered } from '#dlms/apdu/ciphered';
import { protect } from '#dlms/security/protection';
import { SUITES } from '#dlms/security/suite';
import { type Observed, observe } from './observed';
import { opensAnewWith, orClosed, readsInVain, sendsAarq } from './opening';
import { encodeGetName } from './requests';

/** What may be wrong with the length of a dedicated key, in the words of features. */
export type KeyLengthFault = 'one octet too short' | 'one octet too long';

/** For clients that have neither title nor keys of their own. */
const FOREIGN_TITLE = Uint8Array.of(0x58, 0x58, 0x58, 0, 0, 0, 0, 1);
const ENCRYPTED = { suite: 0, authenticated: false, encrypted: true, keySet: 'unicast', compressed: false } as const;

/** ASC-20: an InitiateRequest in clear that carries a dedicated key; then a GET under that key, whatever the answer. */
export async function sendsDedicatedKeyInClear(client: DlmsClient): Promise<readonly Observed[]> {
  const dedicatedKey = client.random(keyLength(client));
  const opening = await opensAnewWith(client, { dedicatedKey, initiateProtection: 'none' });
  const aarq: Observed = { what: 'AARQ with a dedicated key in clear', reply: opening.reply };
  const underThatKey = orClosed(client, () => client.exchange(dedicatedGet(client, dedicatedKey)));
  return [aarq, await observe('GET under the key sent in clear', underThatKey, 'data service')];
}

/** ASC-21: a protected InitiateRequest whose dedicated key is no key of the suite. */
export async function sendsDedicatedKeyOfLength(
  client: DlmsClient,
  fault: KeyLengthFault,
): Promise<readonly Observed[]> {
  const right = keyLength(client);
  const dedicatedKey = client.random(fault === 'one octet too short' ? right - 1 : right + 1);
  return [
    await sendsAarq(client, `AARQ with a dedicated key that is ${fault}`, { dedicatedKey }),
    await readsInVain(client),
  ];
}

function keyLength({ association }: DlmsClient): number {
  return SUITES[association.settings.suite].keyLength;
}

/** Protected as the client protects; encrypted alone by a client that has no keys, which needs none but the one sent. */
function dedicatedGet(client: DlmsClient, encryptionKey: Uint8Array): Uint8Array {
  const { association } = client;
  const { keys, protection, systemTitle } = association.settings;
  const get = encodeGetName(client);
  const content = protect({
    control: protection ?? ENCRYPTED,
    keys: { encryptionKey, authenticationKey: keys?.gak ?? new Uint8Array(keyLength(client)) },
    systemTitle: systemTitle ?? FOREIGN_TITLE,
    invocationCounter: 0,
    apdu: get,
  });
  return encodeCiphered({ form: 'ded', serviceTag: get[0] ?? 0, content });
}
