import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { temporaryKey, temporarySecret } from '#rig/temporary-secret';

const octets = (minLength: number, maxLength = 64) => fc.uint8Array({ minLength, maxLength });
const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 64 }).map((text) => Buffer.from(text));

describe('a temporary key', () => {
  it('is HKDF-SHA-256 of the own key, as openssl derives it too', () => {
    // openssl kdf -keylen 16 -kdfopt digest:SHA256 -kdfopt hexkey:… -kdfopt hexsalt:A1A2A3A4 -kdfopt info:… HKDF
    const key = temporaryKey(fromHex('000102030405060708090A0B0C0D0E0F'), fromHex('A1A2A3A4'), 'guek');
    expect(toHex(key)).toBe('E2119ECC8230C24439532183FA787ADA');
  });

  it('is found again from the own key and the nonce, and from nothing less', () => {
    fc.assert(
      fc.property(octets(16, 32), octets(16, 16), octets(16, 16), (key, nonce, other) => {
        fc.pre(toHex(nonce) !== toHex(other));
        const derived = toHex(temporaryKey(key, nonce, 'guek'));
        expect(derived).toHaveLength(2 * key.length);
        expect(toHex(temporaryKey(key, nonce, 'guek'))).toBe(derived);
        expect(toHex(temporaryKey(key, other, 'guek'))).not.toBe(derived);
        expect(toHex(temporaryKey(key, nonce, 'gak'))).not.toBe(derived);
        expect(derived).not.toBe(toHex(key));
      }),
    );
  });

  it('has the length that is asked for', () => {
    expect(temporaryKey(new Uint8Array(16), Uint8Array.of(1), 'kek', 32)).toHaveLength(32);
  });
});

describe('a temporary secret', () => {
  it('is as long as its original, and another one', () => {
    fc.assert(
      fc.property(octets(1), octets(16, 16), (original, nonce) => {
        const secret = temporarySecret(original, nonce, 'lls-password');
        expect(secret).toHaveLength(original.length);
        expect(toHex(secret)).not.toBe(toHex(original));
        expect(toHex(temporarySecret(original, nonce, 'lls-password'))).toBe(toHex(secret));
      }),
    );
  });

  it('of a printable original is letters and digits', () => {
    fc.assert(
      fc.property(printable, octets(16, 16), (original, nonce) => {
        const text = Buffer.from(temporarySecret(original, nonce, 'hls-secret')).toString('latin1');
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(text).toHaveLength(original.length);
      }),
    );
  });

  it('differs also where there are only 64 of them', () => {
    for (let nonce = 0; nonce < 1000; nonce++) {
      const original = Uint8Array.of(0x41);
      const secret = temporarySecret(original, Uint8Array.of(nonce >> 8, nonce & 0xff), 'lls-password');
      expect(secret).not.toEqual(original);
    }
  });

  it('cannot stand in for nothing', () => {
    expect(() => temporarySecret(new Uint8Array(0), Uint8Array.of(1), 'lls-password')).toThrow(
      'lls-password: an empty secret',
    );
  });
});
