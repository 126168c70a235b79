import { describe, expect, it } from 'vitest';
import type { ChannelEvent } from '#client/apdu-channel';
import { HdlcChannel } from '#client/hdlc-channel';
import { LineTraffic } from '#client/line-traffic';
import { fromHex } from '#dlms/codec/hex';
import { LineLost, PeerProtocolError } from '#dlms/errors';
import { serverAddress } from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import { MemoryTransport } from '#transport/memory-transport';
import { ANSWER, type Answering, NOTHING, orderly, UnrulyMeter } from './unruly-meter';

const REQUEST = fromHex('C001C1000100002A0000FF0200');
const RESPONSE_MS = 1000;
const LLC_AND_MORE = fromHex('E6E700C401C100');
const GARBAGE = Uint8Array.from({ length: 50 }, (_, index) => (index * 73) & 0xff);
/** a header that announces 2047 octets, and information without end */
const ENDLESS = Uint8Array.of(0x7e, 0xa7, 0xff, 0x03, 0x21, ...new Uint8Array(40).fill(0x22));

class Bench {
  readonly clock = new ManualClock();
  readonly meter = new UnrulyMeter(serverAddress(1, 1), Uint8Array.of(0x21));
  readonly traffic = new LineTraffic(new SecretRegistry());
  readonly channel: HdlcChannel;

  constructor(longestMessage = 1 << 20) {
    const parts = {
      name: 'public',
      transport: new MemoryTransport(this.meter, this.clock),
      clock: this.clock,
      timeouts: { connectMs: RESPONSE_MS, responseMs: RESPONSE_MS, intraMessageMs: 500 },
      traffic: this.traffic,
    };
    const settings = {
      ...USUAL_PATIENCE,
      client: 16,
      server: serverAddress(1, 1),
      responseMs: RESPONSE_MS,
      answerMs: RESPONSE_MS,
      interOctetMs: 500,
      retries: 1,
      longestMessage,
    };
    this.channel = new HdlcChannel(parts, settings, {});
  }

  /** Whatever the meter said before, an orderly one is served. */
  async isServedAgain(): Promise<void> {
    this.meter.calmsDown();
    await this.channel.close();
    await this.channel.send(REQUEST);
    expect(await this.channel.receive()).toEqual({ kind: 'apdu', apdu: ANSWER });
  }
}

/** A link that is up; from then on the meter answers as it is told. */
async function linked(answering: Answering, longestMessage?: number): Promise<Bench> {
  const bench = new Bench(longestMessage);
  await bench.channel.connect();
  bench.meter.answering = answering;
  return bench;
}

const silent: Answering = () => [];
const always =
  (...controls: readonly number[]): Answering =>
  (_, meter) =>
    controls.map((control) => meter.frame(control));

describe('a meter that never lets a link come up', () => {
  it.each<[string, Answering]>([
    ['is silent', silent],
    ['refuses by DM', always(0x1f)],
    ['answers FRMR', always(0x97)],
    ['answers RR', always(0x11)],
    ['answers RNR', always(0x15)],
    ['answers I', always(0x10)],
    ['echoes', (frame, meter) => [corrupt(meter.frame(0x93)).destination(frame.destination)]],
    ['answers garbage', () => [GARBAGE]],
    ['answers UA with a wrong FCS', (_, meter) => [corrupt(meter.frame(0x73)).fcs()]],
    ['answers UA to somebody else', (_, meter) => [corrupt(meter.frame(0x73)).destination(Uint8Array.of(0x41))]],
    ['begins a frame without end', () => [ENDLESS]],
  ])('%s: the line is given up in time', async (_, answering) => {
    const bench = new Bench();
    bench.meter.answering = answering;
    await expect(bench.channel.connect()).rejects.toThrow(LineLost);
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });

  it.each<[string, (meter: UnrulyMeter) => Uint8Array]>([
    ['garbage', () => GARBAGE],
    ['flags', () => new Uint8Array(100).fill(0x7e)],
    ['a frame without end', () => ENDLESS],
    ['frames with a wrong FCS', (meter) => corrupt(meter.frame(0x73)).fcs()],
    ['frames of another meter', (meter) => corrupt(meter.frame(0x73)).sourceAddress(Uint8Array.of(0x05))],
    ['UI without F', (meter) => meter.frame(0x03, LLC_AND_MORE)],
    ['RR', (meter) => meter.frame(0x11)],
  ])('babbles for ever, %s: the line is given up in time', async (_, octets) => {
    const bench = new Bench();
    bench.meter.answering = silent;
    bench.meter.babbles(1, () => octets(bench.meter), 0);
    await expect(bench.channel.connect()).rejects.toThrow(LineLost);
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });
});

