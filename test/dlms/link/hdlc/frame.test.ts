import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { controlText, decodeControl } from '#dlms/link/hdlc/control';
import { decodeFrame, encodeFrame, type HdlcFrame, joinFrames } from '#dlms/link/hdlc/frame';
import { arbitraryFrame } from './arbitrary-frame';
import { EXAMPLES } from './example-frames';

describe('the frames of the reference', () => {
  it.each(EXAMPLES)('$section: $control $octets', (example) => {
    const frame = decodeFrame(fromHex(example.octets));
    expect({
      destination: toHex(frame.destination),
      source: toHex(frame.source),
      control: controlText(frame.control),
      segmented: frame.segmented,
      information: toHex(frame.information),
    }).toEqual({
      destination: example.destination,
      source: example.source,
      control: example.control,
      segmented: example.segmented,
      information: example.information,
    });
    expect(toHex(encodeFrame(frame))).toBe(example.octets);
  });

  it.each(EXAMPLES.filter(({ section }) => section !== '8.2'))(
    '$section: cut at every octet: $octets',
    ({ octets }) => {
      const whole = fromHex(octets);
      for (let length = 0; length < whole.length; length++) {
        expect(() => decodeFrame(whole.subarray(0, length))).toThrow(PeerProtocolError);
      }
    },
  );
});

describe('a frame that is none', () => {
  it.each([
    [
      'HCS wrong, FCS right over it',
      '7EA01E032193724F818012050180060180070400000001080400000001 9EB37E',
      'wrong HCS',
      6,
    ],
    ['HCS right, FCS wrong', '7EA01E032193CD3B818012050180060180070400000001080400000001 533A7E', 'wrong FCS', 29],
    ['FCS wrong without information', '7EA0070321930F007E', 'wrong FCS', 6],
    ['length one too big', '7EA008032193F6B37E', 'no room for its check sequences', 5],
    ['length one too small', '7EA006032193B41D7E', 'length field below 7', 1],
    ['another format type', '7E0007032193CBEB7E', 'format type is not 3', 1],
    ['no opening flag', 'A0070321930F017E', 'no opening flag', 0],
    ['no closing flag', '7EA0070321930F01', 'cut short', 8],
    ['another octet for the closing flag', '7EA0070321930F0100', 'no flag where', 8],
    ['octets behind it', '7EA0070321930F017E7E', 'surplus octets', 9],
    ['an address that does not end', '7EA00702200402207E7E', 'address field does not end', 3],
  ])('%s', (_, octets, reason, offset) => {
    const error = refusal(fromHex(octets));
    expect(error.message).toContain(reason);
    expect(error.offset).toBe(offset);
  });

  it('takes an empty information field with an HCS for one that is absent', () => {
    const octets = fromHex('7EA0090321930000 0000 7E');
    const right = decodeFrame(fromHex('7EA0070321930F017E'));
    expect(decodeFrame(withChecks(octets))).toEqual(right);
  });
});

describe('building a frame', () => {
  const frame: HdlcFrame = {
    destination: fromHex('00020023'),
    source: fromHex('21'),
    control: decodeControl(0x10),
    segmented: false,
    information: new Uint8Array(2030),
  };

  it('takes the largest information field, and up to 2047 octets in all', () => {
    expect(encodeFrame(frame)).toHaveLength(2042 + 2);
    expect(encodeFrame({ ...frame, information: new Uint8Array(2035) })).toHaveLength(2047 + 2);
    expect(() => encodeFrame({ ...frame, information: new Uint8Array(2036) })).toThrow(LocalProtocolError);
  });

  it('refuses an address that has no end', () => {
    expect(() => encodeFrame({ ...frame, source: fromHex('20') })).toThrow(LocalProtocolError);
    expect(() => encodeFrame({ ...frame, destination: new Uint8Array(0) })).toThrow(LocalProtocolError);
  });

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(arbitraryFrame(), (arbitrary) => {
        expect(decodeFrame(encodeFrame(arbitrary))).toEqual(arbitrary);
      }),
    );
  });

  it('notices every single bit that is turned over', () => {
    fc.assert(
      fc.property(arbitraryFrame(40), fc.nat(), (arbitrary, place) => {
        const octets = encodeFrame(arbitrary);
        const bit = place % (octets.length * 8);
        octets[bit >>> 3] = (octets[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => decodeFrame(octets)).toThrow(PeerProtocolError);
      }),
    );
  });
});

describe('frames of one transmission', () => {
  it('share the flag between neighbours', () => {
    const [one, two] = [fromHex('7E01027E'), fromHex('7E03047E')];
    expect(joinFrames([one, two, one])).toEqual(fromHex('7E01027E03047E01027E'));
    expect(joinFrames([one])).toEqual(one);
    expect(joinFrames([])).toHaveLength(0);
  });

  it('share none where none is', () => {
    expect(joinFrames([fromHex('7E0102'), fromHex('7E03047E')])).toEqual(fromHex('7E01027E03047E'));
  });
});

function refusal(octets: Uint8Array): PeerProtocolError {
  try {
    decodeFrame(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** Frame with an HCS over the six octets behind its flag and an FCS at its end, by the bitwise sum. */
function withChecks(octets: Uint8Array): Uint8Array {
  const header = octets.subarray(1, 6);
  const hcs = bitwise(header);
  const fcs = bitwise(concat(header, hcs));
  return concat(octets.subarray(0, 6), hcs, fcs, octets.subarray(10));
}

function bitwise(octets: Uint8Array): Uint8Array {
  let register = 0xffff;
  for (const octet of octets) {
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ ((register ^ (octet >>> bit)) & 1 ? 0x8408 : 0);
  }
  return Uint8Array.of(~register & 0xff, (~register >>> 8) & 0xff);
}
