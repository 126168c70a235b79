import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ber from '#dlms/codec/ber';
import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import golden from '../../../fixtures/vectors/golden.json';
import { expectEveryCutRefused, thrownBy } from './cut';

const readerOf = (hex: string) => new ByteReader(fromHex(hex));

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter();
  write(writer);
  return toHex(writer.toBytes());
}

describe('TLV', () => {
  it('reads tag, place and contents and moves on', () => {
    const reader = readerOf('A203020100A3');
    const { tag, offset, contents } = ber.readTlv(reader, 'result');
    expect({ tag, offset, at: reader.offset }).toEqual({ tag: 0xa2, offset: 0, at: 5 });
    expect(ber.readInteger(contents, 'result')).toBe(0);
    expect(contents.remaining).toBe(0);
  });

  it('notes a length that is not in its shortest form', () => {
    const reader = readerOf('04820002AABB');
    expect(toHex(ber.readOctetString(reader, 'title'))).toBe('AABB');
    expect(reader.notes).toEqual([expect.objectContaining({ code: 'length-not-minimal', offset: 1 })]);
  });

  it.each([
    ['the indefinite length', '30800000', 1],
    ['contents cut short', '0403AABB', 2],
    ['a tag of several octets', '1F810001', 0],
    ['another tag', '0400', 0],
  ])('refuses %s', (_, hex, offset) => {
    expect(thrownBy(() => ber.readTagged(readerOf(hex), 0x30, 'field'))).toMatchObject({
      name: 'PeerProtocolError',
      offset,
    });
  });

  it('writes constructed fields around their contents', () => {
    const title = fromHex('4D4D4D0000BC614E');
    const field = written((to) => ber.writeConstructed(to, 0xa6, (contents) => ber.writeOctetString(contents, title)));
    expect(field).toBe('A60A04084D4D4D0000BC614E');
  });

  it('writes long lengths in their shortest form', () => {
    expect(written((to) => ber.writeTlv(to, 0xbe, new Uint8Array(200)))).toBe(`BE81C8${'00'.repeat(200)}`);
  });
});

describe('INTEGER', () => {
  it.each([
    [0, '020100'],
    [127, '02017F'],
    [128, '02020080'],
    [-128, '020180'],
    [-129, '0202FF7F'],
    [32768, '0203008000'],
    [2 ** 31 - 1, '02047FFFFFFF'],
    [-(2 ** 31), '020480000000'],
  ])('%i', (value, hex) => {
    expect(written((to) => ber.writeInteger(to, value))).toBe(hex);
    expect(ber.readInteger(readerOf(hex), 'result')).toBe(value);
  });

  it('survives in its shortest form', () => {
    const roundTrip = (value: number) => {
      const hex = written((to) => ber.writeInteger(to, value, 0x80));
      expect(ber.readInteger(readerOf(hex), 'reason', 0x80)).toBe(value);
    };
    fc.assert(fc.property(fc.integer(), roundTrip));
  });

  it.each(['0200', '02020000', '0202FFFF', '0205FFFFFFFFFF', '030100'])('refuses %s', (hex) => {
    expect(thrownBy(() => ber.readInteger(readerOf(hex), 'result'))).toBeInstanceOf(PeerProtocolError);
  });

  it('refuses to write what needs more than 32 bits', () => {
    expect(thrownBy(() => ber.writeInteger(new ByteWriter(), 2 ** 31))).toBeInstanceOf(LocalProtocolError);
  });
});

describe('BIT STRING', () => {
  it.each([
    ['authentication', 1, '80', '8A020780'],
    ['two octets', 12, 'ABC0', '8A0304ABC0'],
    ['none', 0, '', '8A0100'],
  ])('%s', (_, bits, octets, hex) => {
    expect(written((to) => ber.writeBitString(to, { bits, octets: fromHex(octets) }, 0x8a))).toBe(hex);
    expect(ber.readBitString(readerOf(hex), 'requirements', 0x8a)).toEqual({ bits, octets: fromHex(octets) });
  });

  it('notes unused bits that are set', () => {
    const reader = readerOf('03020781');
    expect(ber.readBitString(reader, 'version')).toEqual({ bits: 1, octets: fromHex('81') });
    expect(reader.notes).toEqual([expect.objectContaining({ code: 'unused-bits-set', offset: 3 })]);
  });

  it.each(['0300', '03020880', '030107'])('refuses %s', (hex) => {
    expect(thrownBy(() => ber.readBitString(readerOf(hex), 'version'))).toBeInstanceOf(PeerProtocolError);
  });

  it('refuses to write octets that the bits do not fill', () => {
    const wrong = { bits: 3, octets: new Uint8Array(2) };
    expect(thrownBy(() => ber.writeBitString(new ByteWriter(), wrong))).toBeInstanceOf(LocalProtocolError);
  });
});

