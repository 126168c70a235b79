import { describe, expect, it } from 'vitest';
import { loadMeter } from '#simulator/load-meter';
import { GET_NAME, getRequest, METER_FILE, PUBLIC, publicAarq, READING, readingAarq } from './bench';
import { HdlcBench, type HdlcClient, hex, NOT_ASSOCIATED, opened } from './hdlc-bench';

const INACTIVITY = 120_000;

describe('links and associations', () => {
  it('serves two clients in turn, each in its own association', () => {
    const bench = new HdlcBench();
    const first = opened(bench);
    const second = bench.client(READING).open(readingAarq());
    expect(first.ask(GET_NAME)?.[0]).toBe(0xc4);
    expect(second.ask(getRequest(3, '1-0:1.8.0.255', 2))?.[0]).toBe(0xc4);
    first.disconnect();
    expect(second.ask(GET_NAME)?.[0]).toBe(0xc4);
    first.connect();
    expect(hex(first.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
  });

  it('serves two logical devices on one line', () => {
    const bench = new HdlcBench();
    const [electricity, gas] = [opened(bench), bench.client(PUBLIC, 17)];
    gas.connect();
    expect(hex(gas.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
    gas.ask(publicAarq());
    expect(hex(gas.ask(GET_NAME))).toMatch(/3137$/);
    expect(hex(electricity.ask(GET_NAME))).toMatch(/3031$/);
  });

  it.each<[string, (client: HdlcClient) => unknown]>([
    ['DISC', (client) => client.disconnect()],
    ['a new SNRM', (client) => client.connect()],
  ])('ends the association with %s', (_what, end) => {
    const client = opened();
    end(client);
    client.connect();
    expect(hex(client.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
  });

  it('keeps an association whose link has ended only where its policy says so', () => {
    const client = opened(new HdlcBench({ endsAssociationWithLink: (cause) => cause !== 'DISC' }));
    client.disconnect();
    client.connect();
    expect(client.ask(GET_NAME)?.[0]).toBe(0xc4);
  });

  it('ends them all with the physical connection, and starts the next one disconnected', () => {
    const bench = new HdlcBench();
    const client = opened(bench);
    bench.connection.end(bench.clock.now());
    expect([bench.connection.closed, bench.meter.openConnections]).toEqual(['fin', 0]);
    bench.connect();
    expect(client.poll()).toEqual(['disconnected']);
    client.connect();
    expect(hex(client.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
  });

  it('ends the association without the link by RLRQ', () => {
    const client = opened();
    expect(client.askFor({ kind: 'RLRQ', reason: 'normal' })).toMatchObject({ kind: 'RLRE' });
    expect(hex(client.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
    expect(client.poll()).toEqual(['polled']);
  });

  it('has no more links than its model says', () => {
    const model = loadMeter(METER_FILE);
    const bench = new HdlcBench({}, { ...model, hdlc: { ...model.hdlc, maxLinks: 1 } });
    opened(bench);
    expect(bench.client(READING).connect()).toEqual(['refused']);
  });
});

describe('the inactivity time-out of the line', () => {
  it('keeps a link that is polled within it', () => {
    const bench = new HdlcBench();
    const client = opened(bench);
    for (let round = 0; round < 3; round++) {
      bench.pass(INACTIVITY * 0.9);
      expect(client.poll()).toEqual(['polled']);
    }
    expect(client.ask(GET_NAME)?.[0]).toBe(0xc4);
  });

  it('ends link and association without a word, and leaves the connection open', () => {
    const bench = new HdlcBench();
    const client = opened(bench);
    const before = bench.sent.length;
    bench.pass(INACTIVITY + 1);
    expect([bench.sent.length, bench.connection.closed]).toEqual([before, undefined]);
    expect(client.poll()).toEqual(['disconnected']);
    client.connect();
    expect(hex(client.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
  });

  it('forgets half a frame after the inter-octet time-out', () => {
    const bench = new HdlcBench();
    const client = opened(bench);
    bench.carry(Uint8Array.of(0x7e, 0xa0));
    expect(bench.connection.deadline).toBe(bench.clock.now() + 1000);
    bench.pass(1000);
    expect(client.poll()).toEqual(['polled']);
  });
});
