import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { decodeObis, encodeObis, type Obis, parseObis } from '#dlms/codec/obis';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { thrownBy } from './cut';

describe('parseObis takes every text form (IEC 62056-61)', () => {
  it.each([
    ['1-0:1.8.0.255', '0100010800FF'],
    ['1-0:1.8.0*255', '0100010800FF'],
    ['1-0:1.8.0', '0100010800FF'],
    ['1.0.1.8.0.255', '0100010800FF'],
    ['1.0.1.8.0.7', '010001080007'],
    ['0100010800FF', '0100010800FF'],
    ['0100010800ff', '0100010800FF'],
    ['000000000000', '000000000000'],
    ['1.8.0', '0100010800FF'],
    ['1.8.1*01', '010001080101'],
    ['1.8.0*12', '01000108000C'],
    ['1.6.1&02', '010001060102'],
    ['7-1:3.0', '0701030000FF'],
    ['2:1.8.0', '0102010800FF'],
    ['1-1.8.0', '0100010800FF'],
    ['C.1.0', '0000600100FF'],
    ['96.1.0', '0000600100FF'],
    ['F.F', '0000616100FF'],
    ['L.1', '0100620100FF'],
    ['P.01', '0100630100FF'],
    ['0-0:C.1.0', '0000600100FF'],
  ])('%s', (text, hex) => {
    expect(parseObis(text)).toBe(decodeObis(fromHex(hex)));
    expect(toHex(encodeObis(parseObis(text)))).toBe(hex);
  });

  it.each([
    ...['', '1', '1-0', '1-0:1.8.256', '256-0:1.8.0.255', '1.0.1.8.0.999', '1.8.0.255', '1.0.1.8.0', '1-0:1.8.0.255.1'],
    ...['1-0:1.8.0*', ' 1.8.0', '1.8.0\n', '-1.8.0', '1-0:1.8.0*1&2', 'X.1', '0100010800F', '0100010800FG'],
  ])('refuses "%s" and names it', (text) => {
    const error = thrownBy(() => parseObis(text));
    expect(error).toBeInstanceOf(LocalProtocolError);
    expect(String(error)).toContain(`"${text}"`);
  });
});

describe('octets', () => {
  it('print in one form', () => expect(decodeObis(fromHex('0100010800FF'))).toBe('1-0:1.8.0.255'));

  it.each(['', '0100010800', '0100010800FF00'])('refuses "%s" from a meter', (hex) => {
    expect(thrownBy(() => decodeObis(fromHex(hex)))).toBeInstanceOf(PeerProtocolError);
  });

  it('refuses to encode a group beyond 255', () => {
    const wrong: Obis = '1-0:1.8.0.256';
    expect(thrownBy(() => encodeObis(wrong))).toBeInstanceOf(LocalProtocolError);
  });

  it('survive every way of writing them', () => {
    const six = fc.uint8Array({ minLength: 6, maxLength: 6 });
    const forms = (octets: Uint8Array) => {
      const obis = decodeObis(octets);
      expect(encodeObis(obis)).toEqual(octets);
      for (const text of [obis, toHex(octets), octets.join('.'), obis.replace(/\.(\d+)$/, '*$1')])
        expect(parseObis(text)).toBe(obis);
    };
    fc.assert(fc.property(six, forms));
  });
});
