import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { callingDevice, serverAddress } from '#dlms/link/hdlc/address';
import { BenchClient, connectedClient } from './bench-client';
import { AARE, AARQ, command, DISC, DM, GET, GET_ANSWER, RR0, RR0_ANSWER, response, SNRM, UA } from './bench-frame';

const AARQ_APDU = AARQ.slice(22, -6);
const GET_APDU = GET.slice(22, -6);

describe('the session of the reference', () => {
  it('is led octet by octet', () => {
    const client = new BenchClient();
    expect(client.connects()).toEqual([SNRM]);
    expect(client.hears(UA)).toEqual([]);
    expect(client.sends(AARQ_APDU)).toEqual([AARQ]);
    expect(client.hears(AARE)).toEqual([]);
    expect(client.sends(GET_APDU)).toEqual([GET]);
    expect(client.hears(GET_ANSWER)).toEqual([]);
    expect(client.does((station, now) => station.disconnect(now))).toEqual([DISC]);
    expect(client.hears(UA)).toEqual([]);
    expect(client.events()).toEqual([
      { kind: 'connected', parameters: client.station.parameters },
      { kind: 'apdu', apdu: fromHex(AARE.slice(22, -6)) },
      { kind: 'apdu', apdu: fromHex(GET_ANSWER.slice(22, -6)) },
      { kind: 'disconnected', by: 'UA' },
    ]);
    expect(client.station.deadline).toBeUndefined();
  });

  it('polls an idle link', () => {
    const client = connectedClient();
    expect(client.does((station, now) => station.poll(now))).toEqual([RR0]);
    expect(client.hears(RR0_ANSWER)).toEqual([]);
    expect(client.events()).toEqual([{ kind: 'polled', isBusy: false }]);
  });
});

describe('connecting', () => {
  it('proposes and reads the UA crosswise (hdlc.md 7.2)', () => {
    const client = new BenchClient();
    const proposal = { maxInfoTransmit: 2030, maxInfoReceive: 2030, windowTransmit: 7, windowReceive: 7 };
    expect(client.connects(proposal)).toEqual(['7EA0200321937DD9818014050207EE060207EE0704000000070804000000074EE97E']);
    client.hears('7EA02021037373 98818014050202000602010007040000000308040000000 1EA5B7E'.replaceAll(' ', ''));
    expect(client.events()).toEqual([
      {
        kind: 'connected',
        parameters: { maxInfoTransmit: 256, maxInfoReceive: 512, windowTransmit: 1, windowReceive: 3 },
      },
    ]);
  });

  it('keeps to its proposal where the meter takes more, and reports it', () => {
    const client = new BenchClient();
    client.connects({ maxInfoReceive: 62 });
    client.hears(response(0x73, '81800605018006 0180'.replace(' ', '')));
    expect(client.kinds()).toEqual(['violation', 'connected']);
    expect(client.station.parameters.maxInfoReceive).toBe(62);
  });

  it('takes the defaults where the UA cannot be read, and reports it', () => {
    const client = new BenchClient();
    client.connects({ maxInfoReceive: 62 });
    client.hears(response(0x73, '8080'));
    const [violation, connected] = client.events();
    expect(violation).toMatchObject({ kind: 'violation', error: { name: 'PeerProtocolError' } });
    expect(connected).toMatchObject({ kind: 'connected', parameters: { maxInfoTransmit: 128, maxInfoReceive: 62 } });
  });

  it('is refused by DM', () => {
    const client = new BenchClient();
    client.connects();
    client.hears(DM);
    expect(client.kinds()).toEqual(['refused']);
    expect(client.station.state).toBe('disconnected');
  });

  it('repeats the SNRM, first transmission and so many more, then gives up', () => {
    const client = new BenchClient({ retries: 2 });
    client.connects();
    expect(client.waits(999)).toEqual([]);
    expect(client.waits(1)).toEqual([SNRM]);
    expect(client.waits(1000)).toEqual([SNRM]);
    expect(client.waits(1000)).toEqual([]);
    expect(client.events()).toEqual([{ kind: 'no-response', to: 'SNRM' }]);
    expect([client.station.state, client.station.deadline]).toEqual(['disconnected', undefined]);
  });

  it('learns the real address of a meter that was called by CALLING', () => {
    const client = new BenchClient({ client: 1, server: callingDevice(4) });
    expect(client.connects()).toEqual(['7EA00A0002FEFD0393E6277E']);
    client.hears('7EA00A0300020023737A6A7E');
    expect(client.kinds()).toEqual(['connected']);
    expect(client.station.server).toEqual(serverAddress(4, 1, 0x11));
    expect(client.sends('AA')[0]?.slice(6, 18)).toBe('000200230310');
  });

  it('may begin anew at any time: numbers are 0 again', () => {
    const client = connectedClient();
    client.sends('AA');
    expect(client.connects()).toEqual([SNRM]);
    client.hears(response(0x30, 'E6E700BB'));
    client.hears(UA);
    expect(client.kinds()).toEqual(['connected']);
    expect(client.sends('AA')).toEqual([command(0x10, 'E6E600AA')]);
  });
});

