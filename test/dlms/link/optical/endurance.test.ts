import { describe, expect, it } from 'vitest';
import { concat } from '#dlms/codec/hex';
import type { SignOnClientEvent } from '#dlms/link/optical/client-event';
import { type SignOnGoal, USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import type { ClientState } from '#dlms/link/optical/client-table';
import { passwordCommand, readCommand } from '#dlms/link/optical/command';
import { encodeMessage } from '#dlms/link/optical/message';
import { encodeRequest } from '#dlms/link/optical/request';
import { USUAL_SERVER } from '#dlms/link/optical/server-settings';
import { SignOnClient } from '#dlms/link/optical/sign-on-client';
import { SignOnServer } from '#dlms/link/optical/sign-on-server';
import { retainedBy } from '../retained';
import { DATA, IDENTIFICATION } from './line-between';

/** A client that still waits then, or a meter that still listens to itself, never ends. */
const HOUR_MS = 3_600_000;
const SETTINGS = { ...USUAL_CLIENT, parity: 'line', pace: 'unpaced', longestMessage: 4096 } as const;
const STX = 2;
const ACK = 6;
const NAK = 0x15;

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);
const identification = encodeMessage({ kind: 'identification', identification: IDENTIFICATION });
const command = encodeMessage({ kind: 'command', command: passwordCommand('P1', '00000000') });

/** What a head may bring again and again. */
const BABBLE: readonly [string, Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['garbage', Uint8Array.from({ length: 23 }, (_, index) => (index * 73) & 0xff)],
  ['nulls', new Uint8Array(20)],
  ['an identification without end', text('/ABC5ABCDEFGHIJ')],
  ['identifications', identification],
  ['a data message without end', concat(Uint8Array.of(STX), text('1.8.0(0012345.678*kWh)'))],
  ['data without a frame', text('1.8.0(0012345.678*kWh)\r\n')],
  ['a data message with a wrong BCC', concat(Uint8Array.of(STX), text('1.8.0(1)\r\n!\r\n'), Uint8Array.of(3, 0))],
  ['ACK', Uint8Array.of(ACK)],
  ['NAK', Uint8Array.of(NAK)],
  ['commands', command],
  ['requests', encodeRequest()],
];

const GOALS: readonly SignOnGoal[] = [
  { kind: 'identification' },
  { kind: 'readout' },
  { kind: 'programming' },
  { kind: 'hdlc' },
];
const CASES = BABBLE.flatMap(([name, octets]) => GOALS.map((goal) => [name, goal.kind, octets, goal] as const));
const ENDS: readonly ClientState[] = ['idle', 'open', 'hdlc'];

/** A client on a line where the same octets come every `everyMs`, whatever it says. */
class BabbledClient {
  readonly client = new SignOnClient(SETTINGS);
  readonly events: SignOnClientEvent[] = [];
  now = 0;
  largest = 0;
  private readonly octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  /** Until nothing is awaited any more. */
  runs(everyMs: number): void {
    for (; !ENDS.includes(this.client.state) && this.now < HOUR_MS; this.now += everyMs) {
      this.client.receive(this.octets, this.now);
      this.settle();
    }
    this.client.takeOutput();
  }

  private settle(): void {
    for (let i = 0; this.client.deadline !== undefined && this.client.deadline <= this.now; i++) {
      expect(i).toBeLessThan(1000);
      this.client.tick(this.now);
    }
    this.client.takeOutput();
    this.largest = Math.max(this.largest, this.client.takeEvents().length);
  }
}

describe('a client that signs on while a head babbles for ever', () => {
  it.each(CASES)('%s, for %s: ends', (_name, _kind, octets, goal) => {
    for (const everyMs of [7, 190, 1490]) {
      const babbled = new BabbledClient(octets);
      babbled.client.signOn(goal, 0);
      babbled.runs(everyMs);
      expect(ENDS).toContain(babbled.client.state);
      expect(babbled.now, `every ${everyMs} ms`).toBeLessThan(HOUR_MS);
      expect(retainedBy(babbled.client).octets).toBeLessThan(4 * SETTINGS.longestMessage);
      babbled.client.stop(babbled.now);
      babbled.client.signOn(goal, babbled.now);
    }
  });

  it.each(BABBLE)('%s, after it has asked: ends', (_, octets) => {
    for (const everyMs of [7, 190, 1490]) {
      const babbled = new BabbledClient(octets);
      const { client } = babbled;
      client.signOn({ kind: 'identification' }, 0);
      for (const now of [1, 2, 3]) client.tick(now);
      client.receive(identification, 300);
      expect(client.state).toBe('open');
      babbled.now = 300;
      client.ask(readCommand('R1', '1.8.0'), 300);
      babbled.runs(everyMs);
      expect(ENDS).toContain(client.state);
      expect(babbled.now, `every ${everyMs} ms`).toBeLessThan(HOUR_MS);
    }
  });
});

describe('a meter whose head is babbled at for ever', () => {
  it.each(BABBLE)('%s: holds no more for it, and answers a request afterwards', (_, octets) => {
    const server = new SignOnServer(
      { ...USUAL_SERVER, parity: 'line', pace: 'unpaced', identification: IDENTIFICATION },
      DATA,
    );
    let now = 0;
    const settle = (): void => {
      for (let i = 0; server.deadline !== undefined && server.deadline <= now; i++) {
        expect(i).toBeLessThan(1000);
        server.tick(now);
      }
      server.takeOutput();
      server.takeEvents();
    };
    const run = (turns: number): void => {
      for (let turn = 0; turn < turns; turn++, now += 11) {
        server.receive(octets, now);
        settle();
      }
    };
    run(500);
    const before = retainedBy(server);
    run(4000);
    const after = retainedBy(server);
    expect(after.octets).toBeLessThanOrEqual(before.octets + 8192);
    expect(after.things).toBeLessThanOrEqual(before.things + 200);
    now += 700_000;
    settle();
    server.receive(encodeRequest(), now);
    server.tick(now + 1000);
    expect(server.takeOutput()).toHaveLength(1);
  });
});
