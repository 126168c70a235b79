import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGeneralCiphering, encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import { decodeGeneralSigning, encodeGeneralSigning } from '#dlms/apdu/general-signing';
import type { KeyInfo } from '#dlms/apdu/key-info';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { expectEveryCutRefused, thrownBy } from '../codec/cut';
import { vector } from './four-ways';

const NOTHING = new Uint8Array(0);
const HEADER: GeneralHeader = {
  transactionId: fromHex('0102030405060708'),
  originatorSystemTitle: fromHex('4D4D4D0000BC614E'),
  recipientSystemTitle: fromHex('4D4D4D0000000001'),
  dateTime: NOTHING,
  otherInformation: NOTHING,
};
const M = vector('security', 'gc_meta');
const EPHEMERAL_1E1S = vector('security', 'gc_agreed_get').slice((1 + 29 + 6) * 2, (1 + 29 + 6 + 128) * 2);

interface Ciphered {
  readonly name: string;
  readonly keyInfo: KeyInfo;
  /** content of the APDU, in octets from its end */
  readonly length: number;
}

const CIPHERED: readonly Ciphered[] = [
  { name: 'gc_ident', keyInfo: { kind: 'identified-key', keyId: 0 }, length: 30 },
  { name: 'gc_ident_authonly', keyInfo: { kind: 'identified-key', keyId: 0 }, length: 30 },
  {
    name: 'gc_wrapped',
    keyInfo: { kind: 'wrapped-key', kekId: 0, keyCipheredData: fromHex(vector('security', 'eph_wrapped')) },
    length: 30,
  },
  {
    name: 'gc_agreed_get',
    keyInfo: { kind: 'agreed-key', keyParameters: fromHex('01'), keyCipheredData: fromHex(EPHEMERAL_1E1S) },
    length: 30,
  },
  {
    name: 'gc_static_get',
    keyInfo: { kind: 'agreed-key', keyParameters: fromHex('02'), keyCipheredData: NOTHING },
    length: 30,
  },
  {
    name: 'gb_access_gc_1e1s',
    keyInfo: { kind: 'agreed-key', keyParameters: fromHex('01'), keyCipheredData: fromHex(EPHEMERAL_1E1S) },
    length: 235,
  },
];

describe.each(CIPHERED)('general-ciphering $name', ({ name, keyInfo, length }) => {
  const octets = fromHex(vector('security', name));
  const content = octets.subarray(-length);

  it('decodes without notes', () => {
    const notes: DecodeNote[] = [];
    const expected = { header: HEADER, headerOctets: fromHex(M), keyInfo, content };
    expect(decodeGeneralCiphering(octets, notes)).toEqual(expected);
    expect(notes).toEqual([]);
  });

  it('is what the fields encode to', () => {
    expect(toHex(encodeGeneralCiphering({ header: HEADER, keyInfo, content }))).toBe(toHex(octets));
  });

  it('is refused cut anywhere or prolonged', () => {
    expectEveryCutRefused(octets, decodeGeneralCiphering);
    expect(() => decodeGeneralCiphering(concat(octets, Uint8Array.of(0)))).toThrow('1 surplus octet(s)');
  });
});

describe.each([
  ['gs', 0x40],
  ['gs_without_content_length', 0x40],
])('general-signing %s', (name, length) => {
  const octets = fromHex(vector('security', name));
  const signature = octets.subarray(-length);
  const content = fromHex('C0010000080000010000FF0200');

  it('decodes without notes', () => {
    const notes: DecodeNote[] = [];
    const signedOctets = fromHex(vector('security', 'gs_tbs'));
    const expected = { header: HEADER, headerOctets: fromHex(M), content, signedOctets, signature };
    expect(decodeGeneralSigning(octets, notes)).toEqual(expected);
    expect(notes).toEqual([]);
  });

  it('is what the fields encode to', () => {
    expect(toHex(encodeGeneralSigning({ header: HEADER, content, signature }))).toBe(toHex(octets));
  });

  it('is refused cut anywhere or prolonged', () => {
    expectEveryCutRefused(octets, decodeGeneralSigning);
    expect(() => decodeGeneralSigning(concat(octets, Uint8Array.of(0)))).toThrow('1 surplus octet(s)');
  });
});

