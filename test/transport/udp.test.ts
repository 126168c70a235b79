import { afterEach, describe, expect, it } from 'vitest';
import { LineLost, LocalProtocolError } from '#dlms/errors';
import { ManualClock } from '#time/manual-clock';
import { SystemClock } from '#time/system-clock';
import { UdpHost } from '#transport/udp-host';
import { UdpLoopbackTransport } from '#transport/udp-loopback-transport';
import { LONGEST_DATAGRAM, UdpTransport } from '#transport/udp-transport';
import { octets } from './octets';
import { echoing, ScriptedEndpoint } from './scripted-endpoint';

const FAR = 60_000;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function onLoopback(endpoint: ScriptedEndpoint) {
  const clock = new ManualClock();
  const transport = new UdpLoopbackTransport(endpoint, clock);
  const line = await transport.connect(FAR);
  closing.push(
    () => transport.close(),
    () => line.close(),
  );
  return { clock, transport, line };
}

describe('a UDP line on loopback', () => {
  it('keeps the boundaries of datagrams both ways', async () => {
    const endpoint = new ScriptedEndpoint();
    const { line } = await onLoopback(endpoint);
    await line.write(octets(1, 2, 3));
    await line.write(octets(4));
    expect(await line.receive(FAR)).toMatchObject({ kind: 'octets', octets: octets(1, 2, 3) });
    expect(await line.receive(FAR)).toMatchObject({ kind: 'octets', octets: octets(4) });
    expect(endpoint.connections.map(({ lengths }) => lengths)).toEqual([[3, 1]]);
  });

  it('carries an empty datagram and the longest one', async () => {
    const endpoint = new ScriptedEndpoint();
    const { line } = await onLoopback(endpoint);
    await line.write(octets());
    await line.write(new Uint8Array(LONGEST_DATAGRAM).fill(7));
    expect(await line.receive(FAR)).toMatchObject({ octets: octets() });
    expect(await line.receive(FAR)).toMatchObject({ octets: { length: LONGEST_DATAGRAM } });
  });

  it('sends nothing that no datagram holds', async () => {
    const { line } = await onLoopback(new ScriptedEndpoint());
    await expect(line.write(new Uint8Array(LONGEST_DATAGRAM + 1))).rejects.toThrow(LocalProtocolError);
  });

  it('lets time pass only once all is quiet', async () => {
    const endpoint = new ScriptedEndpoint((connection, received, now) => connection.sayAt(now + 400, received));
    const { clock, line } = await onLoopback(endpoint);
    await line.write(octets(9));
    expect(await line.receive(1000)).toEqual({ kind: 'octets', octets: octets(9), at: 400 });
    expect(await line.receive(1000)).toEqual({ kind: 'timeout', at: 1000 });
    expect(clock.now()).toBe(1000);
  });

  it('keeps for later what arrives while it idles', async () => {
    const endpoint = new ScriptedEndpoint((connection, received, now) => connection.sayAt(now + 10, received));
    const { clock, line } = await onLoopback(endpoint);
    await line.write(octets(9));
    await line.idle(5000);
    expect(clock.now()).toBe(5000);
    expect(await line.receive(6000)).toMatchObject({ octets: octets(9), at: 10 });
  });

  it('gives each line a connection of its own', async () => {
    const endpoint = new ScriptedEndpoint();
    const { line, transport } = await onLoopback(endpoint);
    const other = await transport.connect(FAR);
    await line.write(octets(1));
    await other.write(octets(2));
    expect(await other.receive(FAR)).toMatchObject({ octets: octets(2) });
    expect(await line.receive(FAR)).toMatchObject({ octets: octets(1) });
    expect(endpoint.connections.map(({ heard }) => heard)).toEqual([[1], [2]]);
    await other.close();
  });

  it('leaves unanswered what an endpoint does not accept', async () => {
    const endpoint = new ScriptedEndpoint();
    endpoint.accepts = false;
    const { line } = await onLoopback(endpoint);
    await line.write(octets(1));
    expect(await line.receive(100)).toEqual({ kind: 'timeout', at: 100 });
  });

  it('begins a new connection after the endpoint has closed its own', async () => {
    const endpoint = new ScriptedEndpoint((connection, received) => {
      echoing(connection, received, 0);
      connection.closed = 'rst';
    });
    const { line } = await onLoopback(endpoint);
    await line.write(octets(1));
    await line.write(octets(2));
    expect(await line.receive(FAR)).toMatchObject({ octets: octets(1) });
    expect(await line.receive(FAR)).toMatchObject({ octets: octets(2) });
    expect(endpoint.connections.map(({ isLost }) => isLost)).toEqual([true, true]);
  });

  it('does not feign a half-close', async () => {
    const { line } = await onLoopback(new ScriptedEndpoint());
    await expect(line.end()).rejects.toThrow(LocalProtocolError);
  });

  it('sends nothing after it was closed', async () => {
    const endpoint = new ScriptedEndpoint();
    const { line } = await onLoopback(endpoint);
    await line.close();
    await line.write(octets(1));
    await line.close();
    expect(endpoint.connections).toEqual([]);
  });
});

describe('a UDP line', () => {
  it('is closed when the far end says that nobody listens there', async () => {
    const clock = new SystemClock();
    const host = new UdpHost(new ScriptedEndpoint(), clock);
    const port = await host.listen();
    await host.close();
    const line = await new UdpTransport('127.0.0.1', port, clock).connect(clock.now() + FAR);
    await line.write(octets(1));
    expect(await line.receive(clock.now() + FAR)).toMatchObject({ kind: 'closed', by: 'reset' });
    await line.write(octets(2));
    await line.close();
  });

  it('names the address that is unknown', async () => {
    const clock = new SystemClock();
    const transport = new UdpTransport('meter.invalid', 4059, clock);
    const refusal = await transport.connect(clock.now() + FAR).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LineLost);
    expect(String(refusal)).toContain('udp meter.invalid:4059');
  });
});

describe('a UDP host', () => {
  it('lets the peer that was silent longest give way to a new one', async () => {
    const clock = new SystemClock();
    const endpoint = new ScriptedEndpoint();
    const host = new UdpHost(endpoint, clock, 2);
    closing.push(() => host.close());
    const transport = new UdpTransport('127.0.0.1', await host.listen(), clock);
    const lines = [await transport.connect(FAR), await transport.connect(FAR), await transport.connect(FAR)];
    for (const [index, line] of [lines[0], lines[1], lines[0], lines[2]].entries()) {
      await line?.write(octets(index));
      await line?.receive(clock.now() + FAR);
    }
    expect(endpoint.connections.map(({ isLost }) => isLost)).toEqual([false, true, false]);
    expect(host.peerCount).toBe(2);
    for (const line of lines) await line.close();
  });

  it('ends what its peers began when it is closed', async () => {
    const clock = new SystemClock();
    const endpoint = new ScriptedEndpoint();
    const host = new UdpHost(endpoint, clock);
    const line = await new UdpTransport('127.0.0.1', await host.listen(), clock).connect(clock.now() + FAR);
    await line.write(octets(1));
    await line.receive(clock.now() + FAR);
    await host.close();
    expect(endpoint.connections.map(({ isLost }) => isLost)).toEqual([true]);
    await line.close();
  });
});
