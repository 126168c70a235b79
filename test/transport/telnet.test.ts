import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakCommand, comPortAnswer, noFlowControlCommand, purgeOctets, settingCommands } from '#transport/rfc2217';
import { eightNoneOne, sevenEvenOne } from '#transport/serial-port-settings';
import { type TelnetEvent, TelnetReader, telnetData, telnetNegotiation, telnetSubnegotiation } from '#transport/telnet';
import { octets } from './octets';

function eventsOf(...pieces: readonly Uint8Array[]): TelnetEvent[] {
  const reader = new TelnetReader();
  return pieces.flatMap((piece) => [...reader.take(piece)]);
}

/** The data alone, however it was cut. */
const dataOf = (events: readonly TelnetEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'octets' ? [...event.octets] : []));

describe('a telnet stream', () => {
  it('doubles FF and nothing else', () => {
    expect(telnetData(octets(0x7e, 0xff, 0x0d, 0x00, 0xff))).toEqual(octets(0x7e, 0xff, 0xff, 0x0d, 0x00, 0xff, 0xff));
  });

  it('carries any octets in any pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 5 }), (sent, size) => {
        const wire = telnetData(sent);
        const pieces = Array.from({ length: Math.ceil(wire.length / size) }, (_, at) =>
          wire.subarray(at * size, at * size + size),
        );
        expect(dataOf(eventsOf(...pieces))).toEqual([...sent]);
      }),
    );
  });

  it('gives data, negotiations and subnegotiations in order', () => {
    const wire = octets(1, 255, 251, 44, 2, 255, 250, 44, 107, 255, 255, 255, 240, 3, 255, 241, 255, 255);
    expect(eventsOf(wire)).toEqual([
      { kind: 'octets', octets: octets(1) },
      { kind: 'negotiation', verb: 'will', option: 44 },
      { kind: 'octets', octets: octets(2) },
      { kind: 'subnegotiation', option: 44, octets: octets(107, 255) },
      { kind: 'octets', octets: octets(3, 255) },
    ]);
    const joined = eventsOf(...[...wire].map((octet) => octets(octet)));
    expect(dataOf(joined)).toEqual([1, 2, 3, 255]);
    expect(joined.filter(({ kind }) => kind !== 'octets')).toHaveLength(2);
  });

  it('passes over a subnegotiation that is empty, too long, or broken by another command', () => {
    expect(eventsOf(octets(255, 250, 255, 240, 7))).toEqual([{ kind: 'octets', octets: octets(7) }]);
    expect(eventsOf(telnetSubnegotiation(44, new Uint8Array(5000)), octets(7))).toEqual([
      { kind: 'octets', octets: octets(7) },
    ]);
    expect(eventsOf(octets(255, 250, 44, 1, 255, 253, 0, 7))).toEqual([
      { kind: 'negotiation', verb: 'do', option: 0 },
      { kind: 'octets', octets: octets(7) },
    ]);
  });

  it('is never lost for good, whatever came before', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (garbage) => {
        const events = eventsOf(garbage, octets(255, 240, 255, 240), telnetNegotiation('do', 44));
        expect(events.at(-1)).toEqual({ kind: 'negotiation', verb: 'do', option: 44 });
      }),
    );
  });
});

describe('the commands of RFC 2217', () => {
  const hex = (octetsOf: Uint8Array): string => Buffer.from(octetsOf).toString('hex');

  it('set a port', () => {
    expect(settingCommands(sevenEvenOne(2400)).map((command) => hex(command.octets))).toEqual([
      'fffa2c0100000960fff0',
      'fffa2c0207fff0',
      'fffa2c0303fff0',
      'fffa2c0401fff0',
    ]);
    expect(settingCommands({ ...eightNoneOne(115_200), stopBits: 2 }).map((command) => hex(command.octets))).toEqual([
      'fffa2c010001c200fff0',
      'fffa2c0208fff0',
      'fffa2c0301fff0',
      'fffa2c0402fff0',
    ]);
  });

  it('double an FF within a speed', () => {
    expect(hex(settingCommands(eightNoneOne(0x00_00_ff_01))[0]?.octets ?? octets())).toBe('fffa2c010000ffff01fff0');
  });

  it('switch flow control off, send a break and purge', () => {
    expect(
      [noFlowControlCommand(), breakCommand(true), breakCommand(false)].map((command) => hex(command.octets)),
    ).toEqual(['fffa2c0501fff0', 'fffa2c0505fff0', 'fffa2c0506fff0']);
    expect(hex(purgeOctets())).toBe('fffa2c0c03fff0');
  });

  it('are answered with a code of 100 more', () => {
    const answer = (...values: readonly number[]) =>
      comPortAnswer({ kind: 'subnegotiation', option: 44, octets: octets(...values) });
    expect(answer(101, 0, 0, 9, 0x60)).toEqual({ code: 1, value: 2400 });
    expect(answer(107, 0xff)).toEqual({ code: 7, value: 255 });
    expect([answer(), answer(1, 2), answer(100, 1, 2, 3, 4, 5)]).toEqual([undefined, undefined, undefined]);
    expect(comPortAnswer({ kind: 'subnegotiation', option: 3, octets: octets(101, 1) })).toBeUndefined();
    expect(comPortAnswer({ kind: 'octets', octets: octets(101) })).toBeUndefined();
  });
});
