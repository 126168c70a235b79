import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import {
  crosswise,
  DEFAULT_PARAMETERS,
  decodeParameters,
  encodeParameters,
  type LinkParameters,
  negotiated,
  type ParameterEncoding,
  type ProposedParameters,
  withoutDefaults,
} from '#dlms/link/hdlc/negotiation-parameters';
import { agreed } from '#dlms/link/hdlc/ua-parameters';

const ONE: ParameterEncoding = { lengthOctets: 1, windowOctets: 4 };
const TWO: ParameterEncoding = { lengthOctets: 2, windowOctets: 4 };
const SHORTEST: ParameterEncoding = { lengthOctets: 'shortest', windowOctets: 4 };

function parameters(
  maxInfoTransmit: number,
  maxInfoReceive: number,
  windowTransmit = 1,
  windowReceive = 1,
): LinkParameters {
  return { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive };
}

describe('the information field of SNRM and UA', () => {
  it.each<[string, ProposedParameters, ParameterEncoding, string]>([
    [
      'all defaults, lengths in two octets',
      DEFAULT_PARAMETERS,
      TWO,
      '818014 05020080 06020080 070400000001 080400000001',
    ],
    ['all defaults, lengths in one octet', DEFAULT_PARAMETERS, ONE, '818012 050180 060180 070400000001 080400000001'],
    ['the largest', parameters(2030, 2030, 7, 7), SHORTEST, '818014 050207EE 060207EE 070400000007 080400000007'],
    ['a result', parameters(512, 256, 3, 1), SHORTEST, '818014 05020200 06020100 070400000003 080400000001'],
    ['one parameter', { windowReceive: 7 }, SHORTEST, '818006 080400000007'],
    ['two parameters', { maxInfoReceive: 64, windowTransmit: 7 }, SHORTEST, '818009 060140 070400000007'],
    ['mixed lengths', parameters(128, 512), SHORTEST, '818013 050180 06020200 070400000001 080400000001'],
    ['short windows', { windowTransmit: 2, windowReceive: 3 }, { ...ONE, windowOctets: 1 }, '818006 070102 080103'],
    ['windows in two octets', { windowTransmit: 2 }, { ...ONE, windowOctets: 2 }, '818004 07020002'],
    ['nothing', {}, SHORTEST, ''],
  ])('%s', (_, values, encoding, octets) => {
    expect(toHex(encodeParameters(values, encoding))).toBe(octets.replaceAll(' ', ''));
    expect(decodeParameters(fromHex(octets))).toEqual({ parameters: values, unknown: [] });
  });

  it.each<[string, string, ProposedParameters]>([
    ['a value of 0 for the default', '818007 050100 06020000', {}],
    ['a value of no octets for the default', '818004 0500 0700', {}],
    ['an empty group', '818000', {}],
    ['another order', '818009 070400000007 060140', { maxInfoReceive: 64, windowTransmit: 7 }],
    ['the later of two', '818006 050140 050100', {}],
    ['a user-defined group and user data behind it', '818003 050140 F0020506 FF818099', { maxInfoTransmit: 64 }],
  ])('reads %s', (_, octets, values) => {
    expect(decodeParameters(fromHex(octets))).toEqual({ parameters: values, unknown: [] });
  });

  it('names parameters that it does not know', () => {
    expect(decodeParameters(fromHex('818006 090101 0A0101'))).toEqual({ parameters: {}, unknown: [9, 10] });
    expect(decodeParameters(fromHex('818006 0A0101 060140'))).toEqual({
      parameters: { maxInfoReceive: 64 },
      unknown: [10],
    });
  });

  it.each([
    ['another format', '808003050180', 0],
    ['another group', '818103050180', 1],
    ['no group', '81', 1],
    ['a group one octet too long', '818004050180', 3],
    ['a group one octet too short', '818002050180', 5],
    ['a parameter without length', '81800105', 4],
    ['a length in three octets', '81800505030000 80', 4],
    ['a window in three octets', '8180050703000001', 4],
    ['an unknown group behind it', '818003050180 8100', 6],
    ['a user-defined group that is cut', '818000F00201', 5],
  ])('refuses %s', (_, octets, offset) => {
    expect(offsetOf(() => decodeParameters(fromHex(octets)))).toBe(offset);
  });

  it('does not code 300 octets in one', () => {
    expect(() => encodeParameters({ maxInfoReceive: 300 }, ONE)).toThrow(LocalProtocolError);
  });

  const length = fc.integer({ min: 1, max: 2030 });
  const window = fc.integer({ min: 1, max: 7 });
  const some = fc.record(
    { maxInfoTransmit: length, maxInfoReceive: length, windowTransmit: window, windowReceive: window },
    { requiredKeys: [] },
  );

  it('reads back whatever it writes', () => {
    const windowOctets = fc.constantFrom<1 | 2 | 4>(1, 2, 4);
    fc.assert(
      fc.property(
        some,
        fc.constantFrom<2 | 'shortest'>(2, 'shortest'),
        windowOctets,
        (values, lengthOctets, octets) => {
          const field = encodeParameters(values, { lengthOctets, windowOctets: octets });
          expect(decodeParameters(field).parameters).toEqual(values);
        },
      ),
    );
  });
});

describe('negotiation', () => {
  it('takes the smaller for each direction (hdlc.md 7.2)', () => {
    const server = parameters(512, 256, 3, 1);
    const result = negotiated(parameters(2030, 2030, 7, 7), server);
    expect(result).toEqual(parameters(512, 256, 3, 1));
    expect(agreed(parameters(2030, 2030, 7, 7), result)).toEqual({ result: parameters(256, 512, 1, 3), excess: [] });
  });

  it("reproduces the standard's table example", () => {
    const result = negotiated({ windowReceive: 7 }, parameters(2030, 64, 7, 7));
    expect(withoutDefaults(result)).toEqual({ maxInfoReceive: 64, windowTransmit: 7 });
  });

  it('takes what is missing for the default', () => {
    expect(negotiated({}, parameters(2030, 64, 7, 7))).toEqual(parameters(128, 64, 1, 1));
    expect(withoutDefaults(DEFAULT_PARAMETERS)).toEqual({});
  });

  it('holds a client to what it proposed, and says where the meter takes more', () => {
    const { result, excess } = agreed({ maxInfoReceive: 62 }, parameters(128, 128, 1, 2));
    expect(result).toEqual(parameters(128, 62, 1, 1));
    expect(excess).toEqual(['maxInfoReceive: 128 where 62 was proposed', 'windowTransmit: 2 where 1 was proposed']);
  });

  it('turns a view round and back', () => {
    expect(crosswise(parameters(1, 2, 3, 4))).toEqual(parameters(2, 1, 4, 3));
  });
});

function offsetOf(decode: () => unknown): number {
  try {
    decode();
  } catch (error) {
    if (error instanceof PeerProtocolError) return error.offset;
    throw error;
  }
  throw new Error('was accepted');
}
