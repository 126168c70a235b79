import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '#dlms/codec/hex';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';

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

  it('takes the longest WPDU octet by octet', () => {
    const wpdu = encodeWpdu({ sourceWport: 1, destinationWport: 16, apdu: new Uint8Array(0xffff).fill(7) });
    const reader = new WpduReader();
    for (const octet of wpdu) reader.push(Uint8Array.of(octet));
    expect(reader.next()?.apdu).toHaveLength(0xffff);
  });
});
