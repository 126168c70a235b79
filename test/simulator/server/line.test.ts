import { describe, expect, it } from 'vitest';
import { encodeApdu } from '#dlms/apdu/apdu';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { Bench, GET_NAME, getRequest, PUBLIC, publicAarq } from './bench';

const AARQ = encodeApdu(publicAarq());
const INACTIVITY = 400_000;
const INTRA_MESSAGE = 10_000;

function wpdu(apdu: Uint8Array, source = PUBLIC, destination = 1): Uint8Array {
  return encodeWpdu({ sourceWport: source, destinationWport: destination, apdu });
}

function opened(bench = new Bench()): Bench {
  bench.ask(PUBLIC, AARQ);
  return bench;
}

/** Octets sent by the meter since the last look, in pieces. */
function sent(bench: Bench): string[] {
  return bench.connection.takeOutput().map(toHex);
}

describe('the wrapper of the simulated meter', () => {
  it('answers with version 1, exchanged wPorts and the length of the APDU', () => {
    const bench = opened();
    bench.connection.receive(wpdu(GET_NAME), 0);
    expect(sent(bench)).toEqual(['0001000100100016C401C100091053494D30303030303030303030303031']);
  });

  it.each([0x0000, 0x0002, 0xffff])('closes on version %d and sends nothing', (version) => {
    const bench = new Bench();
    bench.connection.receive(encodeWpdu({ sourceWport: PUBLIC, destinationWport: 1, apdu: AARQ, version }), 0);
    expect(sent(bench)).toEqual([]);
    expect(bench.connection.closed).toBe('fin');
    bench.connect();
    expect(bench.ask(PUBLIC, AARQ)?.[0]).toBe(0x61);
  });

  it('closes on a wrong version before the body has come', () => {
    const bench = new Bench();
    bench.connection.receive(fromHex('7EA0'), 0);
    expect(bench.connection.closed).toBe('fin');
  });

  it('ignores an empty WPDU', () => {
    const bench = new Bench();
    bench.connection.receive(wpdu(new Uint8Array(0)), 0);
    expect(sent(bench)).toEqual([]);
    expect(bench.ask(PUBLIC, AARQ)?.[0]).toBe(0x61);
  });

  it('joins what comes octet by octet', () => {
    const bench = new Bench();
    for (const octet of wpdu(AARQ)) bench.connection.receive(Uint8Array.of(octet), 0);
    expect(sent(bench)).toHaveLength(1);
  });

  it('serves two requests of one segment, each in a WPDU of its own, and waits for the rest of a third', () => {
    const bench = opened();
    const [first, second, third] = [0xc1, 0xc2, 0xc3].map((id) => wpdu(getRequest(1, '0-0:42.0.0.255', 2, id)));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were made');
    bench.connection.receive(concat(first, second, third.subarray(0, 4)), 0);
    expect(sent(bench).map((hex) => hex.slice(16, 22))).toEqual(['C401C1', 'C401C2']);
    bench.connection.receive(third.subarray(4), 200);
    expect(sent(bench).map((hex) => hex.slice(16, 22))).toEqual(['C401C3']);
  });

  it.each([
    ['an unknown logical device', PUBLIC, 99],
    ['a reserved server SAP', PUBLIC, 2],
    ['no-station as destination', PUBLIC, 0],
    ['all-station as destination', PUBLIC, 0x7f],
    ['no-station as source', 0, 1],
    ['all-station as source', 0x7f, 1],
  ])('says nothing to %s', (_what, source, destination) => {
    const bench = new Bench();
    bench.connection.receive(wpdu(AARQ, source, destination), 0);
    expect(sent(bench)).toEqual([]);
    expect(bench.connection.closed).toBeUndefined();
    expect(bench.ask(PUBLIC, AARQ)?.[0]).toBe(0x61);
  });

  it('keeps the association of one client wPort from another', () => {
    const bench = opened();
    expect(toHex(bench.ask(32, GET_NAME) ?? new Uint8Array(0))).toBe('D80101');
    expect(bench.ask(PUBLIC, GET_NAME)?.[0]).toBe(0xc4);
  });

  it('has an association per logical device', () => {
    const bench = opened();
    expect(toHex(bench.ask(PUBLIC, GET_NAME, 17) ?? new Uint8Array(0))).toBe('D80101');
    bench.ask(PUBLIC, AARQ, 17);
    expect(toHex(bench.ask(PUBLIC, GET_NAME, 17) ?? new Uint8Array(0))).toContain('3137');
  });
});

describe('the time-outs of the simulated meter', () => {
  it('closes a silent connection when its inactivity time-out has passed, not before', () => {
    const bench = opened();
    expect(bench.connection.deadline).toBe(INACTIVITY);
    bench.connection.tick(INACTIVITY - 1);
    expect(bench.connection.closed).toBeUndefined();
    bench.connection.tick(INACTIVITY);
    expect(bench.connection.closed).toBe('fin');
  });

  it('starts the time anew with every WPDU received', () => {
    const bench = opened();
    bench.connection.receive(wpdu(GET_NAME), 100_000);
    expect(bench.connection.deadline).toBe(100_000 + INACTIVITY);
  });

  it('does not count octets that make no WPDU as activity', () => {
    const bench = opened();
    bench.connection.receive(wpdu(GET_NAME).subarray(0, 9), 179_000);
    bench.connection.tick(INACTIVITY);
    expect(bench.connection.closed).toBe('fin');
  });

  it('gives up a WPDU whose rest does not come', () => {
    const bench = new Bench();
    bench.connection.receive(fromHex('000100100001FFFF60'), 5_000);
    expect(bench.connection.deadline).toBe(5_000 + INTRA_MESSAGE);
    bench.connection.tick(5_000 + INTRA_MESSAGE);
    expect(bench.connection.closed).toBe('fin');
    expect(sent(bench)).toEqual([]);
  });
});

describe('the connections of the simulated meter', () => {
  it('accepts as many as it declares and leaves them alone when one more comes', () => {
    const bench = opened();
    const first = bench.connection;
    for (let count = 1; count < 4; count++) expect(bench.meter.connect(0)).toBeDefined();
    expect(bench.meter.connect(0)).toBeUndefined();
    bench.connection = first;
    expect(bench.ask(PUBLIC, GET_NAME)?.[0]).toBe(0xc4);
  });

  it.each(['end', 'lost'] as const)('frees the place of a connection by %s, and its associations', (how) => {
    const bench = opened();
    bench.connection[how](0);
    expect(bench.meter.openConnections).toBe(0);
    bench.connect();
    expect(toHex(bench.ask(PUBLIC, GET_NAME) ?? new Uint8Array(0))).toBe('D80101');
  });

  it('answers what was asked before it closes after the client', () => {
    const bench = opened();
    bench.connection.receive(wpdu(GET_NAME), 0);
    bench.connection.end(0);
    expect(sent(bench)).toHaveLength(1);
    expect(bench.connection.closed).toBe('fin');
  });

  it('loses every connection when its power goes, and serves afterwards', () => {
    const bench = opened();
    const before = bench.connection;
    bench.meter.powerCycle(0);
    expect(before.closed).toBe('rst');
    bench.connect();
    expect(bench.ask(PUBLIC, AARQ)?.[0]).toBe(0x61);
  });
});
