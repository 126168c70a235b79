import type { DlmsClient } from '#client/dlms-client';
import type { GeneralCipheringChoice, GeneralSigningChoice, KeyChoice } from '#dlms/association/general-choice';
import type { LayerChoice } from '#dlms/association/protection-choice';
import type { ProtectionKind } from '#rig/rig';
import { protectionOf, type Strength } from './protection-choices';

/** How the meter gets at the key of general-ciphering (security.md 6). */
export type KeyWay = Exclude<KeyChoice['kind'], 'earlier-key'>;

/** Right general-ciphering of that strength. */
export function ciphering(
  client: DlmsClient,
  key: KeyChoice,
  strength: Strength = 'authenticated-encryption',
): GeneralCipheringChoice {
  return { form: 'general-ciphering', control: protectionOf(client, strength, 'global').control, key };
}

/** Right general-signing. */
export const SIGNING: GeneralSigningChoice = { form: 'general-signing' };

/** A signed request as the policy lets it pass: alone where it asks for nothing, else inside ciphering. */
export function signedAs(client: DlmsClient, sign: LayerChoice, policy: ProtectionKind): readonly LayerChoice[] {
  return policy === 'none' ? [sign] : [sign, ciphering(client, { kind: 'identified-key' })];
}
