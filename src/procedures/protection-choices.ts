import { controlOf } from '#client/client-from-rig';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import { LocalProtocolError } from '#dlms/errors';
import { suiteOf } from '#dlms/security/suite';
import type { ProtectionKind } from '#rig/rig';
import { encodeGetName } from './requests';

/** Which block cipher key an association uses for its services. */
export type KeyInUse = 'global' | 'dedicated';
/** The ways to protect a message at all. */
export type Strength = Exclude<ProtectionKind, 'none'>;

/** Opens as declared, but with a dedicated key or without one whatever the rig says. */
export function opensUnder(client: DlmsClient, key: KeyInUse): Promise<OpenOutcome> {
  if (key === 'global') return client.open({ dedicatedKey: 'none' });
  const { dedicatedKey, suite } = client.association.settings;
  return client.open(dedicatedKey ? {} : { dedicatedKey: client.random(suiteOf(suite).keyLength) });
}

/** The key that the open association uses. */
export function keyInUse(client: DlmsClient): KeyInUse {
  return client.association.security.dedicatedKey === undefined ? 'global' : 'dedicated';
}

/** Right protection of that strength, in the service-specific form, under the key of the open association. */
export function protectionOf(
  client: DlmsClient,
  strength: Strength,
  key: KeyInUse = keyInUse(client),
): ProtectionChoice {
  const control = controlOf(strength, client.association.settings.suite);
  if (control === undefined) throw new LocalProtocolError(`${strength} is no protection`);
  return { form: key === 'dedicated' ? 'ded' : 'glo', control };
}

/** The protection that the rig declares for this client; of one that protects nothing unasked, the strongest. */
export function declaredProtection(client: DlmsClient): ProtectionChoice {
  return client.association.defaultProtection ?? protectionOf(client, 'authenticated-encryption');
}

/** The logical device name is asked for, protected as declared. */
export function readsProtected(client: DlmsClient): Promise<Reply> {
  return client.request(encodeGetName(client), { protection: declaredProtection(client) });
}

/** The same protection in general-glo- or general-ded-ciphering. */
export function inGeneralForm(choice: ProtectionChoice): ProtectionChoice {
  return { ...choice, form: choice.form === 'ded' || choice.form === 'general-ded' ? 'general-ded' : 'general-glo' };
}

/** Octets of the key that right protection of the open association uses. */
export function encryptionKeyOf(client: DlmsClient): Uint8Array {
  const { security } = client.association;
  return security.dedicatedKey ?? security.keys().encryptionKey;
}
