import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { unwrapKey, unwrapUnchecked, wrapKey } from '#dlms/security/key-wrap';

/** RFC 3394, 4.1 and 4.6 */
const VECTORS = [
  {
    masterKey: '000102030405060708090A0B0C0D0E0F',
    key: '00112233445566778899AABBCCDDEEFF',
    wrapped: '1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5',
  },
  {
    masterKey: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
    key: '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F',
    wrapped: '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21',
  },
];

describe('AES key wrap', () => {
  it.each(VECTORS)('wraps and unwraps as RFC 3394 shows ($masterKey)', ({ masterKey, key, wrapped }) => {
    expect(toHex(wrapKey(fromHex(masterKey), fromHex(key)))).toBe(wrapped);
    expect(toHex(unwrapKey(fromHex(masterKey), fromHex(wrapped)) ?? new Uint8Array())).toBe(key);
  });

  it('gives nothing for a wrap that was changed in any octet, or cut', () => {
    const masterKey = fromHex('000102030405060708090A0B0C0D0E0F');
    const wrapped = fromHex('1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5');
    for (let i = 0; i < wrapped.length; i++) {
      const changed = wrapped.map((octet, at) => (at === i ? octet ^ 1 : octet));
      expect(unwrapKey(masterKey, changed)).toBeUndefined();
      expect(unwrapKey(masterKey, wrapped.subarray(0, i))).toBeUndefined();
    }
    expect(unwrapKey(fromHex('000102030405060708090A0B0C0D0E0E'), wrapped)).toBeUndefined();
  });

  it.each(VECTORS)('shows what a careless meter would take for the key ($masterKey)', ({ masterKey, key, wrapped }) => {
    expect(toHex(unwrapUnchecked(fromHex(masterKey), fromHex(wrapped)))).toBe(key);
    const changed = fromHex(wrapped).map((octet, at) => (at === 9 ? octet ^ 1 : octet));
    const careless = unwrapUnchecked(fromHex(masterKey), changed);
    expect(careless).toHaveLength(key.length / 2);
    expect(toHex(careless)).not.toBe(key);
    expect(unwrapUnchecked(fromHex(masterKey), changed.subarray(0, 16))).toHaveLength(8);
    expect(() => unwrapUnchecked(fromHex(masterKey), changed.subarray(1))).toThrow(LocalProtocolError);
  });

  it('takes no key of another length as master key and wraps no fragment', () => {
    expect(() => unwrapKey(new Uint8Array(15), new Uint8Array(24))).toThrow(LocalProtocolError);
    expect(() => wrapKey(new Uint8Array(16), new Uint8Array(12))).toThrow(LocalProtocolError);
  });
});