describe('a meter that never answers a request', () => {
  it.each<[string, Answering, ChannelEvent['kind']]>([
    ['is silent', silent, 'silence'],
    ['answers garbage', () => [GARBAGE], 'silence'],
    ['says UA again', always(0x73), 'silence'],
    ['says UA a hundred times', always(...new Array<number>(100).fill(0x73)), 'silence'],
    ['is ready', (_, meter) => [meter.frame(0x11 | (meter.vr << 5))], 'silence'],
    ['is busy', (_, meter) => [meter.frame(0x15 | (meter.vr << 5))], 'silence'],
    ['has not received the request', always(0x11), 'silence'],
    ['is disconnected', always(0x1f), 'closed'],
    ['rejects everything', always(0x97), 'closed'],
    ['says an I frame that was not its turn', always(0x36), 'silence'],
  ])('%s, for ever: %s ends the wait', async (_, answering, kind) => {
    const bench = await linked(answering);
    await bench.channel.send(REQUEST);
    expect(await bench.channel.receive()).toMatchObject({ kind });
    expect(bench.clock.now()).toBeLessThanOrEqual(3 * RESPONSE_MS);
    await bench.isServedAgain();
  });

  it.each<[string, Answering, string]>([
    ['an acknowledgement of what was not sent', always(0xb1), 'N(R)=5 acknowledges what was not sent'],
    ['a command', always(0x93), 'SNRM: no response of a meter'],
    ['REJ', always(0x39), 'unsupported: no response of a meter'],
    ['I with a wrong LLC header', (_, meter) => [meter.information(fromHex('000102C4'))], 'LLC header'],
    ['an empty I', (_, meter) => [meter.information(NOTHING)], 'LLC header'],
    ['a field that is too long', (_, meter) => [meter.information(new Uint8Array(129).fill(0xe6))], '128 were agreed'],
  ])('says %s: the meter is to blame', async (_, answering, reason) => {
    const bench = await linked(answering);
    await bench.channel.send(REQUEST);
    const error = await bench.channel.receive().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toHaveProperty('message', expect.stringContaining(reason));
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });

  it.each<[string, (meter: UnrulyMeter) => Uint8Array]>([
    ['garbage', () => GARBAGE],
    ['a frame without end', () => ENDLESS],
    ['flags', () => new Uint8Array(100).fill(0x7e)],
    ['UA', (meter) => meter.frame(0x73)],
    ['RR without F', (meter) => meter.frame(0x01 | (meter.vr << 5))],
    ['RNR without F', (meter) => meter.frame(0x05 | (meter.vr << 5))],
    ['RR with F', (meter) => meter.frame(0x11 | (meter.vr << 5))],
    ['RNR with F', (meter) => meter.frame(0x15 | (meter.vr << 5))],
    ['the same I frame without F', (meter) => meter.frame(0x06 | (meter.vr << 5), LLC_AND_MORE)],
    ['frames of another meter', (meter) => corrupt(meter.frame(0x11)).sourceAddress(Uint8Array.of(0x05))],
    ['frames with a wrong FCS', (meter) => corrupt(meter.frame(0x30, LLC_AND_MORE)).fcs()],
    ['empty UI without F', (meter) => meter.frame(0x03)],
    ['empty UI with F', (meter) => meter.frame(0x13)],
  ])('babbles for ever, %s: silence ends the wait', async (_, octets) => {
    const bench = await linked(silent);
    await bench.channel.send(REQUEST);
    bench.meter.babbles(1, () => octets(bench.meter), bench.clock.now());
    expect(await bench.channel.receive()).toMatchObject({ kind: 'silence' });
    expect(bench.clock.now()).toBeLessThanOrEqual(5 * RESPONSE_MS);
    await bench.isServedAgain();
  });
});

