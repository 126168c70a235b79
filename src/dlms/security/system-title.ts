import { LocalProtocolError } from '#dlms/errors';

export const SYSTEM_TITLE_LENGTH = 8;

/** Three octets of manufacturer FLAG id and five that are the manufacturer's; only the length is checked (GB 4.3.4). */
export function isSystemTitle(octets: Uint8Array): boolean {
  return octets.length === SYSTEM_TITLE_LENGTH;
}

/**
 * The initialization vector: system title of the sender (8) ‖ invocation counter (u32 big-endian), 12 octets (GB 9.2.3.3.7.3).
 * @throws LocalProtocolError when the title is not 8 octets or the counter not in 0..FFFFFFFF: check what a peer sent first
 */
export function iv(title: Uint8Array, invocationCounter: number): Uint8Array {
  if (!isSystemTitle(title)) throw new LocalProtocolError(`a system title has 8 octets, not ${title.length}`);
  const vector = new Uint8Array(SYSTEM_TITLE_LENGTH + 4);
  vector.set(title);
  putCounter(vector, SYSTEM_TITLE_LENGTH, invocationCounter);
  return vector;
}

/**
 * Writes the invocation counter, u32 big-endian, at `offset`.
 * @throws LocalProtocolError when it is not a whole number in 0..FFFFFFFF
 */
export function putCounter(target: Uint8Array, offset: number, invocationCounter: number): void {
  if (invocationCounter >>> 0 !== invocationCounter) {
    throw new LocalProtocolError(`invocation counter ${invocationCounter} is not a whole number in 0..4294967295`);
  }
  target[offset] = invocationCounter >>> 24;
  target[offset + 1] = invocationCounter >>> 16;
  target[offset + 2] = invocationCounter >>> 8;
  target[offset + 3] = invocationCounter;
}

/** Reads the four octets at `offset`, which must be there. */
export function counterAt(octets: Uint8Array, offset: number): number {
  // without a DataView, which costs a tenth of the time that opening a short APDU takes
  const high = ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
  const low = ((octets[offset + 2] ?? 0) << 8) | (octets[offset + 3] ?? 0);
  return high * 0x10000 + low;
}
