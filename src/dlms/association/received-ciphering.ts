import type { CipheredApdu } from '#dlms/apdu/ciphered';
import { toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { decodeSecurityControl } from '#dlms/security/security-control';
import type { ClientKeys } from './client-keys';
import type { CountedKey } from './counted-key';
import { openLayer } from './opened-layer';
import type { ReceivedLayer, ReceivedProtection } from './protection-choice';
import { offsetOf } from './received-octets';

/** A layer taken off. */
export interface TakenOff<L extends ReceivedLayer> {
  readonly plain: Uint8Array;
  readonly layer: L;
}

/**
 * Takes glo-, ded-, general-glo- or general-ded-ciphering off.
 * @param octets the whole layer
 * @throws PeerProtocolError when it does not decipher with the keys of the association
 */
export function takeOffCiphering(
  keys: ClientKeys,
  octets: Uint8Array,
  { form, content, systemTitle }: CipheredApdu,
): TakenOff<ReceivedProtection> {
  checkKeysAreThere(keys, octets);
  const key = isDedicated(form) ? dedicatedKey(keys, octets, content) : globalKey(keys, octets, content);
  const title = titleOfMeter(keys, systemTitle, octets);
  const { plain, protection } = openLayer(keys, { form, octets, content, systemTitle: title }, [key]);
  return { plain, layer: { ...protection, ...(systemTitle && { headerTitle: systemTitle }) } };
}

export function isDedicated(form: ReceivedProtection['form']): boolean {
  return form === 'ded' || form === 'general-ded';
}

/** @throws PeerProtocolError when the client has no keys, so that the meter had no reason to cipher */
export function checkKeysAreThere({ settings }: ClientKeys, octets: Uint8Array): void {
  if (settings.keys === undefined)
    throw new PeerProtocolError('ciphered, but this client has no keys: its context is plain', octets, 0);
}

/**
 * The title in the header, or else the one that the meter told before.
 * @throws PeerProtocolError when there is neither
 */
export function titleOfMeter(keys: ClientKeys, inHeader: Uint8Array | undefined, octets: Uint8Array): Uint8Array {
  if (inHeader !== undefined && inHeader.length > 0) return inHeader;
  if (keys.serverTitle !== undefined) return keys.serverTitle;
  throw new PeerProtocolError('ciphered, but the meter has not told its system title', octets, 0);
}

/** @throws PeerProtocolError when the security control octet says broadcast where only unicast keys are (security.md 3) */
export function checkUnicast(form: string, octets: Uint8Array, content: Uint8Array): void {
  if (!isBroadcast(content)) return;
  const came = toHex(content.subarray(0, 1));
  const reason = `${form}, expected the unicast key-set, got security control ${came}, broadcast`;
  throw new PeerProtocolError(reason, octets, offsetOf(content, octets));
}

function globalKey(keys: ClientKeys, octets: Uint8Array, content: Uint8Array): CountedKey {
  if (!isBroadcast(content)) return keys.guek;
  if (keys.gbek !== undefined) return keys.gbek;
  const reason = 'expected GUEK, got the broadcast key-set in the security control octet: the rig knows no GBEK';
  throw new PeerProtocolError(reason, octets, offsetOf(content, octets));
}

function dedicatedKey(keys: ClientKeys, octets: Uint8Array, content: Uint8Array): CountedKey {
  if (keys.dedicated === undefined)
    throw new PeerProtocolError('protected with a dedicated key that was never agreed', octets, 0);
  checkUnicast('dedicated key', octets, content);
  return keys.dedicated;
}

function isBroadcast(content: Uint8Array): boolean {
  const [control] = content;
  return control !== undefined && decodeSecurityControl(control).keySet === 'broadcast';
}
