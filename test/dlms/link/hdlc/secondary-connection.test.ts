import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { corrupt } from '#dlms/link/hdlc/edit';
import { AARE, AARQ, command, DISC, DM, GET, GET_ANSWER, RR0, RR0_ANSWER, response, SNRM, UA } from './bench-frame';
import { BenchMeter, connected, reference } from './bench-meter';

describe('the session of the reference', () => {
  it('is answered octet by octet', () => {
    const meter = new BenchMeter({}, {}, reference);
    expect(meter.hears(SNRM)).toEqual([UA]);
    expect(meter.hears(AARQ)).toEqual([AARE]);
    expect(meter.hears(GET)).toEqual([GET_ANSWER]);
    expect(meter.hears(DISC)).toEqual([UA]);
    expect(meter.hears(DISC)).toEqual([DM]);
  });

  it('is answered the same when it arrives in single octets', () => {
    const meter = new BenchMeter({}, {}, reference);
    const octetwise = (frame: string): string[] =>
      [...fromHex(frame)].flatMap((octet) => meter.hearsOctets(Uint8Array.of(octet)));
    expect([SNRM, AARQ, GET, DISC].map(octetwise)).toEqual([[UA], [AARE], [GET_ANSWER], [UA]]);
  });

  it.each(['7EA00802232193BD647E', '7EA00A00020023219318717E'])(
    'SNRM %s is answered from the address that it called',
    (snrm) => {
      const meter = new BenchMeter();
      const [answer = ''] = meter.hears(snrm);
      const called = snrm.slice(6, -10);
      expect(answer.slice(6, -6)).toBe(`21${called}73`);
    },
  );

  it('idle polling finds it ready', () => {
    expect(connected().hears(RR0)).toEqual([RR0_ANSWER]);
  });
});

describe('negotiation', () => {
  const limits = { maxInfoTransmit: 512, maxInfoReceive: 256, windowTransmit: 3, windowReceive: 1 };

  it.each([
    [
      'the smaller of both (hdlc.md 7.2)',
      { limits },
      '7EA0200321937DD981801405 0207EE060207EE070400000007 0804000000074EE97E',
      '7EA02021037373988180140502020006020100070400000003080400000001EA5B7E',
    ],
    [
      'explicit defaults',
      {},
      '7EA01E032193CD3B818012050180060180070400000001080400000001533B7E',
      '7EA01E210373C37A818012050180060180070400000001080400000001533B7E',
    ],
    ['an unknown parameter: DM', {}, '7EA00F032193D7E4818003090101 2DB97E', DM],
    ['a bare SNRM: a bare UA', {}, SNRM, UA],
  ])('%s', (_, settings, snrm, answer) => {
    expect(new BenchMeter(settings).hears(snrm.replaceAll(' ', ''))).toEqual([answer]);
  });

  it('names what is below the default even to a bare SNRM', () => {
    const meter = new BenchMeter({ limits: { ...limits, maxInfoReceive: 64 } });
    expect(meter.hears(SNRM)).toEqual([response(0x73, '818003060140')]);
  });

  it.each([
    ['a group length one too big', '818013050180060180070400000001080400000001'],
    ['a group length one too small', '818011050180060180070400000001080400000001'],
    ['another format', '808012050180060180070400000001080400000001'],
  ])('%s: DM, and still disconnected', (_, field) => {
    const meter = new BenchMeter();
    expect(meter.hears(command(0x93, field))).toEqual([DM]);
    expect(meter.hears(DISC)).toEqual([DM]);
    expect(meter.hears(SNRM)).toEqual([UA]);
  });

  it('an SNRM that is refused ends the link that was up', () => {
    const meter = connected();
    expect(meter.hears(command(0x93, '818003090101'))).toEqual([DM]);
    expect(meter.kinds()).toEqual(['frame', 'refused']);
    expect(meter.hears(DISC)).toEqual([DM]);
  });
});

describe('while disconnected', () => {
  it.each([
    ['DISC', DISC, [DM]],
    ['DISC with information', command(0x53, '01020304'), [DM]],
    ['I', AARQ, [DM]],
    ['RR', RR0, [DM]],
    ['RNR', command(0x15), [DM]],
    ['an unknown control field', command(0xff), [DM]],
    ['I without P', command(0x00, 'E6E60001'), []],
    ['RR without P', command(0x01), []],
    ['UA', command(0x73), []],
    ['DM', command(0x1f), []],
    ['FRMR', command(0x97), []],
    ['an empty UI with P', command(0x13), [DM]],
  ])('%s', (_, frame, answer) => {
    const meter = new BenchMeter();
    expect(meter.hears(frame)).toEqual(answer);
    expect(meter.requests).toEqual([]);
    expect(meter.hears(SNRM)).toEqual([UA]);
  });

  it('UI is delivered and not answered', () => {
    const meter = new BenchMeter();
    expect(meter.hears(command(0x03, 'E6E600C101'))).toEqual([]);
    expect(meter.events.at(-1)).toMatchObject({ kind: 'unnumbered', client: 16, uppers: [1], isGroup: false });
    expect(meter.hears(DISC)).toEqual([DM]);
  });

  it('an SNRM without P is obeyed and answered at the next poll', () => {
    const meter = new BenchMeter();
    expect(meter.hears(command(0x83))).toEqual([]);
    expect(meter.hears(RR0)).toEqual([UA]);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
    expect(meter.hears(command(0x43))).toEqual([]);
    expect(meter.hears(RR0)).toEqual([UA]);
    expect(meter.hears(RR0)).toEqual([DM]);
  });
});

describe('several links', () => {
  const other = (frame: string): string => toHex(corrupt(fromHex(frame)).destination(fromHex('21')));
  const client = (frame: string): string => toHex(corrupt(fromHex(frame)).sourceAddress(fromHex('41')));

  it('to two logical devices have states of their own', () => {
    const meter = connected();
    expect(meter.hears(other(SNRM))).toHaveLength(1);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
    expect(meter.hears(DISC)).toEqual([UA]);
    const [answer = ''] = meter.hears(other(RR0));
    expect(answer.slice(6, 12)).toBe('212111');
  });

  it('of two clients start at 0 each', () => {
    const meter = connected();
    meter.hears(AARQ);
    expect(meter.hears(client(RR0))[0]?.slice(6, 12), 'the other one is disconnected').toBe('41031F');
    expect(meter.hears(client(SNRM))[0]?.slice(6, 12)).toBe('410373');
    expect(meter.hears(client(AARQ))[0]?.slice(6, 12)).toBe('410330');
    expect(meter.station.link({ client: 16, upper: 1 })?.numbers).toEqual({ vs: 1, va: 0, vr: 1 });
  });

  it('are refused with DM where there is no room, but not to those who are there', () => {
    const meter = connected({ maximumLinks: 1 });
    expect(meter.hears(client(SNRM))[0]?.slice(6, 12)).toBe('41031F');
    expect(meter.hears(SNRM)).toEqual([UA]);
    meter.hears(DISC);
    expect(meter.hears(client(SNRM))[0]?.slice(6, 12)).toBe('410373');
  });

  it('all end with the line', () => {
    const meter = connected();
    meter.hears(client(SNRM));
    meter.station.lineLost();
    meter.events.length = 0;
    meter.waits(0);
    expect(meter.kinds()).toEqual(['line', 'line']);
    expect(meter.hears(DISC)).toEqual([DM]);
  });
});
