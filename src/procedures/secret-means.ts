import type { DlmsClient } from '#client/dlms-client';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { wrapKey } from '#dlms/security/key-wrap';
import type { KeyJournal, Replacement } from '#rig/key-journal';
import type { ClientProfile } from '#rig/rig';
import { temporarySecret } from '#rig/temporary-secret';

/** The two kinds of secrets that a client may change by itself, as the journal calls them. */
export type ChangedSecret = 'lls-password' | 'hls-secret';

/** An entry of the journal that is about a secret. */
export type SecretReplacement = Replacement & { readonly what: ChangedSecret };

/** What a test that changes the secret of one client needs of the bench. */
export interface SecretMeans {
  readonly profile: ClientProfile;
  readonly journal: KeyJournal;
  /** The client with this secret in place of the rig's own, on a connection of its own. */
  as(secret: Uint8Array): DlmsClient;
  /** To be called when a secret was tried that may have been wrong: waits where that has locked the client out. */
  hasFailed(): Promise<void>;
  /** Makes octets known as a secret, so that nothing shows them. */
  hide(name: string, octets: Uint8Array): void;
}

/** @throws LocalProtocolError where the rig gives this client neither */
export function kindOfSecret({ profile }: Pick<SecretMeans, 'profile'>): ChangedSecret {
  if (profile.password !== undefined) return 'lls-password';
  if (profile.secret !== undefined) return 'hls-secret';
  throw new LocalProtocolError(`the rig has no secret of the ${profile.role} client`);
}

/** @throws LocalProtocolError where the rig gives this client none */
export function ownSecret({ profile }: Pick<SecretMeans, 'profile'>): Uint8Array {
  const secret = profile.password ?? profile.secret;
  if (secret === undefined) throw new LocalProtocolError(`the rig has no secret of the ${profile.role} client`);
  return secret;
}

/** The secret that an entry has put, or may have put, into the meter; nothing shows it from now on. */
export function temporaryOf(means: SecretMeans, { what, nonce, role }: SecretReplacement): Uint8Array {
  const secret = temporarySecret(ownSecret(means), fromHex(nonce), what);
  means.hide(`temporary secret ${role}`, secret);
  return secret;
}

/**
 * The octets in which the meter gets a new secret: as they are, or wrapped under the KEK where the rig says so.
 * @throws LocalProtocolError when the rig has no KEK, or the secret is no multiple of 8 octets and so cannot be wrapped
 */
export function sentForm({ profile }: Pick<SecretMeans, 'profile'>, secret: Uint8Array): Uint8Array {
  if (profile.password !== undefined || profile.secretChange !== 'wrapped') return secret;
  const kek = profile.keys?.kek;
  if (kek === undefined) throw new LocalProtocolError(`the rig has no KEK of the ${profile.role} client`);
  return wrapKey(kek, secret);
}

/** What of this client's secret is not, or not for certain, as the rig file says; the oldest first. */
export function pendingSecrets({ profile, journal }: Pick<SecretMeans, 'profile' | 'journal'>): SecretReplacement[] {
  const own = journal.pending().filter(({ role }) => role === profile.role);
  return own.filter(
    (entry): entry is SecretReplacement => entry.what === 'lls-password' || entry.what === 'hls-secret',
  );
}
