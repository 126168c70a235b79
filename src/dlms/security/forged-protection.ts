import { concat } from '#dlms/codec/hex';
import { seal } from './aes-gcm';
import type { ProtectionKeys } from './protection';
import { decodeSecurityControl } from './security-control';
import { iv, putCounter } from './system-title';

const HEADER_LENGTH = 5;
const NOTHING = new Uint8Array(0);

export interface ForgedProtection {
  /** any octet at all: it stands on the wire and in the additional data, whether the suite allows it or not */
  readonly controlOctet: number;
  readonly keys: ProtectionKeys;
  readonly systemTitle: Uint8Array;
  readonly invocationCounter: number;
  readonly apdu: Uint8Array;
  /** M of general-ciphering; absent in the other forms */
  readonly header?: Uint8Array;
}

/**
 * Protects with a security control octet that is wrong on purpose (another suite, the broadcast key-set,
 * compression, no protection at all) but consistent: the tag is right for that octet, so that a meter can only
 * refuse it for the octet itself. The cipher follows the length of the key.
 */
export function forgeProtection({
  controlOctet,
  keys,
  systemTitle,
  invocationCounter,
  apdu,
  header: general = NOTHING,
}: ForgedProtection): Uint8Array {
  const { authenticated, encrypted } = decodeSecurityControl(controlOctet);
  const header = new Uint8Array(HEADER_LENGTH);
  header[0] = controlOctet;
  putCounter(header, 1, invocationCounter);
  const aad = concat(Uint8Array.of(controlOctet), keys.authenticationKey, general, encrypted ? NOTHING : apdu);
  const cipher = keys.encryptionKey.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm';
  const sealed = seal(
    cipher,
    keys.encryptionKey,
    iv(systemTitle, invocationCounter),
    authenticated ? aad : NOTHING,
    encrypted ? apdu : NOTHING,
  );
  return concat(header, encrypted ? sealed.text : apdu, authenticated ? sealed.tag : NOTHING);
}
