import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { decodeFrame, encodeFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import type { ApplicationAnswer } from '#dlms/link/hdlc/secondary-host';
import { retainedBy } from '../retained';
import { arbitraryFrame } from './arbitrary-frame';
import { BenchClient } from './bench-client';
import { command, DISC, DM, response, SNRM, UA } from './bench-frame';
import { BenchMeter } from './bench-meter';

const SEED = 20261122;
const octet = fc.oneof(
  { weight: 3, arbitrary: fc.nat(255) },
  { weight: 1, arbitrary: fc.constantFrom(0x7e, 0xa0, 0xa8, 0xa7, 0x07, 0x03, 0x21, 0x93, 0x10) },
);
const garbage = fc.array(octet, { maxLength: 60 }).map((octets) => Uint8Array.from(octets));
const control = fc.oneof(
  fc.nat(255),
  fc.constantFrom(0x93, 0x73, 0x53, 0x1f, 0x97, 0x13, 0x10, 0x11, 0x15, 0x30, 0x32),
);
const information = fc.oneof(
  fc.constantFrom(
    '',
    'E6E600',
    'E6E600C001C1',
    'E6E700',
    'E6E700C401C1',
    '8180120501800601800704000000010804000000014',
  ),
  fc.uint8Array({ maxLength: 140 }).map(toHex),
);

/** Frames of the one client to the one meter and back, in and out of their turn. */
function frames(between: typeof command): fc.Arbitrary<Uint8Array> {
  return fc
    .record({ control, field: information, segmented: fc.boolean() })
    .map(({ control, field, segmented }) => fromHex(between(control, even(field), segmented)));
}

function even(hex: string): string {
  return hex.slice(0, hex.length - (hex.length % 2));
}

/** A frame with an octet changed, some left out, or twice. */
function mutated(frame: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(frame, fc.nat(400), octet, fc.constantFrom('changed', 'cut', 'without', 'doubled')).map((bend) => {
    const [octets, place, code, how] = bend;
    const at = place % octets.length;
    if (how === 'changed') return octets.map((old, index) => (index === at ? code : old));
    if (how === 'cut') return octets.subarray(0, at);
    if (how === 'without') return concat(octets.subarray(0, at), octets.subarray(at + 1));
    return concat(octets.subarray(0, at), octets);
  });
}

/** What a line may bring, and for how long it is silent then. */
function traffic(between: typeof command): fc.Arbitrary<[Uint8Array, number][]> {
  const good = frames(between);
  const piece = fc.oneof(
    { weight: 1, arbitrary: garbage },
    { weight: 4, arbitrary: good },
    { weight: 2, arbitrary: mutated(good) },
    { weight: 1, arbitrary: arbitraryFrame(60).map(encodeFrame) },
  );
  return fc.array(fc.tuple(piece, fc.constantFrom(0, 0, 1, 99, 150, 1500)), { maxLength: 60 });
}

describe('a frame decoder', () => {
  it('throws nothing but PeerProtocolError, and what it decodes it encodes', () => {
    const frame = arbitraryFrame(60).map(encodeFrame);
    fc.assert(
      fc.property(fc.oneof(garbage, frame, mutated(frame)), (octets) => {
        try {
          const decoded = decodeFrame(octets);
          expect(decodeFrame(encodeFrame(decoded))).toEqual(decoded);
        } catch (error) {
          expect(error).toBeInstanceOf(PeerProtocolError);
        }
      }),
      { numRuns: 2000, seed: SEED },
    );
  });
});

describe('a reader of a stream without end', () => {
  const longest = encodeFrame({
    destination: fromHex('03'),
    source: fromHex('21'),
    control: { kind: 'UI', pf: false },
    segmented: false,
    information: new Uint8Array(2030),
  });

  it.each<[string, Uint8Array]>([
    ['zeros', new Uint8Array(1000)],
    ['flags', new Uint8Array(1000).fill(0x7e)],
    ['headers', fromHex('7EA7FF0321'.repeat(100))],
    ['headers that may be right', fromHex('7EA7FF0321130000'.repeat(100))],
    ['long frames without their end', longest.subarray(0, 2000)],
    ['long frames with a wrong FCS', Uint8Array.from(longest, (code, at) => (at === 1000 ? 1 : code))],
    ['addresses without end', fromHex(`7EA7FF${'02'.repeat(500)}`)],
    ['good frames', longest],
  ])('of %s holds one buffer', (_, piece) => {
    const reader = new FrameReader(1000);
    let count = 0;
    for (let i = 0; i < 2000; i++) {
      for (const event of reader.push(piece, i)) count += event.kind === 'frame' ? event.octets.length : event.count;
      expect(retainedBy(reader).octets).toBeLessThanOrEqual(8192);
    }
    if (piece[0] !== 0x7e || piece[1] !== 0x7e) expect(count).toBeGreaterThan(2000 * (piece.length - 110) - 8192);
    reader.tick(1e9);
    const [event] = reader.push(fromHex(SNRM), 1e9 + 1);
    expect(event).toMatchObject({ kind: 'frame' });
  });
});

describe('a meter that hears anything', () => {
  const answers = fc.constantFrom<ApplicationAnswer | undefined>(
    'nothing',
    'busy',
    undefined,
    fromHex('C401C1001100'),
    new Uint8Array(900),
  );

  it('never fails, and serves an orderly client afterwards', () => {
    fc.assert(
      fc.property(traffic(command), fc.array(answers, { minLength: 1 }), (heard, said) => {
        let turn = 0;
        let application = (): ApplicationAnswer | undefined => said[turn++ % said.length];
        const meter = new BenchMeter({}, {}, () => application());
        for (const [octets, pause] of heard) {
          meter.hearsOctets(octets);
          meter.waits(pause);
        }
        meter.waits(100);
        application = () => fromHex('BB');
        expect(meter.hears(DISC)).toEqual([expect.toBeOneOf([UA, DM])]);
        expect(meter.hears(SNRM)).toEqual([UA]);
        expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([response(0x30, 'E6E700BB')]);
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('hands up no more than it was given, and answers no more than it was asked', () => {
    fc.assert(
      fc.property(traffic(command), (heard) => {
        const meter = new BenchMeter();
        const asked = heard.reduce((sum, [octets]) => sum + polls(octets), 0);
        const answered = heard.flatMap(([octets, pause]) => [...meter.hearsOctets(octets), ...meter.waits(pause)]);
        expect(answered.length).toBeLessThanOrEqual(asked);
        expect(meter.events.every((event) => event.kind !== 'apdu' || event.apdu.length <= 4096)).toBe(true);
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  it.each<[string, (turn: number) => string]>([
    ['begins a message for ever', (turn) => command(0x10 | ((turn & 7) << 1), 'E6'.repeat(128), true)],
    ['begins one for ever with fields of no octets', (turn) => command(0x10 | ((turn & 7) << 1), '', true)],
    ['asks for ever and acknowledges nothing', (turn) => command(0x10 | ((turn & 7) << 1), 'E6E600C0')],
    ['asks for ever without a poll', (turn) => command((turn & 7) << 1, 'E6E600C0')],
    ['says UI for ever', () => command(0x03, 'E6E600C0')],
    ['connects for ever', () => SNRM],
    ['connects for ever without a poll', () => command(0x83)],
    ['calls from every address', (turn) => frameFrom((turn * 2 + 3) & 0xff)],
  ])('is not filled by a client that %s', (_, frame) => {
    const meter = new BenchMeter({}, {}, () => new Uint8Array(200));
    meter.hears(SNRM);
    const run = (turns: number): void => {
      for (let turn = 0; turn < turns; turn++) {
        meter.hears(frame(turn));
        meter.events.length = 0;
        meter.requests.length = 0;
      }
    };
    run(1000);
    const before = retainedBy(meter.station);
    run(3000);
    const after = retainedBy(meter.station);
    expect(after.octets).toBeLessThanOrEqual(before.octets + 20_000);
    expect(after.things).toBeLessThanOrEqual(before.things + 200);
  });
});

describe('a meter whose answers nobody takes', () => {
  it('takes no further question until somebody does', () => {
    const meter = new BenchMeter();
    meter.hears(SNRM);
    const ask = (turn: number, nr: number): string[] =>
      meter.hears(command((nr << 5) | 0x10 | ((turn & 7) << 1), 'E6E600AA'));
    for (let turn = 0; turn < 20; turn++) expect(ask(turn, 0)).toHaveLength(1);
    const taken = meter.requests.length;
    expect(taken).toBeLessThan(15);
    expect(meter.hears(command(0x31))).toEqual([response(((taken & 7) << 5) | 0x12, 'E6E700AA')]);
    expect(ask(taken, 1)).toHaveLength(1);
    expect(meter.requests).toHaveLength(taken + 1);
  });
});

describe('a client that hears anything', () => {
  it('never fails, and speaks with an orderly meter afterwards', () => {
    const doing = fc.constantFrom('nothing', 'connects', 'sends', 'polls', 'disconnects');
    fc.assert(
      fc.property(traffic(response), fc.array(doing, { minLength: 1 }), (heard, acts) => {
        const client = new BenchClient();
        client.connects();
        for (const [index, [octets, pause]] of heard.entries()) {
          act(client, acts[index % acts.length] ?? 'nothing');
          client.hears(toHex(octets));
          for (let i = 0; client.station.deadline !== undefined && client.station.deadline <= client.now + pause; i++) {
            expect(i).toBeLessThan(100);
            client.waits(Math.max(0, client.station.deadline - client.now));
          }
          client.waits(pause);
          client.events();
        }
        client.waits(100);
        client.station.takeOutput();
        expect(client.connects()).toEqual([SNRM]);
        client.hears(UA);
        expect(client.sends('AA')).toEqual([command(0x10, 'E6E600AA')]);
        client.events();
        client.hears(response(0x30, 'E6E700BB'));
        expect(client.events()).toEqual([{ kind: 'apdu', apdu: fromHex('BB') }]);
        expect(client.station.state).toBe('idle');
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it.each<[string, (turn: number) => string]>([
    ['begins a message for ever', (turn) => response(0x30 | ((turn & 7) << 1), 'E6'.repeat(128), true)],
    ['says I for ever', (turn) => response(0x30 | ((turn & 7) << 1), 'E6E700C4')],
    ['begins UI for ever', () => response(0x13, 'E6E700C4', true)],
    ['says UI for ever', () => response(0x13, 'E6E700C4')],
    ['says UA for ever', () => UA],
  ])('is not filled by a meter that %s', (_, frame) => {
    const client = new BenchClient();
    const run = (turns: number): void => {
      for (let turn = 0; turn < turns; turn++) {
        if (turn % 50 === 0) {
          client.connects();
          client.hears(UA);
          client.sends('AA');
        }
        client.hears(frame(turn % 50));
        client.events();
      }
    };
    run(1000);
    const before = retainedBy(client.station);
    run(3000);
    const after = retainedBy(client.station);
    expect(after.octets).toBeLessThanOrEqual(before.octets + 20_000);
    expect(after.things).toBeLessThanOrEqual(before.things + 200);
  });
});

function act({ station, now }: BenchClient, what: string): void {
  if (what === 'connects') station.connect({}, now);
  if (what === 'sends' && station.state === 'idle') station.send(fromHex('AA'), now);
  if (what === 'polls' && station.state === 'idle') station.poll(now);
  if (what === 'disconnects') station.disconnect(now);
}

/** Frames with P=1 that may be read in these octets, at the most. */
function polls(octets: Uint8Array): number {
  return octets.filter((code) => code === 0x7e).length;
}

function frameFrom(client: number): string {
  const frame = decodeFrame(fromHex(SNRM));
  return toHex(encodeFrame({ ...frame, source: Uint8Array.of(client | 1) }));
}
