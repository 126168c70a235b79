import { LocalProtocolError } from '#dlms/errors';
import { isSystemTitle, putCounter, SYSTEM_TITLE_LENGTH } from './system-title';

/**
 * What goes into the cipher with every APDU. An array of its own for each would cost about as much as ciphering a short
 * APDU does, so these are written over by the next call: node has taken the octets over when its call returns.
 */
const VECTOR = new Uint8Array(SYSTEM_TITLE_LENGTH + 4);
const HEADS = new Map([0, 16, 32].map((length) => [length, new Uint8Array(1 + length)]));

/**
 * The initialization vector as `iv` (system-title) makes it, good until the next call.
 * @throws LocalProtocolError when the title is not 8 octets or the counter not in 0..FFFFFFFF
 */
export function passingVector(title: Uint8Array, invocationCounter: number): Uint8Array {
  if (!isSystemTitle(title)) throw new LocalProtocolError(`a system title has 8 octets, not ${title.length}`);
  for (let i = 0; i < SYSTEM_TITLE_LENGTH; i++) VECTOR[i] = title[i] ?? 0;
  putCounter(VECTOR, SYSTEM_TITLE_LENGTH, invocationCounter);
  return VECTOR;
}

/**
 * SC ‖ AK, with which all additional data begins; good until the next call.
 * @param authenticationKey 0, 16 or 32 octets
 * @throws LocalProtocolError when it has another length
 */
export function passingHead(controlOctet: number, authenticationKey: Uint8Array): Uint8Array {
  const head = HEADS.get(authenticationKey.length);
  if (head === undefined) throw new LocalProtocolError(`no suite has keys of ${authenticationKey.length} octets`);
  head[0] = controlOctet;
  for (let i = 0; i < authenticationKey.length; i++) head[i + 1] = authenticationKey[i] ?? 0;
  return head;
}

const POOL_LENGTH = 8192;
let pool = new ArrayBuffer(POOL_LENGTH);
let used = 0;

/** Zeros to be written over, cut from a larger piece where they are few: that is quicker than a piece each. */
export function roomFor(length: number): Uint8Array {
  if (length > POOL_LENGTH / 2) return new Uint8Array(length);
  if (used + length > POOL_LENGTH) {
    pool = new ArrayBuffer(POOL_LENGTH);
    used = 0;
  }
  const room = new Uint8Array(pool, used, length);
  used += length;
  return room;
}
