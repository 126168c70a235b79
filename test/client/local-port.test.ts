import { describe, expect, it } from 'vitest';
import { clientFromRig } from '#client/client-from-rig';
import type { DlmsClient } from '#client/dlms-client';
import { recordOf } from '#client/line-record';
import { LocalPort } from '#client/local-port';
import { LineLost, LocalProtocolError } from '#dlms/errors';
import { SendCounter } from '#dlms/security/invocation-counter';
import { isServedWhereConnected } from '#procedures/health';
import { loadRig } from '#rig/load-rig';
import { SharedTransport } from '#transport/shared-line';
import { OpticalBench, type OpticalSetting } from './optical-bench';

const RIG = loadRig('fixtures/rigs/simulator-optical.yaml');

/** Clients of one port, as a scenario has them. */
class PortBench extends OpticalBench {
  readonly port: LocalPort;
  private readonly shared: SharedTransport;

  constructor(setting: OpticalSetting = {}) {
    super(setting);
    this.port = new LocalPort(this.transport, this.settings, this.clock);
    this.port.attach('', recordOf(this.traffic, 'sign-on', this.clock));
    this.shared = new SharedTransport(this.port);
  }

  client(role: string): DlmsClient {
    const profile = RIG.clients.get(role);
    if (profile === undefined) throw new Error(`no client ${role}`);
    return clientFromRig(profile, {
      transport: this.shared,
      localPort: this.port,
      framing: 'hdlc',
      hdlc: RIG.hdlc,
      clock: this.clock,
      timeouts: RIG.timeouts,
      traffic: this.traffic,
      secrets: this.secrets,
      globalCounter: () => new SendCounter(),
      random: (length) => new Uint8Array(length),
    });
  }

  get signOns(): number {
    return this.traffic.text().split('HDLC from here on').length - 1;
  }
}

async function opened(bench: PortBench, role = 'public'): Promise<DlmsClient> {
  const client = bench.client(role);
  expect((await client.open()).associated).toBe(true);
  return client;
}

describe('HDLC on a local port', () => {
  it.each([
    ['', {}],
    ['with an echoing head', { isEchoing: true }],
    ['with parity by the port', { client: { parity: 'line' } }],
    ['of a meter that confirms at 300 baud', { optical: { confirmation: 'old-speed' } }],
    ['of a meter that confirms nothing', { optical: { confirmation: 'none' } }],
    ['of a meter that does not announce HDLC', { optical: { announcesHdlc: false } }],
    ['of a battery meter', { optical: { isBattery: true }, client: { wakesUp: true } }],
    ['at the speed of a slow head', { client: { maximumBaud: 4800 } }],
  ] as const)('begins by a sign-on %s', async (_, setting) => {
    const bench = new PortBench(setting);
    expect((await isServedWhereConnected(await opened(bench))).served).toBe(true);
    expect(bench.signOns).toBe(1);
  });

  it('begins anew after DISC, and not before the meter has changed its speed', async () => {
    const bench = new PortBench();
    const client = await opened(bench);
    await client.disconnect();
    const left = bench.clock.now();
    expect(bench.port.isInHdlc).toBe(false);
    await opened(bench);
    expect(bench.signOns).toBe(2);
    expect(bench.clock.now() - left).toBeGreaterThan(2000);
  });

  it('is shared by several clients, and ends with the last of them', async () => {
    const bench = new PortBench();
    const [first, second] = [await opened(bench), await opened(bench, 'management')];
    await first.disconnect();
    expect((await isServedWhereConnected(second)).served).toBe(true);
    expect(bench.port.isInHdlc).toBe(true);
    await second.disconnect();
    expect(bench.port.isInHdlc).toBe(false);
    expect(bench.signOns).toBe(1);
  });

  it('goes on without a sign-on where a client has left without a word', async () => {
    const bench = new PortBench();
    const client = await opened(bench);
    await client.reset();
    await opened(bench);
    expect(bench.signOns).toBe(1);
  });

  it('signs on again where the meter was left alone for too long', async () => {
    const bench = new PortBench();
    const client = await opened(bench);
    await client.channel.idle(130_000);
    await client.reset();
    expect((await isServedWhereConnected(await opened(bench))).served).toBe(true);
    expect(bench.signOns).toBe(2);
  });

  it('signs on again after the meter was without power', async () => {
    const bench = new PortBench();
    const client = await opened(bench);
    bench.meter.powerCycle(bench.clock.now());
    await client.reset();
    expect((await isServedWhereConnected(await opened(bench))).served).toBe(true);
  });

  it('breaks off what an earlier sign-on has left', async () => {
    const later = new PortBench();
    const dialogue = await later.port.dialogue();
    await dialogue.send(new Uint8Array(Buffer.from('/?!\r\n')));
    await dialogue.pause(10_000);
    expect((await isServedWhereConnected(await opened(later))).served).toBe(true);
  });
});

describe('what cannot be signed on', () => {
  it.each([
    ['of another address', { client: { address: '5' } }, /device address/],
    ['without HDLC', { optical: { mode: 'B', baud: 4800 } }, /in mode B and does not go over to HDLC/],
    ['with wrong parity', { policy: { sentMessage: (octets) => octets.map((octet) => octet ^ 0x80) } }, /parity|came/],
  ] satisfies [string, OpticalSetting, RegExp][])('a meter %s is told in words', async (_, setting, words) => {
    const bench = new PortBench(setting);
    bench.port.attach(bench.settings.address, recordOf(bench.traffic, 'sign-on', bench.clock));
    const refusal = await bench
      .client('public')
      .open()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LineLost);
    expect(String(refusal)).toMatch(words);
  });

  it('lends no bare line while a link is up', async () => {
    const bench = new PortBench();
    await opened(bench);
    await expect(bench.port.dialogue()).rejects.toThrow(LocalProtocolError);
  });
});
