import { createHmac } from 'node:crypto';
import { toHex } from '#dlms/codec/hex';

const OCTETS = 3;

/**
 * A check value of 3 octets, in hex, that tells two keys apart and says nothing about either: HMAC-SHA-256 over what the
 * key is used with.
 */
export function keyCheck(key: Uint8Array, context: Uint8Array): string {
  const digest = createHmac('sha256', key).update('dlms-conformance key check').update(context).digest();
  return toHex(digest.subarray(0, OCTETS));
}
