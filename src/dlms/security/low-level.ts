import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares a received password with the right one (mechanism 1, GB 9.2.2.2.2). Lengths may differ: digests are
 * compared, so that the time tells neither the first wrong octet nor the length of the right one.
 */
export function isSamePassword(expected: Uint8Array, received: Uint8Array): boolean {
  return timingSafeEqual(digest(expected), digest(received));
}

function digest(octets: Uint8Array): Buffer {
  return createHash('sha256').update(octets).digest();
}
