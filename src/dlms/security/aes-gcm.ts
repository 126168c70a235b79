import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { LocalProtocolError } from '#dlms/errors';
import { type SecuritySuite, TAG_LENGTH } from './suite';

export type GcmCipher = SecuritySuite['cipher'];

export interface Sealed {
  readonly text: Uint8Array;
  /** always 12 octets */
  readonly tag: Uint8Array;
}

/** Stated always: without it node accepts shorter tags when deciphering. */
const OPTIONS = { authTagLength: TAG_LENGTH };

/**
 * @param iv 12 octets
 * @throws LocalProtocolError when the key has the wrong length for the cipher
 */
export function seal(cipher: GcmCipher, key: Uint8Array, iv: Uint8Array, aad: Uint8Array, plain: Uint8Array): Sealed {
  const gcm = createCipheriv(cipher, keyObject(cipher, key), iv, OPTIONS);
  if (aad.length > 0) gcm.setAAD(aad);
  const text = gcm.update(plain);
  gcm.final();
  return { text: plainView(text), tag: plainView(gcm.getAuthTag()) };
}

/**
 * @param tag compared in constant time; one that is not 12 octets is refused before anything is computed
 * @returns the plain text, or undefined when the tag is wrong: nothing unverified leaves this function
 * @throws LocalProtocolError when the key has the wrong length for the cipher
 */
export function open(
  cipher: GcmCipher,
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
  text: Uint8Array,
  tag: Uint8Array,
): Uint8Array | undefined {
  if (tag.length !== TAG_LENGTH) return undefined;
  const gcm = createDecipheriv(cipher, keyObject(cipher, key), iv, OPTIONS);
  gcm.setAuthTag(tag);
  if (aad.length > 0) gcm.setAAD(aad);
  const plain = gcm.update(text);
  try {
    gcm.final();
  } catch {
    return undefined;
  }
  return plainView(plain);
}

/**
 * Deciphers what carries no tag (security control 2x), so that any octets give some plain text.
 * @throws LocalProtocolError when the key has the wrong length for the cipher
 */
export function decipherUnverified(cipher: GcmCipher, key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array {
  return plainView(createDecipheriv(cipher, keyObject(cipher, key), iv, OPTIONS).update(text));
}

interface PreparedKey {
  readonly octets: Uint8Array;
  readonly key: KeyObject;
}

const prepared = new WeakMap<Uint8Array, PreparedKey>();

/** The key object of these octets, made once: making it costs as much as ciphering a short APDU. */
function keyObject(cipher: GcmCipher, octets: Uint8Array): KeyObject {
  const known = prepared.get(octets);
  // an array that was overwritten in place (key transfer) must not go on with its old key
  if (known !== undefined && sameOctets(known.octets, octets)) {
    checkLength(cipher, octets);
    return known.key;
  }
  checkLength(cipher, octets);
  const key = createSecretKey(octets);
  prepared.set(octets, { octets: octets.slice(), key });
  return key;
}

function checkLength(cipher: GcmCipher, key: Uint8Array): void {
  const needed = cipher === 'aes-128-gcm' ? 16 : 32;
  if (key.length !== needed) {
    throw new LocalProtocolError(`${cipher} takes a key of ${needed} octets, not of ${key.length}`);
  }
}

/** Both are our own key: its time tells nothing to a peer. */
function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The same memory without Buffer's ways, whose slice() does not copy. */
function plainView(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
