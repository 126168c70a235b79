import { describe, expect, it } from 'vitest';
import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import type { Data } from '#dlms/codec/data';
import { decodeData, decodeWholeData } from '#dlms/codec/data-decoder';
import * as value from '#dlms/codec/data-values';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { thrownBy } from './cut';

/** One value of each type with its octets as IEC 61334-6 lays them out, worked out by hand. */
const EXAMPLES: readonly (readonly [string, Data])[] = [
  ['00', value.nullData],
  ['01 02 11 01 11 02', value.array(value.unsigned(1), value.unsigned(2))],
  ['02 00', value.structure()],
  ['03 00', value.boolean(false)],
  ['03 01', value.boolean(true)],
  ['04 00', value.bitString('')],
  ['04 03 A0', value.bitString('101')],
  ['05 80 00 00 00', value.doubleLong(-(2 ** 31))],
  ['06 FF FF FF FF', value.doubleLongUnsigned(2 ** 32 - 1)],
  ['09 02 00 FF', value.octetString('00 FF')],
  ['0A 02 4C 44', value.visibleString('LD')],
  ['0C 02 C3 A4', value.utf8String('ä')],
  ['0D 42', value.bcd(0x42)],
  ['0F 80', value.integer(-128)],
  ['10 80 00', value.long(-32768)],
  ['11 FF', value.unsigned(255)],
  ['12 FF FF', value.longUnsigned(65535)],
  ['14 80 00 00 00 00 00 00 00', value.long64(-(2n ** 63n))],
  ['15 FF FF FF FF FF FF FF FF', value.long64Unsigned(2n ** 64n - 1n)],
  ['16 1E', value.enumerated(30)],
  ['17 7F 80 00 00', value.float32(Number.POSITIVE_INFINITY)],
  ['18 7F F8 00 00 00 00 00 00', value.float64(Number.NaN)],
  ['1C FF', value.deltaInteger(-1)],
  ['1D FF FE', value.deltaLong(-2)],
  ['1E FF FF FF FD', value.deltaDoubleLong(-3)],
  ['1F FF', value.deltaUnsigned(255)],
  ['20 FF FF', value.deltaLongUnsigned(65535)],
  ['21 FF FF FF FF', value.deltaDoubleLongUnsigned(2 ** 32 - 1)],
  ['FF', value.dontCare],
];

describe('decodeData', () => {
  it.each(EXAMPLES)('decodes %s', (hex, data) => expect(decodeWholeData(fromHex(hex))).toEqual(data));

  it('stops behind the value, so that an APDU can go on', () => {
    const reader = new ByteReader(fromHex('11 05 00'));
    expect(decodeData(reader)).toEqual(value.unsigned(5));
    expect(reader.remaining).toBe(1);
  });

  it('does not read beyond the end of a sub-reader', () => {
    const reader = new ByteReader(fromHex('02 02 11 01 11 02'));
    expect(thrownBy(() => decodeData(reader.sub(5, 'field')))).toBeInstanceOf(PeerProtocolError);
  });
});

describe('refusals name the place', () => {
  const unknownTags = Array.from({ length: 256 }, (_, tag) => tag).filter(
    (tag) => (tag > 33 && tag < 255) || [7, 8, 11, 14].includes(tag),
  );

  it('refuses every tag that is reserved or obsolete', () => {
    for (const tag of unknownTags) {
      const error = thrownBy(() => decodeWholeData(new Uint8Array([2, 1, tag, 0, 0, 0, 0])));
      expect(error).toMatchObject({ name: 'PeerProtocolError', offset: 2 });
    }
  });

  it.each([
    ['surplus octets', '11 05 00', 2],
    ['a count that the octets cannot hold', '01 84 FF FF FF FF 00', 1],
    ['a length that the octets cannot hold', '09 05 01 02', 2],
    ['a bit count that the octets cannot hold', '04 09 FF', 2],
    ['the indefinite length', '09 80 00 00', 1],
    ['a length of five octets', '09 85 00 00 00 00 00', 1],
    ['a month 13 inside a date-time', '19 07EA 0D 1D 07 03 1E 0F 00 FF88 80', 3],
    ['second 60 inside a time', '1B 17 3B 3C 00', 3],
  ])('refuses %s', (_, hex, offset) => {
    expect(thrownBy(() => decodeWholeData(fromHex(hex)))).toMatchObject({ name: 'PeerProtocolError', offset });
  });
});

