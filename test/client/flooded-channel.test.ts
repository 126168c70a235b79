import { describe, expect, it } from 'vitest';
import type { ApduChannel } from '#client/apdu-channel';
import { HdlcChannel } from '#client/hdlc-channel';
import { LineTraffic } from '#client/line-traffic';
import { WrapperChannel } from '#client/wrapper-channel';
import { concat, fromHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import type { Line, LineEvent, Transport } from '#transport/line';

const RESPONSE_MS = 1000;
const UA = fromHex('7EA00721037301407E');
const REQUEST = fromHex('C001C1000100002A0000FF0200');

/** Octets are always there before the clock has moved far: the line never says that nothing came. */
class Flood implements Transport, Line {
  readonly description = 'a flood';
  readonly clock = new ManualClock();
  private readonly octets: readonly Uint8Array[];
  private received = 0;

  constructor(...octets: readonly Uint8Array[]) {
    this.octets = octets;
  }

  async connect(): Promise<Line> {
    return this;
  }

  async receive(): Promise<LineEvent> {
    if (++this.received > 100_000) throw new Error('the client never gives up');
    this.clock.advanceTo(this.clock.now() + 0.5);
    const octets = this.octets[Math.min(this.received, this.octets.length) - 1] ?? new Uint8Array(0);
    return { kind: 'octets', octets, at: this.clock.now() };
  }

  async idle(deadline: number): Promise<void> {
    this.clock.advanceTo(deadline);
  }

  async write(): Promise<void> {}
  async end(): Promise<void> {}
  async close(): Promise<void> {}
  async reset(): Promise<void> {}
}

function partsOf(transport: Flood) {
  return {
    name: 'public',
    transport,
    clock: transport.clock,
    timeouts: { connectMs: RESPONSE_MS, responseMs: RESPONSE_MS, intraMessageMs: 500 },
    traffic: new LineTraffic(new SecretRegistry()),
  };
}

function hdlcOver(transport: Flood): ApduChannel {
  const own = { client: 16, server: serverAddress(1, 1), responseMs: RESPONSE_MS, answerMs: RESPONSE_MS, retries: 1 };
  return new HdlcChannel(partsOf(transport), { ...USUAL_PATIENCE, ...own }, {});
}

describe('a line that never falls silent', () => {
  it.each<[string, Uint8Array]>([
    ['a WPDU of somebody else', fromHex('0001 0001 0020 0003 D8 01 01')],
    ['many of them', concat(...new Array<Uint8Array>(50).fill(fromHex('0001 0001 0020 0003 D8 01 01')))],
  ])('and brings %s again and again: the wrapper hears no answer', async (_, octets) => {
    const flood = new Flood(octets);
    const channel = new WrapperChannel(partsOf(flood), new WrapperLink(16, 1));
    await channel.send(REQUEST);
    expect(await channel.receive()).toMatchObject({ kind: 'silence' });
    expect(flood.clock.now()).toBeLessThanOrEqual(RESPONSE_MS + 1);
  });

  it('and brings a WPDU by an octet at a time: it is not waited for', async () => {
    const flood = new Flood(fromHex('0001 0001 0010 FFFF'), Uint8Array.of(0));
    const channel = new WrapperChannel(partsOf(flood), new WrapperLink(16, 1));
    await channel.send(REQUEST);
    await expect(channel.receive()).rejects.toThrow('did not complete a WPDU in time');
  });

  it.each<[string, Uint8Array]>([
    ['garbage', fromHex('0102030405060708')],
    ['frames of somebody else', corrupt(UA).destination(Uint8Array.of(0x41))],
    ['UA', UA],
    ['flags', new Uint8Array(100).fill(0x7e)],
    ['a header', fromHex('7EA7FF0321')],
  ])('and brings %s: HDLC hears no answer, whether it waits for one or not', async (_, octets) => {
    const flood = new Flood(UA, octets);
    const channel = hdlcOver(flood);
    await channel.connect();
    const idleFrom = flood.clock.now();
    expect(await channel.receive()).toMatchObject({ kind: 'silence' });
    expect(flood.clock.now() - idleFrom).toBeLessThanOrEqual(RESPONSE_MS + 1);
    await channel.send(REQUEST);
    const sentAt = flood.clock.now();
    expect(await channel.receive()).toMatchObject({ kind: 'silence' });
    expect(flood.clock.now() - sentAt).toBeLessThanOrEqual(3 * RESPONSE_MS);
    await channel.close();
    expect(channel.isConnected).toBe(false);
  });
});
