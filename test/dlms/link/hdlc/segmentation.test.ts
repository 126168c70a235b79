import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { cutIntoSegments, Reassembly } from '#dlms/link/hdlc/segmentation';

const octets = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index & 0xff);

describe('segments', () => {
  it('are full but for the last one', () => {
    const segments = cutIntoSegments(octets(79), 32);
    expect(segments.map(({ information, more }) => [information.length, more])).toEqual([
      [32, true],
      [32, true],
      [15, false],
    ]);
  });

  it.each([
    [64, 32, 2],
    [65, 32, 3],
    [32, 32, 1],
    [1, 32, 1],
    [0, 32, 1],
    [5, 1, 5],
  ])('of %i octets by %i: %i', (length, longest, count) => {
    expect(cutIntoSegments(octets(length), longest)).toHaveLength(count);
  });

  it('have one octet at the least', () => {
    expect(() => cutIntoSegments(octets(5), 0)).toThrow(LocalProtocolError);
  });
});

describe('reassembly', () => {
  it('gives back what was cut, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 130 }))),
        (messages) => {
          const reassembly = new Reassembly(400);
          for (const [length, longest] of messages) {
            const results = cutIntoSegments(octets(length), longest).map((segment) => reassembly.add(segment));
            expect(results.pop()).toEqual(octets(length));
            expect(results.every((result) => result === undefined)).toBe(true);
          }
        },
      ),
    );
  });

  it('loses a message that is too long, once, and takes the next', () => {
    const reassembly = new Reassembly(5);
    const results = cutIntoSegments(octets(12), 3).map((segment) => reassembly.add(segment));
    expect(results).toEqual([undefined, 'lost', undefined, undefined]);
    expect(reassembly.isIncomplete).toBe(false);
    expect(reassembly.add({ information: octets(5), more: false })).toEqual(octets(5));
    expect(reassembly.add({ information: octets(6), more: false })).toBe('lost');
  });

  it.each([0, 1])('loses a message that trickles in for ever, %i octets at a time', (length) => {
    const reassembly = new Reassembly(1 << 20);
    const results = Array.from({ length: 20_000 }, () => reassembly.add({ information: octets(length), more: true }));
    expect(results.filter((result) => result !== undefined)).toEqual(['lost']);
    expect(reassembly.add({ information: octets(1), more: false })).toBeUndefined();
    expect(reassembly.add({ information: octets(1), more: false })).toEqual(octets(1));
  });

  it('leaves what it has given away alone', () => {
    const reassembly = new Reassembly(100);
    const messages = [octets(9), octets(5)].map((message) =>
      cutIntoSegments(message, 4)
        .map((segment) => reassembly.add(segment))
        .at(-1),
    );
    expect(messages).toEqual([octets(9), octets(5)]);
  });

  it('forgets a partial message', () => {
    const reassembly = new Reassembly(100);
    reassembly.add({ information: fromHex('010203'), more: true });
    expect(reassembly.isIncomplete).toBe(true);
    reassembly.reset();
    expect(reassembly.isIncomplete).toBe(false);
    expect(reassembly.add({ information: fromHex('04'), more: false })).toEqual(fromHex('04'));
  });
});
