import { describe, expect, it } from 'vitest';
import { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { encodeData, encodeToBytes } from '#dlms/codec/data-encoder';
import * as value from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { thrownBy } from './cut';

describe('encodeData', () => {
  it('appends to what the writer holds', () => {
    const writer = new ByteWriter().u8(0xc4);
    encodeData(writer, value.unsigned(5));
    expect(toHex(writer.toBytes())).toBe('C41105');
  });

  it.each([
    [127, '097F'],
    [128, '098180'],
    [255, '0981FF'],
    [256, '09820100'],
    [65535, '0982FFFF'],
    [65536, '0983010000'],
  ])('codes a length of %i in its shortest form', (length, header) => {
    const octets = encodeToBytes(value.octetString(new Uint8Array(length)));
    expect(toHex(octets.subarray(0, header.length / 2))).toBe(header);
    expect(octets.length).toBe(header.length / 2 + length);
  });

  it('rounds to single precision', () => expect(toHex(encodeToBytes(value.float32(230.1)))).toBe('174366199A'));
});

describe('values that do not fit their type are our fault', () => {
  it.each<[string, Data]>([
    ['unsigned 256', value.unsigned(256)],
    ['unsigned -1', value.unsigned(-1)],
    ['integer 128', value.integer(128)],
    ['long -32769', value.long(-32769)],
    ['double-long 2^31', value.doubleLong(2 ** 31)],
    ['double-long-unsigned 2^32', value.doubleLongUnsigned(2 ** 32)],
    ['long64 2^63', value.long64(2n ** 63n)],
    ['long64-unsigned -1', value.long64Unsigned(-1n)],
    ['enum 1.5', value.enumerated(1.5)],
    ['delta-unsigned -1', value.deltaUnsigned(-1)],
    ['a character of more than an octet', value.visibleString('€')],
    ['bits without their octets', { type: 'bit-string', bits: 9, octets: new Uint8Array(1) }],
    ['octets without bits', { type: 'bit-string', bits: 8, octets: new Uint8Array(2) }],
    ['hour 24', value.time({ hour: 24, minute: 0, second: 0, hundredths: 0 })],
  ])('%s', (_, data) => expect(thrownBy(() => encodeToBytes(data))).toBeInstanceOf(LocalProtocolError));
});

it('refuses bits that are none', () => {
  expect(thrownBy(() => value.bitString('10201'))).toBeInstanceOf(LocalProtocolError);
});
