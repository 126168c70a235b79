import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { concat } from '#dlms/codec/hex';
import { allStations, encodeClientAddress, encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { LLC_COMMAND, withLlc } from '#dlms/link/hdlc/llc';
import {
  CTOS,
  ciphered,
  deciphered,
  GET_LIST,
  GET_NAME,
  getRequest,
  hlsAarq,
  INITIATE,
  KEYS,
  MANAGEMENT,
  PUBLIC,
  passThree,
  publicAarq,
  READING,
  readingAarq,
  token,
} from './bench';
import { HdlcBench, type HdlcClient, hex, LOWER, NOT_ASSOCIATED, opened } from './hdlc-bench';

const GUEST = '0-0:96.13.0.255';

function kinds(events: readonly { readonly kind: string }[]): string[] {
  return events.map(({ kind }) => kind).filter((kind) => kind !== 'frame');
}

/** A UI frame with P=0 that a client sends to these octets of an address. */
function unnumbered(destination: Uint8Array, client: number, apdu: Apdu): Uint8Array {
  return encodeFrame({
    destination,
    source: encodeClientAddress(client),
    control: { kind: 'UI', pf: false },
    segmented: false,
    information: withLlc(LLC_COMMAND, encodeApdu(apdu)),
  });
}

/** SET of the message on the display, for which no response is wanted. */
function message(text: string): Apdu {
  return {
    kind: 'set-request',
    choice: 'normal',
    invokeIdAndPriority: 0x81,
    attribute: { classId: 1, logicalName: GUEST, attributeId: 2 },
    value: { type: 'visible-string', value: text },
  };
}

describe('the simulated meter over HDLC', () => {
  it('connects, opens, answers and disconnects', () => {
    const client = new HdlcBench().client(PUBLIC);
    expect(client.connect()).toEqual(['connected']);
    expect(client.askFor(publicAarq())).toMatchObject({ kind: 'AARE', result: 'accepted' });
    expect(hex(client.ask(GET_NAME))).toBe('C401C100091053494D30303030303030303030303031');
    expect(client.disconnect()).toContainEqual({ kind: 'disconnected', by: 'UA' });
    expect(client.disconnect()).toContainEqual({ kind: 'disconnected', by: 'DM' });
  });

  it.each([
    ['1 octet', serverAddress(1, 1)],
    ['2 octets', serverAddress(2, 1, LOWER)],
    ['4 octets', serverAddress(4, 1, LOWER)],
  ])('is reached under an address of %s and answers from it', (_what, address) => {
    const client = new HdlcBench().clientTo(address, PUBLIC).open(publicAarq());
    expect(client.ask(GET_NAME)?.[0]).toBe(0xc4);
  });

  it.each([
    ['another physical device', serverAddress(2, 1, LOWER + 1)],
    ['a logical device that it has not', serverAddress(4, 2, LOWER)],
  ])('says nothing to %s', (_what, address) => {
    const bench = new HdlcBench();
    expect(bench.clientTo(address, PUBLIC).connect()).toEqual(['no-response']);
    expect(bench.sent).toEqual([]);
  });

  it('needs an association beside the link', () => {
    const client = new HdlcBench().client(PUBLIC);
    client.connect();
    expect(hex(client.ask(GET_NAME))).toBe(NOT_ASSOCIATED);
  });

  it('sends an answer that is longer than a frame in segments of the agreed length', () => {
    const bench = new HdlcBench();
    const client = bench.client(READING).open(readingAarq(), { maxInfoReceive: 64 });
    const before = bench.sent.length;
    const list = client.askFor(GET_LIST);
    expect(list).toMatchObject({ kind: 'get-response', choice: 'normal' });
    const frames = bench.sent.slice(before);
    expect(frames.length).toBeGreaterThan(10);
    // two flags, format, four octets and one of address, control, HCS, FCS
    expect(Math.max(...frames.map(({ length }) => length))).toBe(64 + 14);
  });

  it('puts a request together that comes in segments', () => {
    const client = new HdlcBench().client(READING).open(readingAarq());
    const long = 'm'.repeat(60);
    const request = { ...message(long), invokeIdAndPriority: 0xc1 };
    const short = new HdlcBench().client(READING).open(readingAarq(), { maxInfoTransmit: 32 });
    for (const asked of [client, short]) {
      expect(asked.askFor(request)).toMatchObject({ kind: 'set-response', result: 'success' });
      expect(hex(asked.ask(getRequest(1, GUEST, 2)))).toContain('6D'.repeat(60));
    }
  });

  it('cuts by the PDU size of the client first, whatever the link can carry', () => {
    const client = new HdlcBench().client(READING).open(readingAarq({ clientMaxReceivePduSize: 200 }));
    const block = client.ask(GET_LIST);
    expect(block?.length).toBe(200);
    expect(block && decodeApdu(block)).toMatchObject({ kind: 'get-response', choice: 'with-datablock' });
  });

  it('shows its link layer', () => {
    const client = new HdlcBench().client(MANAGEMENT);
    openManagement(client);
    const shown = [2, 3, 4, 5, 6, 7, 8, 9].map((id, index) => {
      const request = ciphered(getRequest(23, '0-0:22.0.0.255', id), { counter: 4 + index });
      const apdu = decodeApdu(deciphered(client.ask(request) ?? new Uint8Array(0)).plain);
      const value = 'result' in apdu && typeof apdu.result === 'object' && 'data' in apdu.result && apdu.result.data;
      return value && 'value' in value ? value.value : undefined;
    });
    expect(shown).toEqual([5, 7, 7, 128, 128, 1000, 120, LOWER]);
  });
});

describe('what comes in a UI frame', () => {
  it('is executed in the association of its addresses and not answered', () => {
    const bench = new HdlcBench();
    const client = bench.client(READING).open(readingAarq());
    const own = encodeServerAddress(serverAddress(4, 1, LOWER));
    expect(bench.carry(unnumbered(own, READING, message('to one')))).toEqual([]);
    expect(hex(client.ask(getRequest(1, GUEST, 2)))).toContain(hex(new TextEncoder().encode('to one')));
    expect(bench.carry(unnumbered(encodeServerAddress(allStations(4)), READING, message('to all')))).toEqual([]);
    expect(hex(client.ask(getRequest(1, GUEST, 2)))).toContain(hex(new TextEncoder().encode('to all')));
  });

  it('does nothing in the name of a client that has no association', () => {
    const bench = new HdlcBench();
    const client = bench.client(READING).open(readingAarq());
    const own = encodeServerAddress(serverAddress(4, 1, LOWER));
    expect(bench.carry(unnumbered(own, MANAGEMENT, message('by another')))).toEqual([]);
    expect(hex(client.ask(getRequest(1, GUEST, 2)))).toContain(hex(new TextEncoder().encode('welcome')));
  });
});

describe('HLS with GMAC over HDLC', () => {
  it('opens, and answers under protection in segments', () => {
    const bench = new HdlcBench();
    const client = bench.client(MANAGEMENT);
    openManagement(client);
    const reply = deciphered(client.ask(ciphered(GET_LIST, { counter: 4 })) ?? new Uint8Array(0));
    expect([reply.plain[0], reply.form]).toEqual([0xc4, 'glo']);
    expect(reply.plain.length).toBeGreaterThan(1000);
  });

  it('keeps the counters of the keys over links and connections', () => {
    const bench = new HdlcBench();
    const client = bench.client(MANAGEMENT);
    openManagement(client);
    client.disconnect();
    bench.connection.lost(bench.clock.now());
    bench.connect();
    client.connect();
    const replayed = client.askFor(hlsAarq(ciphered(encodeApdu(INITIATE), { counter: 1 })));
    expect(replayed).not.toMatchObject({ kind: 'AARE', respondingAuthenticationValue: expect.anything() });
    openManagement(client, 10);
  });
});

describe('a nonconforming meter over HDLC', () => {
  it.each<[string, ConstructorParameters<typeof HdlcBench>[0], string | undefined]>([
    ['stalls', { afterRejection: () => 'stalls' }, undefined],
    ['closes', { afterRejection: () => 'closes-connection' }, 'fin'],
    ['restarts', { afterRejection: () => 'restarts' }, 'rst'],
  ])('%s after a rejection', (_what, policy, closed) => {
    const bench = new HdlcBench(policy);
    const client = bench.client(READING);
    client.connect();
    client.ask(readingAarq({}, { callingAuthenticationValue: CTOS }));
    expect(bench.connection.closed).toBe(closed);
    expect(kinds(client.exchange())).toEqual([]);
    bench.sent.length = 0;
    expect(client.connect()).toEqual(['no-response']);
  });

  it('can break any single rule of its link layer', () => {
    const client = opened(new HdlcBench({ answersDisc: () => 'DM' }));
    expect(client.disconnect()).toContainEqual({ kind: 'disconnected', by: 'DM' });
  });

  it('can change any octet that it sends', () => {
    const bench = new HdlcBench({ sentOctets: (octets) => concat(octets.slice(0, -2), Uint8Array.of(0, 0x7e)) });
    expect(bench.client(PUBLIC).connect()).toContain('dropped');
  });
});

/** Uses the counters first (AARQ), first + 1 (token) and first + 2 (carrier). */
function openManagement(client: HdlcClient, first = 1): void {
  if (client.station.state !== 'idle') client.connect();
  const aare = client.askFor(hlsAarq(ciphered(encodeApdu(INITIATE), { counter: first })));
  if (aare?.kind !== 'AARE' || aare.respondingAuthenticationValue === undefined) throw new Error('no StoC');
  const pass = passThree(token(aare.respondingAuthenticationValue, first + 1, 0x10, KEYS));
  const reply = client.ask(ciphered(pass, { counter: first + 2 }));
  const apdu = reply && decodeApdu(deciphered(reply).plain);
  expect(apdu).toMatchObject({ kind: 'action-response', outcome: { result: 'success' } });
}