describe('the header of a layer', () => {
  it('has titles of 0 or 8 octets and a date-time of 0 or 12', () => {
    const refusals: readonly (readonly [string, number, string])[] = [
      ['DD00074D4D4D0000BC610000000000', 2, 'originator-system-title: 0 or 8 octets expected, got 7'],
      ['DF0000094D4D4D0000BC614E0000000000', 3, 'recipient-system-title: 0 or 8 octets expected, got 9'],
      ['DD0000000507EA031D07000000', 4, 'date-time: 0 or 12 octets expected, got 5'],
    ];
    for (const [hex, offset, reason] of refusals) {
      const decode = hex.startsWith('DD') ? decodeGeneralCiphering : decodeGeneralSigning;
      const error = thrownBy(() => decode(fromHex(hex)));
      expect(error).toBeInstanceOf(PeerProtocolError);
      expect(error).toMatchObject({ offset, reason });
    }
  });

  it('may be empty, and its key-info absent', () => {
    const empty = {
      transactionId: NOTHING,
      originatorSystemTitle: NOTHING,
      recipientSystemTitle: NOTHING,
      dateTime: NOTHING,
      otherInformation: NOTHING,
    };
    const content = fromHex('3000000001');
    const hex = 'DD000000000000053000000001';
    const headerOctets = new Uint8Array(5);
    expect(toHex(encodeGeneralCiphering({ header: empty, content }))).toBe(hex);
    expect(decodeGeneralCiphering(fromHex(hex))).toStrictEqual({ header: empty, headerOctets, content });
  });

  it('is taken as it came, a length that is not the shortest included', () => {
    const notes: DecodeNote[] = [];
    const { headerOctets } = decodeGeneralCiphering(fromHex('DD8101AA0000000000053000000001'), notes);
    expect(toHex(headerOctets)).toBe('8101AA00000000');
    expect(notes.map(({ code, offset }) => [code, offset])).toEqual([['length-not-minimal', 1]]);
  });

  it('of ours is never made with a wrong length', () => {
    const content = fromHex('3000000001');
    const seven = { ...HEADER, originatorSystemTitle: new Uint8Array(7) };
    const five = { ...HEADER, dateTime: new Uint8Array(5) };
    expect(() => encodeGeneralCiphering({ header: seven, content })).toThrow(LocalProtocolError);
    expect(() => encodeGeneralSigning({ header: five, content, signature: NOTHING })).toThrow(LocalProtocolError);
  });
});

it.each([
  ['DD00000000000200', 6, 'presence of key-info: expected 00 or 01, got 2'],
  ['DD0000000000010300', 7, 'key-info choice: 0, 1 or 2 expected, got 3'],
])('key-info of %s is refused', (hex, offset, reason) => {
  expect(thrownBy(() => decodeGeneralCiphering(fromHex(hex)))).toMatchObject({ offset, reason });
});

it('one layer is not taken for the other', () => {
  const [ciphered, signed] = [vector('security', 'gc_ident'), vector('security', 'gs')];
  expect(() => decodeGeneralCiphering(fromHex(signed))).toThrow('tag DD (general-ciphering) expected');
  expect(() => decodeGeneralSigning(fromHex(ciphered))).toThrow('tag DF (general-signing) expected');
});

const octets = fc.uint8Array({ maxLength: 300 });
const sized = (length: number) =>
  fc.oneof(fc.constant(NOTHING), fc.uint8Array({ minLength: length, maxLength: length }));
const header: fc.Arbitrary<GeneralHeader> = fc.record({
  transactionId: octets,
  originatorSystemTitle: sized(8),
  recipientSystemTitle: sized(8),
  dateTime: sized(12),
  otherInformation: octets,
});
const u8 = fc.integer({ min: 0, max: 255 });
const keyInfo: fc.Arbitrary<KeyInfo> = fc.oneof(
  fc.record({ kind: fc.constant('identified-key' as const), keyId: u8 }),
  fc.record({ kind: fc.constant('wrapped-key' as const), kekId: u8, keyCipheredData: octets }),
  fc.record({ kind: fc.constant('agreed-key' as const), keyParameters: octets, keyCipheredData: octets }),
);

describe('whatever well-formed fields', () => {
  it('survive general-ciphering', () => {
    const fields = fc.record({ header, keyInfo, content: octets }, { requiredKeys: ['header', 'content'] });
    fc.assert(
      fc.property(fields, (made) => {
        const { headerOctets: _, ...got } = decodeGeneralCiphering(encodeGeneralCiphering(made));
        expect(got).toEqual(made);
      }),
    );
  });

  it('survive general-signing', () => {
    fc.assert(
      fc.property(fc.record({ header, content: octets, signature: octets }), (made) => {
        const { headerOctets: _, signedOctets: __, ...got } = decodeGeneralSigning(encodeGeneralSigning(made));
        expect(got).toEqual(made);
      }),
    );
  });

  it.each([
    ['general-ciphering', 0xdd, decodeGeneralCiphering],
    ['general-signing', 0xdf, decodeGeneralSigning],
  ] as const)('arbitrary octets behind the tag of %s decode or are refused with a place', (_, tag, decode) => {
    fc.assert(
      fc.property(octets, (rest) => {
        const received = concat(Uint8Array.of(tag), rest);
        const error = thrownBy(() => decode(received));
        if (error === undefined) return;
        expect(error).toBeInstanceOf(PeerProtocolError);
        if (error instanceof PeerProtocolError) expect(error.offset).toBeLessThanOrEqual(received.length);
      }),
    );
  });
});
