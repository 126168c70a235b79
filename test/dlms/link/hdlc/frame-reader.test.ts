import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { conformingFraming } from '#dlms/link/hdlc/decisions/framing-decisions';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { FrameReader, type ReaderEvent } from '#dlms/link/hdlc/frame-reader';
import { EXAMPLES } from './example-frames';

const SNRM = '7EA0070321930F017E';
const DISC = '7EA00703215303C77E';
const FLAGS_INSIDE = '7EA00E032110FF4EE6E6007E7E33937E';

/** `F` and the octets of a frame, or the reason and the octets that were dropped. */
function told(events: readonly ReaderEvent[]): string[] {
  return events.map((event) => `${event.kind === 'frame' ? 'F' : event.reason} ${toHex(event.octets)}`);
}

function read(text: string, reader = new FrameReader(100)): string[] {
  return told(reader.push(fromHex(text), 0));
}

describe('the reader finds', () => {
  it.each(EXAMPLES)('$section: $octets', ({ octets }) => {
    expect(read(octets)).toEqual([`F ${octets}`]);
  });

  it('a frame octet by octet', () => {
    const reader = new FrameReader(100);
    const events = [...fromHex(FLAGS_INSIDE)].flatMap((octet, index) => reader.push(Uint8Array.of(octet), index * 99));
    expect(told(events)).toEqual([`F ${FLAGS_INSIDE}`]);
  });

  it('frames that share a flag', () => {
    expect(read(SNRM + DISC.slice(2))).toEqual([`F ${SNRM}`, `F ${DISC}`]);
  });

  it('frames with two flags or many between them', () => {
    expect(read(`7E7E${SNRM}${DISC}7E7E7E${SNRM}`)).toEqual([`F ${SNRM}`, `F ${DISC}`, `F ${SNRM}`]);
  });

  it('a frame behind garbage, and the garbage', () => {
    expect(read(`0D0A41${SNRM}`)).toEqual(['no-flag 0D0A41', `F ${SNRM}`]);
  });

  it('a frame behind a phantom header that announces 2047 octets', () => {
    expect(read(`7EA7FF${SNRM}`)).toEqual(['hcs 7EA7FF', `F ${SNRM}`]);
  });
});

describe('the reader drops', () => {
  it.each([
    ['a wrong HCS', 'hcs', '7EA01E032193724F8180120501800601800704000000010804000000019EB37E'],
    ['a wrong FCS', 'fcs', '7EA01E032193CD3B818012050180060180070400000001080400000001533A7E'],
    ['a wrong FCS without information', 'fcs', '7EA0070321930F007E'],
    ['a length one too big', 'header', '7EA008032193F6B37E'],
    ['a length one too small', 'length-field', '7EA006032193B41D7E'],
    ['another format type', 'format-type', '7E0007032193CBEB7E'],
    ['no flag at the end', 'not-bounded', '7EA0070321930F0100'],
    ['an address of five octets', 'address', '7EA00B0204060823219311117E'],
  ])('%s, and reads on', (_, reason, octets) => {
    const reader = new FrameReader(100);
    const dropped = read(octets, reader);
    expect(dropped).toEqual([`${reason} ${octets.endsWith('7E') ? octets.slice(0, -2) : octets}`]);
    expect(read(SNRM, reader)).toEqual([`F ${SNRM}`]);
  });

  it('the whole of a frame whose header is right: no frame inside its information is found', () => {
    const inside = fromHex(SNRM);
    const frame = encodeFrame({
      destination: fromHex('03'),
      source: fromHex('21'),
      control: { kind: 'UI', pf: false },
      segmented: false,
      information: inside,
    });
    frame[frame.length - 2] = (frame[frame.length - 2] ?? 0) ^ 1;
    expect(read(toHex(frame) + DISC.slice(2))).toEqual([`fcs ${toHex(frame.subarray(0, -1))}`, `F ${DISC}`]);
  });

  it('only the flag where the header is wrong, and finds what stands behind it', () => {
    expect(read(`7EA01E032193724F${SNRM}`)).toEqual(['hcs 7EA01E032193724F', `F ${SNRM}`]);
  });

  it('and counts all of it, showing the first 64 octets', () => {
    const [event, ...rest] = new FrameReader(100).push(new Uint8Array(1000).fill(0x55), 0);
    expect(rest).toEqual([]);
    expect(event).toEqual({ kind: 'dropped', reason: 'no-flag', count: 1000, octets: new Uint8Array(64).fill(0x55) });
  });
});

