import forge from 'node-forge';

/**
 * Digests, AES of blocks, key wrap and key derivation by node-forge, put together from RFC 3394 and security.md alone:
 * forge itself has neither the wrap nor the derivation.
 */
export type ForgeHash = 'md5' | 'sha1' | 'sha256' | 'sha384';

export function forgeDigest(hash: ForgeHash, ...parts: readonly Uint8Array[]): Uint8Array {
  const digest = forge.md[hash].create();
  for (const part of parts) digest.update(binary(part), 'raw');
  return octetsOf(digest.digest().getBytes());
}

/** K = Hash(00000001 ‖ Z ‖ OtherInfo), all octets of it. */
export function forgeDerive(hash: 'sha256' | 'sha384', z: Uint8Array, ...otherInfo: readonly Uint8Array[]): Uint8Array {
  return forgeDigest(hash, Uint8Array.of(0, 0, 0, 1), z, ...otherInfo);
}

/** AES over whole blocks, nothing padded. */
export function forgeAes(mode: 'AES-ECB' | 'AES-CBC', key: Uint8Array, text: Uint8Array): Uint8Array {
  const cipher = forge.cipher.createCipher(mode, binary(key));
  Object.assign(cipher.mode, { pad: () => true });
  cipher.start(mode === 'AES-ECB' ? {} : { iv: '\0'.repeat(16) });
  cipher.update(forge.util.createBuffer(binary(text)));
  cipher.finish();
  return octetsOf(cipher.output.getBytes());
}

function deciphered(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = forge.cipher.createDecipher('AES-ECB', binary(key));
  Object.assign(cipher.mode, { unpad: () => true });
  cipher.start({});
  cipher.update(forge.util.createBuffer(binary(block)));
  cipher.finish();
  return octetsOf(cipher.output.getBytes());
}

const DEFAULT_IV = new Uint8Array(8).fill(0xa6);

/** RFC 3394, 2.2.1, in the form with indices. */
export function forgeWrap(kek: Uint8Array, key: Uint8Array): Uint8Array {
  let a: Uint8Array = DEFAULT_IV;
  const r = eights(key);
  for (let t = 1; t <= 6 * r.length; t++) {
    const i = (t - 1) % r.length;
    const block = forgeAes('AES-ECB', kek, joined(a, r[i] ?? a));
    a = xorCount(block.subarray(0, 8), t);
    r[i] = block.subarray(8);
  }
  return joined(a, ...r);
}

/** RFC 3394, 2.2.2; undefined when the check value comes out wrong. */
export function forgeUnwrap(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  let a = wrapped.subarray(0, 8);
  const r = eights(wrapped.subarray(8));
  for (let t = 6 * r.length; t >= 1; t--) {
    const i = (t - 1) % r.length;
    const block = deciphered(kek, joined(xorCount(a, t), r[i] ?? a));
    a = block.subarray(0, 8);
    r[i] = block.subarray(8);
  }
  return Buffer.compare(a, DEFAULT_IV) === 0 ? joined(...r) : undefined;
}

function eights(octets: Uint8Array): Uint8Array[] {
  return Array.from({ length: octets.length / 8 }, (_, i) => octets.subarray(8 * i, 8 * i + 8));
}

/** Counts beyond 255 need keys of more than 42 · 8 octets. */
function xorCount(octets: Uint8Array, count: number): Uint8Array {
  return octets.map((octet, at) => (at === 7 ? octet ^ count : octet));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function binary(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function octetsOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
