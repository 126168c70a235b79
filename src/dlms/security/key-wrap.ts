import { createCipheriv, createDecipheriv } from 'node:crypto';
import { LocalProtocolError } from '#dlms/errors';

const DEFAULT_IV = new Uint8Array(8).fill(0xa6);
/** The wrap adds one block of 8 octets to what it carries. */
const OVERHEAD = 8;

/**
 * AES key wrap (RFC 3394) of a key under the master key: 24 octets for a key of 16, 40 for one of 32.
 * @throws LocalProtocolError when the master key is not 16 or 32 octets or the key no multiple of 8, at least 16
 */
export function wrapKey(masterKey: Uint8Array, key: Uint8Array): Uint8Array {
  if (key.length < 16 || key.length % 8 !== 0)
    throw new LocalProtocolError(`a key of ${key.length} octets cannot be wrapped`);
  const cipher = createCipheriv(algorithm(masterKey), masterKey, DEFAULT_IV);
  return new Uint8Array(Buffer.concat([cipher.update(key), cipher.final()]));
}

/**
 * The key in a wrap; undefined when it was not wrapped under this master key, or the wrap was changed or cut.
 * @throws LocalProtocolError when the master key is not 16 or 32 octets
 */
export function unwrapKey(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  const name = algorithm(masterKey);
  if (wrapped.length < 16 + OVERHEAD || wrapped.length % 8 !== 0) return undefined;
  const decipher = createDecipheriv(name, masterKey, DEFAULT_IV);
  try {
    return new Uint8Array(Buffer.concat([decipher.update(wrapped), decipher.final()]));
  } catch {
    return undefined;
  }
}

/**
 * What comes out of a wrap when nobody looks at its check value: what a careless meter would install. As long as the
 * wrap less 8 octets.
 * @throws LocalProtocolError when the master key is not 16 or 32 octets or the wrap no multiple of 8, at least 16
 */
export function unwrapUnchecked(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  if (wrapped.length < 16 || wrapped.length % 8 !== 0)
    throw new LocalProtocolError(`a wrap of ${wrapped.length} octets cannot be unwrapped`);
  const name = algorithm(masterKey).replace('id-', '').replace('-wrap', '').replace('aes', 'aes-');
  const text = Buffer.from(wrapped);
  const blocks = text.length / OVERHEAD - 1;
  for (let step = 6 * blocks; step > 0; step--) unwrapStep(text, `${name}-ecb`, masterKey, step, blocks);
  return new Uint8Array(text.subarray(OVERHEAD));
}

/** RFC 3394 2.2.2, step 2, in place. */
function unwrapStep(text: Buffer, cipherName: string, masterKey: Uint8Array, step: number, blocks: number): void {
  const at = (((step - 1) % blocks) + 1) * OVERHEAD;
  const block = Buffer.concat([text.subarray(0, OVERHEAD), text.subarray(at, at + OVERHEAD)]);
  block.writeUInt32BE((block.readUInt32BE(4) ^ step) >>> 0, 4);
  const plain = createDecipheriv(cipherName, masterKey, null).setAutoPadding(false).update(block);
  plain.copy(text, 0, 0, OVERHEAD);
  plain.copy(text, at, OVERHEAD);
}

function algorithm(masterKey: Uint8Array): string {
  if (masterKey.length === 16) return 'id-aes128-wrap';
  if (masterKey.length === 32) return 'id-aes256-wrap';
  throw new LocalProtocolError(`a master key of ${masterKey.length} octets: expected 16 or 32`);
}
