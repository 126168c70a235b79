import { createHash } from 'node:crypto';

/** Octets that look random and are the same in every run: SHA-256 over the seed and a count. */
export function seededRandom(seed = 'simulated meter'): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const octets = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const digest = createHash('sha256').update(`${seed} ${count++}`).digest();
      octets.set(digest.subarray(0, Math.min(32, length - at)), at);
    }
    return octets;
  };
}
