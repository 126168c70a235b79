import { describe, expect, it } from 'vitest';
import { LineTraffic } from '#client/line-traffic';
import { WrapperChannel } from '#client/wrapper-channel';
import { concat, fromHex } from '#dlms/codec/hex';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import { MemoryTransport } from '#transport/memory-transport';

const APDU = fromHex('C0 01 C1');
const REPLY = fromHex('0001 0001 0010 0003 D8 01 01');

/** A far end that notes when each piece came and answers as it is told to. */
class NotingEndpoint implements Endpoint, EndpointConnection {
  readonly pieces: { readonly octets: Uint8Array; readonly at: number }[] = [];
  readonly deadline = undefined;
  readonly closed = undefined;
  output: Uint8Array[] = [];

  connect(): EndpointConnection {
    return this;
  }

  receive(octets: Uint8Array, at: number): void {
    this.pieces.push({ octets: octets.slice(), at });
  }

  takeOutput(): readonly Uint8Array[] {
    return this.output.splice(0);
  }

  end(): void {}
  lost(): void {}
  tick(): void {}
}

function channelTo(endpoint: Endpoint): WrapperChannel {
  const clock = new ManualClock();
  const parts = {
    name: 'public',
    transport: new MemoryTransport(endpoint, clock),
    clock,
    timeouts: { connectMs: 1000, responseMs: 1000, intraMessageMs: 500 },
    traffic: new LineTraffic(new SecretRegistry()),
  };
  return new WrapperChannel(parts, new WrapperLink(16, 1));
}

describe('a wrapper channel', () => {
  it('sends in one piece unless it is told otherwise', async () => {
    const meter = new NotingEndpoint();
    await channelTo(meter).send(APDU);
    expect(meter.pieces).toHaveLength(1);
  });

  it('sends in pieces with pauses between them, and loses nothing', async () => {
    const meter = new NotingEndpoint();
    const channel = channelTo(meter);
    channel.delivery = { pieces: (octets) => [octets.subarray(0, 4), octets.subarray(4)], pauseMs: 200 };
    await channel.send(APDU);
    expect(meter.pieces.map(({ octets, at }) => [octets.length, at])).toEqual([
      [4, 0],
      [7, 200],
    ]);
    expect(concat(...meter.pieces.map(({ octets }) => octets))).toEqual(channel.encode(APDU));
  });

  it('drops a WPDU for another client, and keeps it for whoever judges headers', async () => {
    const meter = new NotingEndpoint();
    const channel = channelTo(meter);
    meter.output = [fromHex('0001 0001 0020 0003 D8 01 01'), REPLY];
    await channel.send(APDU);
    expect(await channel.receive()).toMatchObject({ kind: 'apdu' });
    expect(await channel.receive()).toMatchObject({ kind: 'silence' });
    expect(channel.wpdus.map(({ destinationWport }) => destinationWport)).toEqual([0x20, 0x10]);
  });

  it('accuses a meter that stops inside a WPDU', async () => {
    const meter = new NotingEndpoint();
    const channel = channelTo(meter);
    meter.output = [REPLY.subarray(0, 9)];
    await channel.send(APDU);
    await expect(channel.receive()).rejects.toThrow('did not complete a WPDU in time');
  });
});