describe('nesting', () => {
  const nested = (levels: number) => fromHex(`${'0201'.repeat(levels)}00`);

  it('takes 64 structures in one another', () => {
    let depth = 0;
    let data = decodeWholeData(nested(64));
    for (; data.type === 'structure'; depth++) data = data.elements[0] ?? value.dontCare;
    expect(depth).toBe(64);
    expect(data).toEqual(value.nullData);
  });

  it('refuses the 65th, and a hundred thousand, without exhausting the stack', () => {
    expect(thrownBy(() => decodeWholeData(nested(65)))).toMatchObject({ name: 'PeerProtocolError', offset: 128 });
    expect(thrownBy(() => decodeWholeData(nested(100_000)))).toMatchObject({ name: 'PeerProtocolError', offset: 128 });
  });

  it('counts the levels of a type description as well', () => {
    const described = (levels: number) => fromHex(`13${'010001'.repeat(levels)}1101AA`);
    expect(decodeWholeData(described(63))).toMatchObject({ type: 'compact-array' });
    const refusal = { name: 'PeerProtocolError', offset: 1 + 3 * 64 };
    expect(thrownBy(() => decodeWholeData(described(64)))).toMatchObject(refusal);
    expect(thrownBy(() => decodeWholeData(described(100_000)))).toMatchObject(refusal);
  });
});

describe('notes on what is legal to receive but wrong to send', () => {
  it.each<[string, string, Data, Partial<DecodeNote>]>([
    ['a length in 81 form', '09 81 01 AA', value.octetString('AA'), { code: 'length-not-minimal', offset: 1 }],
    [
      'a count in 82 form',
      '02 82 00 01 00',
      value.structure(value.nullData),
      { code: 'length-not-minimal', offset: 1 },
    ],
    ['TRUE as FF', '03 FF', value.boolean(true), { code: 'boolean-not-01', offset: 1 }],
    ['TRUE as 02', '03 02', value.boolean(true), { code: 'boolean-not-01', offset: 1 }],
    [
      'an octet above 7F',
      '0A 02 41 E4',
      value.visibleString('A\u00E4'),
      { code: 'character-not-printable', offset: 3 },
    ],
    [
      'a control character',
      '0A 02 41 00',
      value.visibleString('A\u0000'),
      { code: 'character-not-printable', offset: 3 },
    ],
    ['the delete character', '0A 01 7F', value.visibleString('\u007F'), { code: 'character-not-printable', offset: 2 }],
    [
      'malformed UTF-8',
      '0C 02 41 C3',
      { type: 'utf8-string', value: fromHex('41C3') },
      { code: 'utf8-malformed', offset: 2 },
    ],
    [
      'unused bits',
      '04 03 A1',
      { type: 'bit-string', bits: 3, octets: fromHex('A1') },
      { code: 'unused-bits-set', offset: 2 },
    ],
  ])('%s', (_, hex, data, note) => {
    const notes: DecodeNote[] = [];
    expect(decodeWholeData(fromHex(hex), notes)).toEqual(data);
    expect(notes).toEqual([expect.objectContaining(note)]);
  });

  it('has none for well-formed values', () => {
    const notes: DecodeNote[] = [];
    for (const [hex] of EXAMPLES) decodeWholeData(fromHex(hex), notes);
    expect(notes).toEqual([]);
  });
});