describe('a message that never ends', () => {
  const segments =
    (length: number): Answering =>
    (frame, meter) =>
      frame.control.kind === 'DISC'
        ? orderly(frame, meter)
        : [meter.information(new Uint8Array(length).fill(0x11), { segmented: true })];

  it.each([128, 64, 1])('is lost with its %i octets a segment, and the meter is to blame', async (length) => {
    const bench = await linked(segments(length), 4096);
    await bench.channel.send(REQUEST);
    await expect(bench.channel.receive()).rejects.toThrow('a message without end');
    expect(bench.meter.heard.length).toBeLessThanOrEqual(4096 / length + 3);
    await bench.isServedAgain();
  });

  it.each([1, 0])('is lost after so many segments, though they bring %i octets each', async (length) => {
    const bench = await linked(segments(length));
    await bench.channel.send(REQUEST);
    await expect(bench.channel.receive()).rejects.toThrow('a message without end');
    expect(bench.meter.heard.length).toBeLessThan(20_000);
    await bench.isServedAgain();
  });

  it.each([128, 0])('is lost also when it is said without F, %i octets a segment', async (length) => {
    const bench = await linked(silent, 4096);
    await bench.channel.send(REQUEST);
    const information = new Uint8Array(length);
    bench.meter.babbles(1, () => bench.meter.information(information, { segmented: true, pf: false }), 0);
    await expect(bench.channel.receive()).rejects.toThrow('a message without end');
    expect(bench.clock.now()).toBeLessThanOrEqual(20 * RESPONSE_MS);
    await bench.isServedAgain();
  });
});

describe('a link that is left', () => {
  it.each<[string, Answering]>([
    ['is silent', silent],
    ['rejects everything', always(0x97)],
    ['is busy', always(0x15)],
    ['answers garbage', () => [GARBAGE]],
  ])('while the meter %s: the line is closed in time', async (_, answering) => {
    const bench = await linked(answering);
    await bench.channel.close();
    expect(bench.channel.isConnected).toBe(false);
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });

  it('while the meter babbles: the line is closed in time', async () => {
    const bench = await linked(silent);
    bench.meter.babbles(1, () => GARBAGE, 0);
    await bench.channel.close();
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });
});

describe('an idle link', () => {
  const wait = async (octets: (meter: UnrulyMeter) => Uint8Array): Promise<[Bench, ChannelEvent | undefined]> => {
    const bench = await linked(orderly);
    bench.meter.babbles(1, () => octets(bench.meter), 0);
    const event = await bench.channel.receive().catch(() => undefined);
    return [bench, event];
  };

  it.each<[string, (meter: UnrulyMeter) => Uint8Array]>([
    ['garbage', () => GARBAGE],
    ['a frame without end', () => ENDLESS],
    ['UA', (meter) => meter.frame(0x73)],
    ['RR', (meter) => meter.frame(0x11)],
    ['the I frame of somebody else', (meter) => corrupt(meter.frame(0x30)).sourceAddress(Uint8Array.of(0x05))],
    ['an empty segment', (meter) => meter.information(NOTHING, { segmented: true })],
  ])('is silent while the meter babbles %s', async (_, octets) => {
    const [bench, event] = await wait(octets);
    expect(event).toMatchObject({ kind: 'silence' });
    expect(bench.clock.now()).toBeLessThanOrEqual(2 * RESPONSE_MS);
    await bench.isServedAgain();
  });
});
