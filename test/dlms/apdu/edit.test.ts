import { describe, expect, it } from 'vitest';
import { append, cut, editAcse, flipBit, withOctet } from '#dlms/apdu/edit';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { vector } from './four-ways';

const lls = fromHex(vector('acse', 'aarq_lls'));
const edited = () => editAcse(lls);

describe('an edited AARQ', () => {
  it('is what it was when nothing was edited', () => expect(edited().bytes()).toEqual(lls));

  it('leaves the octets it was made of alone', () => {
    const before = toHex(lls);
    edited().without('mechanism-name').bytes().fill(0);
    expect(toHex(lls)).toBe(before);
  });

  it.each([
    [
      'without a field',
      edited().without('mechanism-name'),
      '602D A109060760857405080101 8A020780 AC0A80083132333435363738 BE10040E01000000065F1F0400007E1F04B0',
    ],
    [
      'with one in its place',
      edited().with('calling-AP-title', fromHex('04084D4D4D0000000001')),
      '6042 A109060760857405080101 A60A04084D4D4D0000000001 8A020780 8B0760857405080201 AC0A80083132333435363738 BE10040E01000000065F1F0400007E1F04B0',
    ],
    [
      'with another content',
      edited().replaced('calling-authentication-value', fromHex('800131')),
      '602F A109060760857405080101 8A020780 8B0760857405080201 AC03800131 BE10040E01000000065F1F0400007E1F04B0',
    ],
    [
      'with two fields swapped',
      edited().swapped('application-context-name', 'user-information'),
      '6036 BE10040E01000000065F1F0400007E1F04B0 8A020780 8B0760857405080201 AC0A80083132333435363738 A109060760857405080101',
    ],
    [
      'with a field twice',
      edited().repeated('sender-acse-requirements', fromHex('0700')),
      '603A A109060760857405080101 8A020780 8A020700 8B0760857405080201 AC0A80083132333435363738 BE10040E01000000065F1F0400007E1F04B0',
    ],
    [
      'with a long length',
      edited().without('user-information').longFormLength(),
      '608124 A109060760857405080101 8A020780 8B0760857405080201 AC0A80083132333435363738',
    ],
  ])('%s', (_, edit, hex) => expect(toHex(edit.bytes())).toBe(hex.replaceAll(' ', '')));

  it('has a longer length still where 81 is needed', () => {
    const long = edited().replaced('calling-authentication-value', fromHex(`8190${'31'.repeat(144)}`).fill(0x80, 0, 1));
    expect(toHex(long.longFormLength().bytes().subarray(0, 2))).toBe('6082');
  });

  it.each([
    ['an absent field removed', () => edited().without('calling-AP-title')],
    ['an absent field replaced', () => edited().replaced('calling-AP-title', new Uint8Array(1))],
    ['a present field inserted', () => edited().with('mechanism-name', new Uint8Array(7))],
    ['a field of another APDU', () => edited().with('result', new Uint8Array(7))],
    ['a known tag as unknown', () => edited().withUnknown(0xa6, new Uint8Array(1))],
    ['no ACSE APDU', () => editAcse(fromHex('C001C100080000010000FF0200'))],
    ['nothing', () => editAcse(new Uint8Array(0))],
    ['a malformed one', () => editAcse(lls.subarray(0, 20))],
  ])('refuses %s: our fault', (_, edit) => expect(edit).toThrow(LocalProtocolError));
});

describe('edits of octets', () => {
  const octets = fromHex('C501C100');

  it('cut', () => expect(toHex(cut(octets, 3))).toBe('C501C1'));
  it('append', () => expect(toHex(append(octets, 0, 0xff))).toBe('C501C10000FF'));
  it('flip a bit', () => expect(toHex(flipBit(octets, 1, 7))).toBe('C581C100'));
  it('set an octet', () => expect(toHex(withOctet(octets, 3, 0xfa))).toBe('C501C1FA'));
  it('leave the original alone', () => expect(toHex(octets)).toBe('C501C100'));

  it.each([
    ['cut nothing off', () => cut(octets, 4)],
    ['append nothing', () => append(octets)],
    ['flip a bit outside', () => flipBit(octets, 4, 0)],
    ['flip a ninth bit', () => flipBit(octets, 0, 8)],
    ['set what is set', () => withOctet(octets, 3, 0)],
    ['set an octet outside', () => withOctet(octets, -1, 0)],
  ])('do not %s: our fault', (_, edit) => expect(edit).toThrow(LocalProtocolError));
});
