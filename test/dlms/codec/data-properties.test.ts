import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { DATA_TAGS } from '#dlms/codec/data-tags';
import { dataText } from '#dlms/codec/data-text';
import { PeerProtocolError } from '#dlms/errors';
import { arbitraryCompactArray, arbitraryData, arbitraryOf, PLAIN_TYPES } from './arbitrary-data';
import { expectEveryCutRefused, thrownBy } from './cut';

function expectRoundTrip(data: Data): void {
  const notes: DecodeNote[] = [];
  expect(decodeWholeData(encodeToBytes(data), notes)).toEqual(data);
  const tolerated = notes.filter(({ code }) => code !== 'character-not-printable' && code !== 'utf8-malformed');
  expect(tolerated).toEqual([]);
}

describe('every value survives encoding and decoding', () => {
  it.each(PLAIN_TYPES.map((type) => [type]))('%s', (type) => {
    fc.assert(fc.property(arbitraryOf(type), expectRoundTrip), { numRuns: 60 });
  });

  it('covers every plain type', () => {
    expect(new Set([...PLAIN_TYPES, 'array', 'structure', 'compact-array'])).toEqual(new Set(Object.keys(DATA_TAGS)));
  });

  it('compact-array', () => fc.assert(fc.property(arbitraryCompactArray, expectRoundTrip), { numRuns: 200 }));
  it('arrays and structures of anything', () => {
    fc.assert(fc.property(arbitraryData, expectRoundTrip), { numRuns: 300 });
  });
});

/** A value or a PeerProtocolError that points into the octets; what came through must encode to something that does too. */
function expectValueOrPeerError(octets: Uint8Array): void {
  const error = thrownBy(() => expectRoundTripOf(octets));
  if (error === undefined) return;
  expect(error).toBeInstanceOf(PeerProtocolError);
  if (error instanceof PeerProtocolError) expect(error.offset).toBeLessThanOrEqual(octets.length);
}

function expectRoundTripOf(octets: Uint8Array): void {
  const data = decodeWholeData(octets);
  expect(decodeWholeData(encodeToBytes(data))).toEqual(data);
  expect(dataText(data)).not.toContain('\n');
}

describe('no octets do anything but decode or be refused', () => {
  it('any octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectValueOrPeerError), { numRuns: 2000 });
  });

  it('octets of tags and small numbers, which get further', () => {
    const small = fc.array(fc.integer({ min: 0, max: 33 }), { maxLength: 200 }).map((list) => new Uint8Array(list));
    fc.assert(fc.property(small, expectValueOrPeerError), { numRuns: 2000 });
  });

  it('well-formed values with one octet changed', () => {
    const changed = fc
      .tuple(arbitraryData, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([data, at, by]) =>
        encodeToBytes(data).map((octet, i, all) => (i === at % all.length ? octet ^ by : octet)),
      );
    fc.assert(fc.property(changed, expectValueOrPeerError), { numRuns: 1000 });
  });

  it('well-formed values cut anywhere', () => {
    const cut = (data: Data) => expectEveryCutRefused(encodeToBytes(data).subarray(0, 400), decodeWholeData);
    fc.assert(fc.property(arbitraryData, cut), { numRuns: 40 });
  });
});
