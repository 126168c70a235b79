import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import { passwordCommand } from '#dlms/link/optical/command';
import { EchoFilter } from '#dlms/link/optical/echo-filter';
import { decodeMessage, encodeMessage } from '#dlms/link/optical/message';
import { MessageReader } from '#dlms/link/optical/message-reader';
import { decodeReadout } from '#dlms/link/optical/readout';
import { encodeRequest } from '#dlms/link/optical/request';
import { USUAL_SERVER } from '#dlms/link/optical/server-settings';
import { SignOnClient } from '#dlms/link/optical/sign-on-client';
import { SignOnServer } from '#dlms/link/optical/sign-on-server';
import { DATA, IDENTIFICATION } from './line-between';

/** Octets that look like messages now and then. */
const octet = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...[1, 2, 3, 4, 6, 0x15], ...[...'/?!()*P1R0B2W35ABC.\r\n'].map((c) => c.charCodeAt(0))),
  },
);
const fragment = fc.constantFrom(
  encodeRequest(),
  Uint8Array.of(6, 0x30, 0x35, 0x31, 13, 10),
  encodeMessage({ kind: 'command', command: passwordCommand('P1', '00000000') }),
  encodeMessage({ kind: 'identification', identification: IDENTIFICATION }),
  Uint8Array.of(1, 0x42, 0x30, 3, 0x71),
);
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.array(octet, { maxLength: 40 }).map((o) => Uint8Array.from(o)),
  fragment,
);
const turns = fc.array(fc.tuple(piece, fc.constantFrom(0, 5, 40, 300, 1600, 2500, 130_000)), { maxLength: 40 });

function throwsOnlyPeer(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(PeerProtocolError);
  }
}

describe('arbitrary octets', () => {
  it('make a decoder throw nothing but PeerProtocolError', () => {
    fc.assert(
      fc.property(piece, (octets) => {
        throwsOnlyPeer(() => decodeMessage(octets));
        throwsOnlyPeer(() => decodeReadout(octets));
      }),
      { numRuns: 500 },
    );
  });

  it('that were decoded are encoded the same', () => {
    fc.assert(
      fc.property(fragment, fc.nat(30), octet, (codes, at, code) => {
        const edited = codes.map((each, i) => (i === at % codes.length ? code & 0x7f : each));
        throwsOnlyPeer(() => expect([...encodeMessage(decodeMessage(edited))]).toEqual([...edited]));
      }),
      { numRuns: 300 },
    );
  });

  it('never break the meter: after its time-out a request is answered', () => {
    fc.assert(
      fc.property(turns, (heard) => {
        const server = new SignOnServer(
          { ...USUAL_SERVER, parity: 'line', pace: 'unpaced', identification: IDENTIFICATION },
          DATA,
        );
        let now = 0;
        for (const [octets, pause] of heard) {
          server.receive(octets, now);
          now += pause;
          for (let i = 0; server.deadline !== undefined && server.deadline <= now; i++) {
            expect(i).toBeLessThan(1000);
            server.tick(now);
          }
        }
        for (let i = 0; server.deadline !== undefined; i++) {
          expect(i).toBeLessThan(1000);
          now = Math.max(now, server.deadline);
          server.tick(now);
        }
        server.takeOutput();
        expect(server.state).toBe('start');
        server.receive(encodeRequest(), now + 700_000);
        server.tick(now + 701_000);
        expect(server.takeOutput().length).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  it('never break the client: it can be stopped and sign on again', () => {
    const goal = fc.constantFrom({ kind: 'readout' }, { kind: 'programming' }, { kind: 'hdlc' } as const);
    fc.assert(
      fc.property(turns, goal as fc.Arbitrary<{ kind: 'readout' | 'programming' | 'hdlc' }>, (heard, wanted) => {
        const client = new SignOnClient({ ...USUAL_CLIENT, parity: 'line' });
        client.signOn(wanted, 0);
        let now = 1;
        for (const [octets, pause] of heard) {
          client.receive(octets, now);
          now += pause;
          for (let i = 0; client.deadline !== undefined && client.deadline <= now; i++) {
            expect(i).toBeLessThan(1000);
            client.tick(now);
          }
        }
        client.stop(now);
        client.takeOutput();
        client.signOn(wanted, now);
        client.tick(now + 1);
        expect(client.takeOutput().length).toBe(1);
        expect(() => client.signOn(wanted, now)).toThrow(LocalProtocolError);
      }),
      { numRuns: 150 },
    );
  });
});

describe('memory', () => {
  it('is bounded by the longest message, whatever begins and never ends', () => {
    const reader = new MessageReader({ parity: 'line', blockCheck: 'xor', longestMessage: 1000 });
    const chunk = Uint8Array.of(2, ...new Uint8Array(999).fill(0x31));
    const dropped = [];
    for (let i = 0; i < 50; i++) dropped.push(...reader.push(chunk, i));
    expect(dropped.filter((event) => event.kind === 'dropped' && event.count > 1000)).toEqual([]);
    const endless = new Uint8Array(5000).fill(0x31);
    endless[0] = 2;
    expect(reader.push(endless, 60)).toContainEqual({ kind: 'dropped', cause: 'too-long', count: 1000 });
  });
});

describe('the echo filter', () => {
  it('gives back everything but whole copies, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        fc.nat(20),
        (sent, answer, cut) => {
          const filter = new EchoFilter('auto');
          filter.sent(sent);
          const all = Uint8Array.from([...sent, ...answer]);
          const heard = [all.subarray(0, cut), all.subarray(cut)].flatMap((part) => [...filter.receive(part).octets]);
          expect(heard).toEqual([...answer]);
          expect(filter.isEchoing).toBe(true);
        },
      ),
    );
  });

  it('learns from the first answer that nothing is echoed, so that a copy is an answer', () => {
    const filter = new EchoFilter('auto');
    filter.sent(Uint8Array.of(0x2f, 0x3f));
    expect([...filter.receive(Uint8Array.of(0x2f)).octets]).toEqual([]);
    expect([...filter.receive(Uint8Array.of(0x41)).octets]).toEqual([0x2f, 0x41]);
    filter.sent(Uint8Array.of(6, 50));
    expect([...filter.receive(Uint8Array.of(6, 50)).octets]).toEqual([6, 50]);
  });
});
