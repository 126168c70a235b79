import { describe, expect, it } from 'vitest';
import { clientFromRig } from '#client/client-from-rig';
import type { DlmsClient } from '#client/dlms-client';
import { hdlcOf } from '#client/hdlc-channel';
import { informationOf } from '#client/heard-frames';
import { LineTraffic } from '#client/line-traffic';
import { LineLost } from '#dlms/errors';
import { serverAddress } from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import { SendCounter } from '#dlms/security/invocation-counter';
import { SecretRegistry } from '#dlms/security/secrets';
import { isServedWhereConnected } from '#procedures/health';
import { encodeGetName } from '#procedures/requests';
import { loadRig } from '#rig/load-rig';
import { loadMeter } from '#simulator/load-meter';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { ManualClock } from '#time/manual-clock';
import { MemoryTransport } from '#transport/memory-transport';

function publicClient(): DlmsClient {
  const rig = loadRig('fixtures/rigs/simulator-hdlc.yaml');
  const clock = new ManualClock();
  const secrets = new SecretRegistry();
  const meter = new SimulatedMeter({ model: loadMeter('fixtures/meters/electricity.yaml'), link: 'hdlc' });
  const profile = rig.clients.get('public');
  if (profile === undefined) throw new Error('no public client');
  return clientFromRig(profile, {
    transport: new MemoryTransport(meter, clock),
    framing: 'hdlc',
    hdlc: rig.hdlc,
    clock,
    timeouts: rig.timeouts,
    traffic: new LineTraffic(secrets),
    secrets,
    globalCounter: () => new SendCounter(),
    random: (length) => new Uint8Array(length),
  });
}

const kinds = (heard: { readonly frames: readonly { readonly frame: { readonly control: { kind: string } } }[] }) =>
  heard.frames.map(({ frame }) => frame.control.kind);

describe('a dialogue frame by frame', () => {
  it('starts and ends a link by itself', async () => {
    const frames = await hdlcOf(publicClient().channel).takeOver();
    expect(kinds(await frames.connect())).toEqual(['UA']);
    expect(kinds(await frames.exchange(frames.rr()))).toEqual(['RR']);
    expect(kinds(await frames.disconnect())).toEqual(['UA']);
    expect(kinds(await frames.exchange(frames.disc()))).toEqual(['DM']);
    expect(() => frames.numbers).toThrow(LineLost);
  });

  it('tells silence with the time that it took', async () => {
    const frames = await hdlcOf(publicClient().channel).takeOver();
    const heard = await frames.exchange(corrupt(frames.snrm()).fcs());
    expect(heard).toMatchObject({ frames: [], noise: [], closed: false });
    expect(heard.waitedMs).toBeGreaterThan(0);
  });

  it('goes on where the client was, and gives the link back with its numbers', async () => {
    const client = publicClient();
    expect((await client.open()).associated).toBe(true);
    const channel = hdlcOf(client.channel);
    const frames = await channel.takeOver();
    expect(frames.numbers).toMatchObject({ vs: 1, vr: 1 });
    const answer = await frames.ask(client.protected(encodeGetName(client)));
    expect(answer.octets?.slice(0, 4)).toEqual(Uint8Array.of(0xe6, 0xe7, 0x00, 0xc4));
    expect(informationOf(answer.heard[0] ?? (await frames.listen()))).toHaveLength(1);
    channel.handBack(frames);
    expect(await isServedWhereConnected(client)).toMatchObject({ served: true, fresh: false });
    expect(channel.station.numbers).toMatchObject({ vs: 3, vr: 3 });
  });

  it('keeps two links on one line apart', async () => {
    const first = await hdlcOf(publicClient().channel).takeOver();
    const second = first.beside({ server: serverAddress(2, 17, 17) });
    expect(second.ends).toEqual({ client: 16, server: serverAddress(2, 17, 17) });
    expect(kinds(await first.connect())).toEqual(['UA']);
    expect(kinds(await second.exchange(second.disc()))).toEqual(['DM']);
    expect(kinds(await second.connect())).toEqual(['UA']);
    expect(kinds(await first.disconnect())).toEqual(['UA']);
    const heard = await second.exchange(second.rr());
    expect(heard.frames[0]).toMatchObject({ origin: 'meter', frame: { control: { kind: 'RR' } } });
  });

  it('hears for the whole time where it shall', async () => {
    const frames = await hdlcOf(publicClient().channel).takeOver();
    const heard = await frames.exchange(frames.snrm(), { until: 'silence', ms: 500 });
    expect(kinds(heard)).toEqual(['UA']);
    expect(heard.waitedMs).toBe(500);
  });
});
