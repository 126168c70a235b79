import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { decipherUnverified, open, seal } from '#dlms/security/aes-gcm';
import { GBEK, GUEK, GUEK_256 } from './golden-vectors';

const IV = fromHex('4D4D4D0000BC614E01234567');
const PLAIN = fromHex('C0010000080000010000FF0200');
const AAD = fromHex('30D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
const NONE = new Uint8Array(0);

/** A tag that node itself holds right for that length. */
function rightTag(authTagLength: number): Uint8Array {
  const gcm = createCipheriv('aes-128-gcm', GUEK, IV, { authTagLength });
  gcm.setAAD(AAD);
  gcm.update(PLAIN);
  gcm.final();
  return gcm.getAuthTag();
}

describe('AES-GCM', () => {
  const sealed = seal('aes-128-gcm', GUEK, IV, AAD, PLAIN);

  it('seals and opens', () => {
    expect(toHex(sealed.text)).toBe('411312FF935A47566827C467BC');
    expect(toHex(sealed.tag)).toBe('7D825C3BE4A77C3FCC056B6B');
    expect(open('aes-128-gcm', GUEK, IV, AAD, sealed.text, sealed.tag)).toEqual(PLAIN);
    expect(decipherUnverified('aes-128-gcm', GUEK, IV, sealed.text)).toEqual(PLAIN);
  });

  it('takes additional data in parts as if they were joined', () => {
    const parts = [AAD.subarray(0, 1), NONE, AAD.subarray(1, 6), AAD.subarray(6)];
    expect(toHex(seal('aes-128-gcm', GUEK, IV, parts, PLAIN).tag)).toBe(toHex(sealed.tag));
    expect(open('aes-128-gcm', GUEK, IV, parts, sealed.text, sealed.tag)).toEqual(PLAIN);
  });

  // node and openssl define tags of these lengths only; 0 and 11 are cut from the right one of 12
  it.each([4, 8, 13, 14, 15, 16])('refuses a right tag of %i octets', (length) => {
    const tag = rightTag(length);
    expect(tag).toHaveLength(length);
    expect(open('aes-128-gcm', GUEK, IV, AAD, sealed.text, tag)).toBeUndefined();
  });

  it.each([0, 4, 8, 11])('refuses the first %i octets of the right tag', (length) => {
    expect(open('aes-128-gcm', GUEK, IV, AAD, sealed.text, sealed.tag.subarray(0, length))).toBeUndefined();
  });

  it('refuses a tag of 13 octets that begins with the right 12', () => {
    const tag = Uint8Array.from([...sealed.tag, 0]);
    expect(open('aes-128-gcm', GUEK, IV, AAD, sealed.text, tag)).toBeUndefined();
  });

  it('holds a short key for our own mistake and does not repeat it', () => {
    for (const key of [GUEK.subarray(1), NONE, GUEK_256]) {
      expect(() => seal('aes-128-gcm', key, IV, AAD, PLAIN)).toThrow(LocalProtocolError);
      expect(() => open('aes-128-gcm', key, IV, AAD, sealed.text, sealed.tag)).toThrow(LocalProtocolError);
    }
    expect(() => seal('aes-256-gcm', GUEK, IV, AAD, PLAIN)).toThrow('takes a key of 32 octets, not of 16');
  });

  it('notices a key array that was overwritten in place', () => {
    const key = GUEK.slice();
    expect(toHex(seal('aes-128-gcm', key, IV, AAD, PLAIN).tag)).toBe(toHex(sealed.tag));
    key.set(GBEK);
    expect(toHex(seal('aes-128-gcm', key, IV, AAD, PLAIN).tag)).toBe(
      toHex(seal('aes-128-gcm', GBEK, IV, AAD, PLAIN).tag),
    );
  });

  it('checks the length of a known key again for another cipher', () => {
    const key = GUEK.slice();
    seal('aes-128-gcm', key, IV, AAD, PLAIN);
    expect(() => seal('aes-256-gcm', key, IV, AAD, PLAIN)).toThrow(LocalProtocolError);
  });
});
