import type { ActionOutcome } from '#dlms/apdu/action';
import { traitsOf } from '#dlms/apdu/authentication';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { unwrapKey } from '#dlms/security/key-wrap';
import type { AccessContext, AssociationDefinition } from '../model';
import { SecuritySetup } from './security-setup';
import { outcome } from './served-object';

const LONGEST = 64;
/** the AES functions of manufacturers take the secret for a key */
const LONGEST_OF_VENDOR = 16;

/**
 * SET of attribute 7: a client with low level security gives its own association another password (BB 4.4.4). HLS
 * secrets have a method of their own, and nobody changes those of others.
 */
export function changePassword(value: Data, shown: AssociationDefinition, context: AccessContext): DataAccessResult {
  if (shown !== context.association || shown.authentication !== 'low') return 'read-write-denied';
  if (value.type !== 'octet-string') return 'type-unmatched';
  return replaceSecret(shown, value.value) ? 'success' : 'other-reason';
}

/** change_HLS_secret (method 2), mechanisms 2, 3, 4 and 6: plain, or wrapped under the KEK, as the association has it. */
export function changeHlsSecret(parameters: Data, shown: AssociationDefinition, context: AccessContext): ActionOutcome {
  if (shown !== context.association) return outcome('read-write-denied');
  if (!traitsOf(shown.authentication).needsSecret) return outcome('object-unavailable');
  if (parameters.type !== 'octet-string') return outcome('type-unmatched');
  const secret = shown.secretChange === 'wrapped' ? unwrapped(parameters.value, shown, context) : parameters.value;
  return outcome(secret !== undefined && replaceSecret(shown, secret) ? 'success' : 'other-reason');
}

function unwrapped(
  wrapped: Uint8Array,
  { securitySetup }: AssociationDefinition,
  { logicalDevice }: AccessContext,
): Uint8Array | undefined {
  const setup = securitySetup === undefined ? undefined : logicalDevice.objects.get(securitySetup);
  const kek = setup instanceof SecuritySetup ? setup.material.keys.kek : undefined;
  return kek && unwrapKey(kek, wrapped);
}

function replaceSecret({ authentication, secret }: AssociationDefinition, octets: Uint8Array): boolean {
  const longest = authentication === 'hls-vendor' ? LONGEST_OF_VENDOR : LONGEST;
  if (octets.length === 0 || octets.length > longest) return false;
  secret.former = secret.octets;
  secret.octets = octets.slice();
  return true;
}
