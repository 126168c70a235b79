import { describe, expect, it } from 'vitest';
import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { decodeCompactContents, decodeTypeDescription } from '#dlms/codec/compact-array-decoder';
import type { Data, TypeDescription } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeCompactContents, encodeToBytes, encodeTypeDescription } from '#dlms/codec/data-encoder';
import * as value from '#dlms/codec/data-values';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { thrownBy } from './cut';

const refusal = (hex: string) => thrownBy(() => decodeWholeData(fromHex(hex)));

describe('contents without tags', () => {
  it.each<[string, string, Data]>([
    [
      'bit-strings with their bit count',
      '13 04 04 03 A0 03 40',
      value.compactArray({ type: 'bit-string' }, value.bitString('101'), value.bitString('010')),
    ],
    [
      'null-data inside a structure takes nothing',
      '13 02 02 00 11 02 07 08',
      value.compactArray(
        { type: 'structure', elements: [{ type: 'null-data' }, { type: 'unsigned' }] },
        value.structure(value.nullData, value.unsigned(7)),
        value.structure(value.nullData, value.unsigned(8)),
      ),
    ],
    ['no contents, no elements', '13 12 00', value.compactArray({ type: 'long-unsigned' })],
    ['no elements of no octets', '13 00 00', value.compactArray({ type: 'null-data' })],
  ])('%s', (_, hex, data) => {
    expect(decodeWholeData(fromHex(hex))).toEqual(data);
    expect(toHex(encodeToBytes(data))).toBe(hex.replaceAll(' ', ''));
  });
});

describe('contents that would never end are refused before anything is built', () => {
  it.each([
    ['null-data', '13 00 01 AA', 3],
    ['dont-care', '13 FF 01 AA', 3],
    ['an empty structure', '13 02 00 01 AA', 4],
    ['an array of none', '13 01 0000 11 01 AA', 6],
    ['an array of null-data', '13 01 FFFF 00 01 AA', 6],
    ['arrays of arrays of null-data', '13 01 FFFF 01 FFFF 01 FFFF 00 01 AA', 12],
  ])('%s', (_, hex, offset) => expect(refusal(hex)).toMatchObject({ name: 'PeerProtocolError', offset }));

  it('counts elements that need more octets than there are', () => {
    expect(refusal('13 01 FFFF 01 FFFF 06 04 00000000')).toBeInstanceOf(PeerProtocolError);
  });

  it('limits values of no octets beside one that has some', () => {
    expect(refusal('13 02 02 11 01 FFFF 01 FFFF 00 02 AA BB')).toBeInstanceOf(PeerProtocolError);
  });

  it('never makes infinity of 60 levels of 65,535 elements', () => {
    expect(refusal(`13${'01FFFF'.repeat(60)}00 01 AA`)).toBeInstanceOf(PeerProtocolError);
    expect(refusal(`13${'01FFFF'.repeat(60)}11 01 AA`)).toBeInstanceOf(PeerProtocolError);
    expect(refusal(`13 0202 ${'01FFFF'.repeat(59)}00 ${'01FFFF'.repeat(59)}11 01 AA`)).toBeInstanceOf(
      PeerProtocolError,
    );
  });
});

describe('other refusals', () => {
  it.each([
    ['the last element cut short', '13 12 03 0001 00'],
    ['the last octet-string cut short', '13 09 04 01 AA 02 BB'],
    ['a compact-array in the description', '13 13 11 01 00'],
    ['a compact-array in a described structure', '13 02 01 13 11 01 00'],
    ['an unknown tag in the description', '13 07 01 00'],
    ['contents longer than what is left', '13 11 03 01 02'],
  ])('%s', (_, hex) => expect(refusal(hex)).toBeInstanceOf(PeerProtocolError));

  it('refuses more members than there are octets at their count', () => {
    expect(refusal('13 02 84 FF FF FF FF 11')).toMatchObject({ name: 'PeerProtocolError', offset: 2 });
  });

  it('reads no octet behind the contents', () => {
    expect(refusal('02 02 13 12 03 0001 00 11 05')).toBeInstanceOf(PeerProtocolError);
  });
});

describe('encoding', () => {
  it.each<[string, TypeDescription, Data]>([
    ['another type', { type: 'unsigned' }, value.integer(1)],
    ['another number of members', { type: 'structure', elements: [{ type: 'unsigned' }] }, value.structure()],
    ['another number of elements', { type: 'array', count: 2, element: { type: 'unsigned' } }, value.array()],
    ['a nested compact-array', { type: 'unsigned' }, value.compactArray({ type: 'unsigned' })],
    ['elements that nobody could count', { type: 'null-data' }, value.nullData],
  ])('refuses %s', (_, description, element) => {
    expect(thrownBy(() => encodeCompactContents(description, [element]))).toBeInstanceOf(LocalProtocolError);
  });
});

it('decodes template and buffer of a Compact data object (class 62) apart', () => {
  const template = fromHex('02 02 12 06');
  const description = decodeTypeDescription(new ByteReader(template));
  const rows = [value.structure(value.longUnsigned(1), value.doubleLongUnsigned(2))];
  expect(decodeCompactContents(new ByteReader(fromHex('0001 00000002')), description)).toEqual(rows);
  expect(toHex(encodeCompactContents(description, rows))).toBe('000100000002');
  const writer = new ByteWriter();
  encodeTypeDescription(writer, description);
  expect(writer.toBytes()).toEqual(template);
});