describe('disconnecting', () => {
  it('is complete with UA or DM', () => {
    for (const [answer, by] of [
      [UA, 'UA'],
      [DM, 'DM'],
    ] as const) {
      const client = connectedClient();
      client.does((station, now) => station.disconnect(now));
      client.hears(answer);
      expect(client.events()).toEqual([{ kind: 'disconnected', by }]);
      expect(client.station.state).toBe('disconnected');
    }
  });

  it('repeats the DISC, then ends all the same', () => {
    const client = connectedClient({ retries: 1 });
    expect(client.does((station, now) => station.disconnect(now))).toEqual([DISC]);
    expect(client.waits(1000)).toEqual([DISC]);
    expect(client.waits(1000)).toEqual([]);
    expect(client.events()).toEqual([{ kind: 'no-response', to: 'DISC' }]);
    expect(client.station.state).toBe('disconnected');
  });

  it('is done without a link, too', () => {
    const client = new BenchClient();
    expect(client.does((station, now) => station.disconnect(now))).toEqual([DISC]);
    client.hears(DM);
    expect(client.kinds()).toEqual(['disconnected']);
  });

  it('comes from the meter as DM', () => {
    const client = connectedClient();
    client.sends('AA');
    client.hears(DM);
    expect(client.events()).toEqual([{ kind: 'disconnected', by: 'unasked DM' }]);
    expect(() => client.sends('AA')).toThrow(LocalProtocolError);
  });

  it('comes with the line', () => {
    const client = connectedClient();
    client.sends('AA');
    client.station.lineLost();
    expect([client.station.state, client.station.deadline]).toEqual(['disconnected', undefined]);
  });

  it('comes with silence, where that is watched, unless the link is kept alive', () => {
    const client = connectedClient({ inactivityMs: 5000 });
    expect(client.waits(4999)).toEqual([]);
    expect(client.station.state).toBe('idle');
    client.waits(1);
    expect(client.events()).toEqual([{ kind: 'disconnected', by: 'inactivity' }]);
    const kept = connectedClient({ inactivityMs: 5000, keepAliveMs: 2000 });
    for (let i = 0; i < 10; i++) {
      expect(kept.waits(2000)).toEqual([RR0]);
      kept.hears(RR0_ANSWER);
    }
    expect(kept.station.state).toBe('idle');
  });
});

describe('our own mistakes', () => {
  it.each<[string, (client: BenchClient) => unknown]>([
    ['sending without a link', (client) => client.sends('AA')],
    ['polling without a link', (client) => client.does((station, now) => station.poll(now))],
  ])('%s', (_, act) => {
    expect(() => act(new BenchClient())).toThrow(LocalProtocolError);
  });

  it('sending while an exchange is open', () => {
    const client = connectedClient();
    client.sends('AA');
    expect(() => client.sends('BB')).toThrow('waiting, not idle');
  });
});
