import { expect } from 'vitest';
import { PeerProtocolError } from '#dlms/errors';

/** The error that `decode` throws. */
export function thrownBy(decode: () => unknown): unknown {
  try {
    decode();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Cuts `octets` short everywhere: each cut is a PeerProtocolError that points into what is left, or just behind it. */
export function expectEveryCutRefused(octets: Uint8Array, decode: (cut: Uint8Array) => unknown): void {
  for (let length = 0; length < octets.length; length++) {
    const error = thrownBy(() => decode(octets.subarray(0, length)));
    expect(error, `cut to ${length} octets`).toBeInstanceOf(PeerProtocolError);
    if (error instanceof PeerProtocolError) expect(error.offset).toBeLessThanOrEqual(length);
  }
}
