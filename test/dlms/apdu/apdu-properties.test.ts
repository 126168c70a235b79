import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { apduText } from '#dlms/apdu/apdu-text';
import { decodeCiphered } from '#dlms/apdu/ciphered';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import golden from '../../../fixtures/vectors/golden.json';
import { expectEveryCutRefused, thrownBy } from '../codec/cut';
import { ARBITRARY_APDUS } from './arbitrary-apdu';

const TAGS = [
  0x01, 0x08, 0x0e, 0x0f, 0x60, 0x61, 0x62, 0x63, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc7, 0xd8, 0xd9, 0xda, 0xe0,
];

/** Notes on arbitrary strings inside Data; the APDU around them must give none. */
const ABOUT_CHARACTERS: ReadonlySet<DecodeNote['code']> = new Set(['character-not-printable', 'utf8-malformed']);

const GOLDEN = [...Object.values(golden.acse), ...Object.values(golden.axdr_xdlms)].map(fromHex);

function expectOnlyPeerProtocolError(decode: () => unknown): void {
  const error = thrownBy(decode);
  if (error !== undefined) expect(error).toBeInstanceOf(PeerProtocolError);
}

describe('every kind and choice of APDU', () => {
  it.each(ARBITRARY_APDUS.map((arbitrary) => [arbitrary] as const))(
    'survives the round trip without notes on its own coding (%#)',
    (arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (apdu) => {
          const notes: DecodeNote[] = [];
          expect(decodeApdu(encodeApdu(apdu), notes)).toEqual(apdu);
          expect(notes.filter(({ code }) => !ABOUT_CHARACTERS.has(code))).toEqual([]);
        }),
        { numRuns: 30 },
      );
    },
  );

  it.each(ARBITRARY_APDUS.map((arbitrary) => [arbitrary] as const))(
    'is refused cut anywhere, and with a surplus octet (%#)',
    (arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (apdu) => {
          const octets = encodeApdu(apdu);
          expectEveryCutRefused(octets.length > 400 ? octets.subarray(0, 400) : octets, decodeApdu);
          expect(() => decodeApdu(new Uint8Array([...octets, 0]))).toThrow(PeerProtocolError);
        }),
        { numRuns: 5 },
      );
    },
  );

  it('has a text of its own', () => {
    fc.assert(
      fc.property(fc.oneof(...ARBITRARY_APDUS), (apdu) => {
        const [head] = apduText(apdu);
        expect(head?.startsWith(apdu.kind)).toBe(true);
      }),
    );
  });
});

describe('whatever octets come', () => {
  it('a decoder throws nothing but PeerProtocolError', () => {
    const octets = fc.tuple(fc.constantFrom(...TAGS), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(octets, ([tag, rest]) => {
        expectOnlyPeerProtocolError(() => decodeApdu(new Uint8Array([tag, ...rest])));
        expectOnlyPeerProtocolError(() => decodeCiphered(new Uint8Array([tag, ...rest])));
      }),
      { numRuns: 1500 },
    );
  });

  it('nor when well-formed ones are damaged', () => {
    const damage = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...GOLDEN), damage, (octets, changes) => {
        const damaged = octets.slice();
        for (const [place, value] of changes) damaged[place % damaged.length] = value;
        expectOnlyPeerProtocolError(() => decodeApdu(damaged));
        expectOnlyPeerProtocolError(() => decodeCiphered(damaged));
      }),
      { numRuns: 1500 },
    );
  });

  it('nor for any first octet', () => {
    for (let tag = 0; tag < 256; tag++)
      expect(() => decodeApdu(new Uint8Array([tag])), `${tag}`).toThrow(PeerProtocolError);
  });
});
