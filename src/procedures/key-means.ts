import type { DlmsClient } from '#client/dlms-client';
import type { SendingCounter } from '#dlms/association/association-settings';
import { LocalProtocolError } from '#dlms/errors';
import type { SymmetricKeys } from '#dlms/security/party-keys';
import type { KeyJournal, Replacement } from '#rig/key-journal';
import { isReplacedKeys, type KeyName, keyText, type ReplacedKeys } from './key-names';

/** What a test that changes the keys of one client needs of the bench. */
export interface KeyMeans {
  readonly client: DlmsClient;
  /** of the rig file */
  readonly own: SymmetricKeys;
  readonly journal: KeyJournal;
  /** Of what is sent under the key of that name: the rig's own or, with its nonce in hex, a temporary one. */
  counter(name: KeyName, nonce?: string): SendingCounter;
  /** To be called when another key is in force in the meter under this name: what it has counted is over. */
  replaced(name: KeyName): void;
  /** The temporary key of that nonce is gone for good. */
  forget(name: KeyName, nonce: string): void;
  /** Makes octets known as a secret, so that nothing shows them. */
  hide(name: string, octets: Uint8Array): void;
}

/** An entry of the journal that is about symmetric keys. */
export type KeyReplacement = Replacement & { readonly what: ReplacedKeys };

/** What of this client's keys is not, or not for certain, as the rig file says; the oldest first. */
export function pendingOf(of: { readonly role: string; readonly journal: KeyJournal }): readonly KeyReplacement[] {
  return of.journal
    .pending()
    .filter(({ role }) => role === of.role)
    .filter(isOfKeys);
}

/** @throws LocalProtocolError where the rig has no such key */
export function ownKey({ client, own }: Pick<KeyMeans, 'client' | 'own'>, name: KeyName): Uint8Array {
  const key = own[name];
  if (key === undefined) throw new LocalProtocolError(`the rig has no ${keyText(name)} of the ${client.role} client`);
  return key;
}

function isOfKeys(entry: Replacement): entry is KeyReplacement {
  return isReplacedKeys(entry.what);
}
