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

/** Additional authenticated data; parts count as one string of octets, so that nobody needs to join them. */
export type AdditionalData = Uint8Array | readonly Uint8Array[];

/**
 * @param iv 12 octets
 * @throws LocalProtocolError when the key has the wrong length for the cipher
 */
export function seal(
  cipher: GcmCipher,
  key: Uint8Array,
  iv: Uint8Array,
  aad: AdditionalData,
  plain: Uint8Array,
): Sealed {
  const gcm = createCipheriv(cipher, keyObject(cipher, key), iv, OPTIONS);
  for (const part of partsOf(aad)) gcm.setAAD(part);
  const text = gcm.update(plain);
  gcm.final();
  return { text, tag: gcm.getAuthTag() };
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
  aad: AdditionalData,
  text: Uint8Array,
  tag: Uint8Array,
): Uint8Array | undefined {
  if (tag.length !== TAG_LENGTH) return undefined;
  const gcm = createDecipheriv(cipher, keyObject(cipher, key), iv, OPTIONS);
  gcm.setAuthTag(tag);
  for (const part of partsOf(aad)) gcm.setAAD(part);
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

function partsOf(aad: AdditionalData): readonly Uint8Array[] {
  return aad instanceof Uint8Array ? [aad] : aad;
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
