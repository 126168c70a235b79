import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '#dlms/codec/hex';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import { retainedBy } from '../retained';

const apdus = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });

function allOf(reader: WpduReader): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let wpdu = reader.next(); wpdu !== undefined; wpdu = reader.next()) found.push(wpdu.apdu);
  return found;
}

describe('a WPDU reader', () => {
  it('finds the same WPDUs however the stream is cut', () => {
    fc.assert(
      fc.property(apdus, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
        const stream = concat(...sent.map((apdu) => encodeWpdu({ sourceWport: 1, destinationWport: 16, apdu })));
        const reader = new WpduReader();
        const found: Uint8Array[] = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const length = cuts[i % cuts.length] ?? 1;
          reader.push(stream.subarray(at, at + length));
          found.push(...allOf(reader));
          at += length;
        }
        expect(found.map((apdu) => [...apdu])).toEqual(sent.map((apdu) => [...apdu]));
        expect(reader.pendingSize).toBe(0);
      }),
    );
  });

  it('keeps what is incomplete, and forgets it when it is told to', () => {
    const reader = new WpduReader();
    reader.push(Uint8Array.of(0, 1, 0, 1, 0, 16, 0, 5, 0xc4));
    expect(reader.next()).toBeUndefined();
    expect(reader.pendingVersion).toBe(1);
    expect([...reader.pending]).toEqual([0, 1, 0, 1, 0, 16, 0, 5, 0xc4]);
    reader.reset();
    expect(reader.pendingSize).toBe(0);
    expect(reader.pendingVersion).toBeUndefined();
  });

  it('takes any octets for WPDUs, and loses none of them', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (pieces) => {
        const reader = new WpduReader();
        let found = 0;
        for (const piece of pieces) {
          reader.push(piece);
          for (const apdu of allOf(reader)) found += 8 + apdu.length;
          expect(reader.pendingVersion === undefined).toBe(reader.pendingSize < 2);
        }
        expect(found + reader.pendingSize).toBe(concat(...pieces).length);
        expect(reader.pending).toHaveLength(reader.pendingSize);
      }),
      { seed: 20261122 },
    );
  });

  it.each<[string, Uint8Array]>([
    ['zeros', new Uint8Array(100)],
    ['headers of the longest', new Uint8Array(100).fill(0xff)],
    ['single octets', Uint8Array.of(0xff)],
    ['whole WPDUs', encodeWpdu({ sourceWport: 1, destinationWport: 16, apdu: new Uint8Array(300) })],
  ])('holds one WPDU of a stream without end, of %s', (_, piece) => {
    const reader = new WpduReader();
    let largest = 0;
    for (let octets = 0; octets < 300_000; octets += piece.length) {
      reader.push(piece.slice());
      allOf(reader);
      largest = Math.max(largest, reader.pendingSize);
    }
    expect(largest).toBeLessThanOrEqual(0xffff + 8);
    expect(retainedBy(reader).octets).toBeLessThanOrEqual(2 * (0xffff + 8 + piece.length));
  });

  it('takes the longest WPDU octet by octet', () => {
    const wpdu = encodeWpdu({ sourceWport: 1, destinationWport: 16, apdu: new Uint8Array(0xffff).fill(7) });
    const reader = new WpduReader();
    for (const octet of wpdu) reader.push(Uint8Array.of(octet));
    expect(reader.next()?.apdu).toHaveLength(0xffff);
  });
});
