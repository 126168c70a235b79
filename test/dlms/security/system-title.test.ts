import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { suiteOf } from '#dlms/security/suite';
import { counterAt, isSystemTitle, iv } from '#dlms/security/system-title';
import { SERVER_TITLE } from './golden-vectors';

describe('a system title', () => {
  it('has 8 octets', () => {
    expect([0, 7, 8, 9].filter((length) => isSystemTitle(new Uint8Array(length)))).toEqual([8]);
  });

  it('makes an initialization vector with the counter behind it', () => {
    expect(toHex(iv(SERVER_TITLE, 0x01234567))).toBe('4D4D4D0000BC614E01234567');
    expect(toHex(iv(SERVER_TITLE, 0xfffffffe))).toBe('4D4D4D0000BC614EFFFFFFFE');
    expect(counterAt(iv(SERVER_TITLE, 0xfffffffe), 8)).toBe(0xfffffffe);
  });

  it('makes none of another length, nor of a counter that is none', () => {
    expect(() => iv(SERVER_TITLE.subarray(1), 0)).toThrow(LocalProtocolError);
    for (const counter of [-1, 0x100000000, 0.5]) expect(() => iv(SERVER_TITLE, counter)).toThrow(LocalProtocolError);
  });
});

describe('a security suite', () => {
  it('is 0, 1 or 2', () => {
    expect([0, 1, 2].map((id) => suiteOf(id).keyLength)).toEqual([16, 16, 32]);
    for (const id of [-1, 3, 15, 0.5]) expect(() => suiteOf(id)).toThrow(LocalProtocolError);
  });
});