describe('OBJECT IDENTIFIER', () => {
  it.each([
    ['2.16.756.5.8.1.1', '060760857405080101'],
    ['2.16.756.5.8.2.5', '060760857405080205'],
    ['1.2.840.113549', '06062A864886F70D'],
    ['0.39', '060127'],
    ['1.0', '060128'],
    ['2.0', '060150'],
    ['2.999.3', '0603883703'],
  ])('%s', (text, hex) => {
    expect(written((to) => ber.writeObjectIdentifier(to, text))).toBe(hex);
    expect(ber.readObjectIdentifier(readerOf(hex), 'name')).toBe(text);
  });

  it.each(['0600', '0602806A', '060285F4', '060660FFFFFFFF7F'])('refuses %s', (hex) => {
    expect(thrownBy(() => ber.readObjectIdentifier(readerOf(hex), 'name'))).toBeInstanceOf(PeerProtocolError);
  });

  it.each(['', '2', '3.1', '1.40', '2.16.', '2.16.x', '2.99999999999'])('refuses to write "%s"', (text) => {
    expect(thrownBy(() => ber.writeObjectIdentifier(new ByteWriter(), text))).toMatchObject({
      name: 'LocalProtocolError',
      message: expect.stringContaining(`"${text}"`),
    });
  });
});

describe('the fields of a golden AARQ', () => {
  const octets = fromHex(golden.acse.aarq_lls);
  const tags = (all: Uint8Array) => {
    const fields = ber.readTagged(new ByteReader(all), 0x60, 'AARQ');
    const seen: string[] = [];
    while (fields.remaining > 0) seen.push(ber.readTlv(fields, 'field').tag.toString(16));
    return seen;
  };

  it('come in their order', () => expect(tags(octets)).toEqual(['a1', '8a', '8b', 'ac', 'be']));
  it('are refused when cut anywhere', () => expectEveryCutRefused(octets, tags));

  it('are the same octets when written again', () => {
    const again = written((to) =>
      ber.writeConstructed(to, 0x60, (fields) => {
        const name = '2.16.756.5.8.1.1';
        ber.writeConstructed(fields, 0xa1, (contents) => ber.writeObjectIdentifier(contents, name));
        ber.writeBitString(fields, { bits: 1, octets: fromHex('80') }, 0x8a);
        ber.writeObjectIdentifier(fields, '2.16.756.5.8.2.1', 0x8b);
        ber.writeConstructed(fields, 0xac, (contents) =>
          ber.writeOctetString(contents, fromHex('3132333435363738'), 0x80),
        );
        const initiate = fromHex('01000000065F1F0400007E1F04B0');
        ber.writeConstructed(fields, 0xbe, (contents) => ber.writeOctetString(contents, initiate));
      }),
    );
    expect(again).toBe(golden.acse.aarq_lls);
  });
});

it('no octets do anything but decode or be refused', () => {
  const readers = [ber.readInteger, ber.readBitString, ber.readObjectIdentifier, ber.readOctetString] as const;
  const tagged = fc.tuple(fc.constantFrom(2, 3, 4, 6), fc.uint8Array({ maxLength: 12 }));
  const harmless = ([tag, contents]: [number, Uint8Array]) => {
    for (const octets of [contents, new Uint8Array([tag, contents.length, ...contents])]) {
      for (const read of readers) {
        const error = thrownBy(() => read(new ByteReader(octets), 'field', octets[0]));
        if (error !== undefined) expect(error).toBeInstanceOf(PeerProtocolError);
      }
    }
  };
  fc.assert(fc.property(tagged, harmless), { numRuns: 500 });
});
