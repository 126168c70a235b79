import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '#dlms/codec/hex';
import { type ServerAddressLength, serverAddress } from '#dlms/link/hdlc/address';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import type { LinkParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { PrimaryStation } from '#dlms/link/hdlc/primary-station';
import { SecondaryStation } from '#dlms/link/hdlc/secondary-station';
import { BenchLine, type Disturbance } from './bench-line';
import { SETTINGS } from './bench-meter';

const CLEAR: Disturbance = (octets) => [octets];

interface Conversation {
  readonly requests: readonly Uint8Array[];
  readonly proposal: LinkParameters;
  readonly limits: LinkParameters;
  readonly length: ServerAddressLength;
  readonly recovery: 'poll' | 'repeat';
}

/** What the answer to a request is: as long as the request says, and different for each. */
function answerTo(request: Uint8Array): Uint8Array {
  const length = ((request[0] ?? 0) << 2) + 1;
  return Uint8Array.from({ length }, (_, index) => (index + request.length) & 0xff);
}

function lineFor({ limits, length, recovery }: Conversation, disturb: Disturbance): BenchLine {
  const server = length === 1 ? serverAddress(1, 1) : serverAddress(length, 1, SETTINGS.lower);
  const patience = { ...USUAL_PATIENCE, responseMs: 200, interOctetMs: 50, pollMs: 20, retries: 200, recovery };
  return new BenchLine({
    primary: new PrimaryStation({ ...patience, client: 16, server }),
    secondary: new SecondaryStation({ ...SETTINGS, limits, interOctetMs: 50, inactivityMs: 0 }),
    answer: answerTo,
    disturb,
  });
}

/** Carries the conversation out; what the meter was asked and what the client was answered. */
function hold(conversation: Conversation, line: BenchLine): void {
  line.run((primary, now) => primary.connect(conversation.proposal, now), 'idle', 'disconnected');
  for (const request of conversation.requests) {
    line.run((primary, now) => primary.send(request, now), 'idle', 'broken', 'disconnected');
  }
}

function apdusOf(events: readonly { readonly kind: string; readonly apdu?: Uint8Array }[]): string[] {
  return events.flatMap(({ kind, apdu }) => (kind === 'apdu' && apdu !== undefined ? [toHex(apdu)] : []));
}

function expectOnce({ requests }: Conversation, line: BenchLine): void {
  expect(apdusOf(line.secondaryEvents)).toEqual(requests.map(toHex));
  expect(apdusOf(line.primaryEvents)).toEqual(requests.map((request) => toHex(answerTo(request))));
  expect(line.primaryEvents.filter(({ kind }) => kind === 'violation')).toEqual([]);
}

const parameters = fc.record({
  maxInfoTransmit: fc.integer({ min: 4, max: 200 }),
  maxInfoReceive: fc.integer({ min: 4, max: 200 }),
  windowTransmit: fc.integer({ min: 1, max: 7 }),
  windowReceive: fc.integer({ min: 1, max: 7 }),
});

const conversations: fc.Arbitrary<Conversation> = fc.record({
  requests: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 12 }),
  proposal: parameters,
  limits: parameters,
  length: fc.constantFrom<ServerAddressLength>(1, 2, 4),
  recovery: fc.constantFrom<'poll' | 'repeat'>('poll', 'repeat'),
});

describe('client half and server half', () => {
  it('carry every APDU in both directions, whatever its size, the windows and the segments', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const line = lineFor(conversation, CLEAR);
        hold(conversation, line);
        expectOnce(conversation, line);
      }),
      { numRuns: 60 },
    );
  });

  it('keep to what was negotiated: lengths, windows, F in the last frame alone', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const line = lineFor(conversation, CLEAR);
        hold(conversation, line);
        const { proposal, limits } = conversation;
        const up = {
          info: Math.min(proposal.maxInfoTransmit, limits.maxInfoReceive),
          window: Math.min(proposal.windowTransmit, limits.windowReceive),
        };
        const down = {
          info: Math.min(proposal.maxInfoReceive, limits.maxInfoTransmit),
          window: Math.min(proposal.windowReceive, limits.windowTransmit),
        };
        for (const transmission of line.carried) {
          const frames = new FrameReader(undefined)
            .push(transmission, 0)
            .flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
          const numbered = frames.filter(({ control }) => control.kind === 'I');
          const most = frames[0]?.destination.length === 1 && frames[0].destination[0] === 0x21 ? down : up;
          expect(numbered.length).toBeLessThanOrEqual(most.window);
          expect(Math.max(0, ...numbered.map(({ information }) => information.length))).toBeLessThanOrEqual(most.info);
          expect(frames.map(({ control }) => control.pf)).toEqual(
            frames.map((_, index) => index === frames.length - 1),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('deliver each APDU exactly once over a line that loses, spoils, cuts and adds', () => {
    fc.assert(
      fc.property(conversations, fc.integer(), (conversation, seed) => {
        const line = lineFor(conversation, disturbed(seed, 0.35));
        hold(conversation, line);
        expectOnce(conversation, line);
      }),
      { numRuns: 60 },
    );
  });

  it('disconnect over such a line', () => {
    fc.assert(
      fc.property(conversations, fc.integer(), (conversation, seed) => {
        const line = lineFor(conversation, disturbed(seed, 0.35));
        hold({ ...conversation, requests: conversation.requests.slice(0, 1) }, line);
        line.run((primary, now) => primary.disconnect(now), 'disconnected');
        const ends = line.primaryEvents.filter(({ kind }) => kind === 'disconnected' || kind === 'no-response');
        expect(ends.map(({ kind }) => kind)).toEqual(['disconnected']);
        const causes = line.secondaryEvents.flatMap((event) => (event.kind === 'disconnected' ? [event.cause] : []));
        expect(causes.filter((cause) => cause === 'DISC')).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });

  it('come to an end on a line that carries nothing', () => {
    const conversation = fc.sample(conversations, { numRuns: 1, seed: 1 })[0];
    if (conversation === undefined) throw new Error('no sample');
    const line = lineFor(conversation, () => []);
    line.run((primary, now) => primary.connect(conversation.proposal, now), 'disconnected');
    expect(line.primaryEvents).toEqual([{ kind: 'no-response', to: 'SNRM' }]);
    expect(line.carried).toHaveLength(201);
  });
});

/** A line that does one of these to a transmission, with this probability: nothing else is needed to be unfriendly. */
function disturbed(seed: number, probability: number): Disturbance {
  const random = mulberry(seed);
  return (octets) => {
    const pieces = inPieces(octets, random);
    if (random() >= probability) return pieces;
    const at = Math.floor(random() * octets.length);
    const faults: Disturbance[] = [
      () => [],
      () => [octets.slice(0, at)],
      () => [octets.slice(at)],
      () => [octets.map((octet, index) => (index === at ? octet ^ (1 << Math.floor(random() * 8)) : octet))],
      () => [concat(noise(random), octets)],
      () => [concat(octets, noise(random))],
    ];
    return faults[Math.floor(random() * faults.length)]?.(octets) ?? [];
  };
}

function inPieces(octets: Uint8Array, random: () => number): readonly Uint8Array[] {
  const cut = Math.floor(random() * octets.length);
  return [octets.slice(0, cut), octets.slice(cut)].filter(({ length }) => length > 0);
}

function noise(random: () => number): Uint8Array {
  return Uint8Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
    random() < 0.2 ? 0x7e : Math.floor(random() * 256),
  );
}

function mulberry(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
