import { describe, expect, it } from 'vitest';
import type { Heard } from '#client/heard-frames';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { examineUaParameters, LENGTHS, longestSentAfter, WINDOWS } from '#procedures/hdlc-ua-parameters';

function ua(information: string): Heard {
  const frame = {
    destination: fromHex('21'),
    source: fromHex('03'),
    control: { kind: 'UA', pf: true } as const,
    segmented: false,
    information: fromHex(information),
  };
  const octets = new Uint8Array(0);
  return { frames: [{ frame, octets, origin: 'meter', at: 0 }], noise: [], closed: false, waitedMs: 0 };
}

const faults = (information: string, proposal: ProposedParameters, names = [...LENGTHS, ...WINDOWS]) =>
  examineUaParameters('SNRM', ua(information), proposal, names).faults;

const SMALL = { maxInfoTransmit: 62, maxInfoReceive: 62 };

describe('what a UA names', () => {
  it.each([
    ['just what was proposed', '81800605013E06013E', SMALL],
    ['less than that', '818006050120060120', SMALL],
    ['lengths in two octets', '81800805020040060207EE', { maxInfoTransmit: 2030, maxInfoReceive: 2030 }],
    ['nothing to a bare SNRM', '', {}],
    ['a value of no octets, which is the default', '8180020500', {}],
  ])('is right as %s', (_, information, proposal) => {
    expect(faults(information, proposal)).toEqual([]);
  });

  it.each([
    ['more than the client receives', '81800605013F06013E', SMALL],
    ['more than the client sends', '81800605013E06013F', SMALL],
    ['nothing, where the default is more than was proposed', '', SMALL],
    ['lengths crosswise', '81800605018006013E', { maxInfoReceive: 62 }],
    ['a length of zero', '818003060100', {}],
    ['a length below the range', '81800306011F', {}],
    ['a length above the range', '8180040602 07EF', { maxInfoTransmit: 2047, maxInfoReceive: 2047 }],
    ['a window of zero', '81800607 0400000000', {}],
    ['a window above the proposal', '8180060804 00000005', { windowTransmit: 4 }],
  ])('is wrong as %s', (_, information, proposal) => {
    expect(faults(information.replaceAll(' ', ''), proposal)).not.toEqual([]);
  });

  it('is judged as far as the case goes', () => {
    expect(faults('818003070107', {}, [...LENGTHS])).toEqual([]);
    expect(faults('818003070107', {}, [...WINDOWS])).toHaveLength(1);
  });

  it('says how long the fields of the meter may be', () => {
    expect(longestSentAfter(ua('81800305013E'))).toBe(62);
    expect(longestSentAfter(ua(''))).toBe(128);
    expect(longestSentAfter({ frames: [], noise: [], closed: false, waitedMs: 0 })).toBeUndefined();
  });

  it('is a violation when the list is broken', () => {
    expect(() => faults('81800305013E01', {})).toThrow(PeerProtocolError);
  });
});