describe('silence', () => {
  const cut = SNRM.slice(0, -6);

  it('ends a frame that stopped, and only after its time', () => {
    const reader = new FrameReader(100);
    reader.push(fromHex(cut), 0);
    expect(reader.deadline).toBe(100);
    expect(told(reader.tick(99))).toEqual([]);
    expect(told(reader.tick(100))).toEqual([`silence ${cut}`]);
    expect(reader.deadline).toBeUndefined();
    expect(told(reader.push(fromHex(DISC), 101))).toEqual([`F ${DISC}`]);
  });

  it('counts from the last octet, also where nobody ticks', () => {
    const reader = new FrameReader(100);
    reader.push(fromHex(cut), 0);
    expect(told(reader.push(fromHex(SNRM.slice(-6)), 99))).toEqual([`F ${SNRM}`]);
    reader.push(fromHex(cut.slice(2)), 120);
    expect(told(reader.push(fromHex(DISC), 220))).toEqual([`silence 7E${cut.slice(2)}`, `F ${DISC}`]);
  });

  it('runs no timer for flags alone, but a flag before it opens nothing after it', () => {
    const reader = new FrameReader(100);
    reader.push(fromHex(`${SNRM}7E7E`), 0);
    expect(reader.deadline).toBeUndefined();
    expect(told(reader.push(fromHex(DISC.slice(2)), 100))).toEqual([`no-flag ${DISC.slice(2, -2)}`]);
  });

  it('gives back the frames that a phantom swallowed', () => {
    const phantom = encodeFrame({
      destination: fromHex('03'),
      source: fromHex('21'),
      control: { kind: 'UI', pf: false },
      segmented: false,
      information: new Uint8Array(200),
    }).subarray(0, 12);
    const reader = new FrameReader(100);
    expect(reader.push(concat(phantom, fromHex(SNRM)), 0)).toEqual([]);
    expect(told(reader.tick(100))).toEqual([`silence ${toHex(phantom)}`, `F ${SNRM}`]);
  });

  it('means nothing on a line that keeps no time', () => {
    const reader = new FrameReader(undefined);
    reader.push(fromHex(cut), 0);
    expect(reader.deadline).toBeUndefined();
    expect(told(reader.push(fromHex(SNRM.slice(-6)), 1e9))).toEqual([`F ${SNRM}`]);
  });
});

describe('the direction of the line', () => {
  it('takes the closing flag with it when it changes', () => {
    const reader = new FrameReader(undefined);
    read(SNRM, reader);
    reader.forgetFlag();
    expect(read(DISC.slice(2), reader)).toEqual([`no-flag ${DISC.slice(2, -2)}`]);
  });

  it('does not touch a frame that has begun', () => {
    const reader = new FrameReader(undefined);
    read(SNRM + DISC.slice(2, 8), reader);
    reader.forgetFlag();
    expect(read(DISC.slice(8), reader)).toEqual([`F ${DISC}`]);
  });
});

describe('a receiver that decides otherwise', () => {
  const reader = (decision: Partial<typeof conformingFraming>): FrameReader =>
    new FrameReader(100, { ...conformingFraming, ...decision });

  it.each<[string, Partial<typeof conformingFraming>, string, string[]]>([
    ['needs no opening flag', { needsOpeningFlag: () => false }, SNRM.slice(2), [`F ${SNRM}`]],
    ['stumbles over fill flags', { opensAfterFillFlag: () => false }, `7E${SNRM}`, [`no-flag ${SNRM.slice(2, -2)}`]],
    [
      'shares no flag',
      { sharesClosingFlag: () => false },
      SNRM + DISC.slice(2),
      [`F ${SNRM}`, `no-flag ${DISC.slice(2, -2)}`],
    ],
    ['takes any format type', { acceptsFormatType: () => true }, '7E0007032193CBEB7E', ['F 7E0007032193CBEB7E']],
    [
      'ends a frame at the first flag',
      {
        frameLength: (announced, held, from, to) => {
          const flag = held.subarray(from, to).indexOf(0x7e);
          return flag < 0 ? announced : flag;
        },
      },
      FLAGS_INSIDE,
      ['fcs 7EA00E032110FF4EE6E600', 'format-type 7E3393'],
    ],
    ['believes a wrong FCS', { acceptsFrameCheck: () => true }, '7EA0070321930F007E', ['F 7EA0070321930F007E']],
    [
      'believes a wrong HCS',
      { acceptsHeaderCheck: () => true, acceptsFrameCheck: () => true },
      '7EA01E032193724F8180120501800601800704000000010804000000019EB37E',
      ['F 7EA01E032193724F8180120501800601800704000000010804000000019EB37E'],
    ],
    [
      'needs no closing flag',
      { acceptsFrameEnd: () => true },
      '7EA0070321930F0100',
      ['F 7EA0070321930F0100', 'no-flag 00'],
    ],
  ])('%s', (_, decision, octets, expected) => {
    expect(read(octets, reader(decision)).slice(0, 2)).toEqual(expected);
  });

  it('takes a frame that stopped for a whole one', () => {
    const serving = reader({ afterInterOctetTimeout: () => 'serves' });
    read(SNRM.slice(0, -2), serving);
    expect(told(serving.tick(100))).toEqual([`F ${SNRM}`]);
  });

  it('discards all of it', () => {
    const discarding = reader({ afterInterOctetTimeout: () => 'discards' });
    read(`7EA00A0002${SNRM}`.slice(0, 22), discarding);
    expect(told(discarding.tick(100)).every((text) => !text.startsWith('F'))).toBe(true);
  });

  it('waits for ever', () => {
    const waiting = reader({ interOctetMs: () => undefined });
    read(SNRM.slice(0, -2), waiting);
    expect(told(waiting.push(Uint8Array.of(0x7e), 1e9))).toEqual([`F ${SNRM}`]);
  });
});
