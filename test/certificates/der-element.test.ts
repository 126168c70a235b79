import { describe, expect, it } from 'vitest';
import { childrenOf, contentOf, wholeElement } from '#certificates/der-element';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { fromHex, toHex } from '#dlms/codec/hex';

/** X.690, 10.1, 10.2, 11.1, 8.3.2 */
const NOT_DER = [
  ['1F8100', 'a tag number below 31'],
  ['04', 'a length'],
  ['0402AA', 'a length of at most 1, not 2'],
  ['30800000', 'a length of one to three octets'],
  ['04830000', 'a length of one to three octets'],
  ['0481', 'a length of one to three octets'],
  ['048101AA', 'a length in its shortest form'],
  ['04820001AA', 'a length in its shortest form'],
  ['0401AA00', 'nothing behind it'],
  ['3003040200', 'a length of at most 1, not 2'],
  ['2403040100', 'only sequences and sets in parts'],
  ['1000', 'only sequences and sets in parts'],
  ['010101', 'a truth value of 00 or FF'],
  ['0102FFFF', 'a truth value of 00 or FF'],
  ['0200', 'a whole number in its shortest form'],
  ['0202007F', 'a whole number in its shortest form'],
  ['0202FF80', 'a whole number in its shortest form'],
] as const;

describe('an element of DER', () => {
  it.each(NOT_DER)('is not %s', (hex, expected) => {
    expect(() => wholeElement(fromHex(hex), 'field')).toThrow(MalformedCertificate);
    expect(() => wholeElement(fromHex(hex), 'field')).toThrow(`certificate field field: expected ${expected} at octet`);
  });

  it.each(['0500', '0101FF', '010100', '020100', '0201FF', '02020080', '0202FF7F', '3000', 'A003020102', '8100'])(
    'may be %s',
    (hex) => {
      expect(wholeElement(fromHex(hex), 'field').end).toBe(hex.length / 2);
    },
  );

  it('has its length in one octet up to 127, in two or three beyond', () => {
    const lengths = ['047F', '048180', '0481FF', '04820100'];
    const octets = lengths.map((head, at) =>
      Buffer.concat([fromHex(head), new Uint8Array([127, 128, 255, 256][at] ?? 0)]),
    );
    expect(octets.map((one) => contentOf(one, wholeElement(one, 'field')).length)).toEqual([127, 128, 255, 256]);
  });

  it('has its parts in order', () => {
    const octets = fromHex('30080401AA0500020107');
    const parts = childrenOf(octets, wholeElement(octets, 'field'), 'field');
    expect(parts.map((part) => toHex(contentOf(octets, part)))).toEqual(['AA', '', '07']);
  });

  it('has at most 16 levels', () => {
    const nested = (levels: number) => {
      let octets = fromHex('3000');
      for (let level = 1; level < levels; level++) octets = new Uint8Array([0x30, octets.length, ...octets]);
      return octets;
    };
    expect(wholeElement(nested(16), 'field').start).toBe(0);
    expect(() => wholeElement(nested(17), 'field')).toThrow('at most 16 levels');
  });
});
