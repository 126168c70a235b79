import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONFORMANCE_BITS,
  decodeConformance,
  decodeConformanceBits,
  encodeConformance,
  encodeConformanceBits,
} from '#dlms/apdu/conformance';
import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { fromHex, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { expectEveryCutRefused, thrownBy } from '../codec/cut';

describe('conformance bits', () => {
  it.each([
    ['800000', 'reserved-zero'],
    ['400000', 'general-protection'],
    ['001000', 'block-transfer-with-get-or-read'],
    ['000100', 'information-report'],
    ['000080', 'data-notification'],
    ['000010', 'get'],
    ['000001', 'action'],
  ] as const)('%s is %s', (hex, name) => {
    expect([...decodeConformanceBits(fromHex(hex))]).toEqual([name]);
    expect(toHex(encodeConformanceBits(new Set([name])))).toBe(hex);
  });

  it('read as the reference meter offers them', () => {
    expect([...decodeConformanceBits(fromHex('00501F'))]).toEqual([
      'priority-mgmt-supported',
      'block-transfer-with-get-or-read',
      'get',
      'set',
      'selective-access',
      'event-notification',
      'action',
    ]);
  });

  it('survive the round trip, whatever set they are', () => {
    fc.assert(
      fc.property(fc.subarray([...CONFORMANCE_BITS]), (bits) => {
        expect(decodeConformanceBits(encodeConformanceBits(new Set(bits)))).toEqual(new Set(bits));
      }),
    );
  });

  it('are three octets', () => {
    expect(() => decodeConformanceBits(fromHex('0050'))).toThrow(PeerProtocolError);
  });
});

describe('the conformance field', () => {
  const field = '5F1F040000501F';
  const decode = (octets: Uint8Array) => decodeConformance(new ByteReader(octets));

  it('is [APPLICATION 31] with its length and unused bits', () => {
    const writer = new ByteWriter();
    encodeConformance(writer, decodeConformanceBits(fromHex('00501F')));
    expect(toHex(writer.toBytes())).toBe(field);
    expect(decode(fromHex(field))).toEqual(decodeConformanceBits(fromHex('00501F')));
    expectEveryCutRefused(fromHex(field), decode);
  });

  it('is taken without 1F, with a note', () => {
    const notes: DecodeNote[] = [];
    const reader = new ByteReader(fromHex('5F040000501F'), notes);
    expect(decodeConformance(reader)).toEqual(decodeConformanceBits(fromHex('00501F')));
    expect(reader.remaining).toBe(0);
    expect(notes.map(({ code, offset }) => [code, offset])).toEqual([['old-conformance-tag', 0]]);
  });

  it.each([
    ['5E1F040000501F', 0, 'conformance tag: expected 5F, got 5E'],
    ['5F1F030000501F', 2, 'conformance length: expected 4, got 3'],
    ['5F1F040100501F', 3, 'conformance unused bits: expected 00, got 01'],
  ])('%s is refused', (hex, offset, reason) => {
    const error = thrownBy(() => decode(fromHex(hex)));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ offset, message: expect.stringContaining(reason) });
  });
});
