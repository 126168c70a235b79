import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { command, RR0, RR0_ANSWER, response } from './bench-frame';
import { BenchMeter, connected } from './bench-meter';

describe('busy', () => {
  it('the application may take its time: RNR until it answers', () => {
    const meter = connected({}, {}, () => 'busy');
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual(['7EA00721033533677E']);
    expect(meter.hears(RR0)).toEqual(['7EA00721033533677E']);
    meter.station.answer({ client: 16, upper: 1 }, fromHex('BB'), meter.now);
    expect(meter.station.takeOutput()).toEqual([]);
    expect(meter.hears(RR0)).toEqual([response(0x30, 'E6E700BB')]);
  });

  it('a request while busy is not taken', () => {
    const meter = connected({}, {}, () => 'busy');
    meter.hears(command(0x10, 'E6E600AA'));
    expect(meter.hears(command(0x12, 'E6E600BB'))).toEqual([response(0x35)]);
    expect(meter.requests).toEqual(['AA']);
  });

  it('an application that has nothing to say gives the floor back', () => {
    const meter = connected({}, {}, () => 'nothing');
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([response(0x31)]);
  });

  it('the answer waits while the application is silent, and a poll does not', () => {
    const meter = connected({}, {}, () => undefined);
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([]);
    expect(meter.hears(RR0)).toEqual([response(0x31)]);
    meter.station.answer({ client: 16, upper: 1 }, fromHex('BB'), meter.now);
    expect(meter.hears(RR0)).toEqual([response(0x30, 'E6E700BB')]);
  });

  it('RNR of the client holds the next segment back until RR', () => {
    const limits = { maxInfoTransmit: 4, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };
    const meter = connected({ limits }, {}, () => fromHex('0102'));
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([response(0x30, 'E6E70001', true)]);
    expect(meter.hears(command(0x35))).toEqual([response(0x31)]);
    expect(meter.hears(command(0x35))).toEqual([response(0x31)]);
    expect(meter.hears(command(0x31))).toEqual([response(0x32, '02')]);
  });
});

describe('UI of the meter', () => {
  const link = { client: 16, upper: 1 };
  const notification = '7EA0162103131DFCE6E7000F000000010002011107 13537E'.replace(' ', '');

  it('goes out when an empty UI polls for it', () => {
    const meter = connected();
    meter.station.notify(link, fromHex('0F000000010002011107'), 'when-polled', meter.now);
    expect(meter.hears('7EA00703211307857E')).toEqual([notification]);
    expect(meter.hears('7EA00703211307857E'), 'nothing more: RR').toEqual([RR0_ANSWER]);
  });

  it('goes out before the RR that answers a poll, and before an answer', () => {
    const meter = connected();
    meter.station.notify(link, fromHex('0F'), 'when-polled', meter.now);
    expect(meter.hears(RR0)).toEqual([response(0x03, 'E6E7000F') + RR0_ANSWER.slice(2)]);
    meter.station.notify(link, fromHex('0F'), 'when-polled', meter.now);
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([
      response(0x03, 'E6E7000F') + response(0x30, 'E6E700AA').slice(2),
    ]);
  });

  it('goes out at once where the line is its own', () => {
    const meter = new BenchMeter();
    meter.station.notify(link, fromHex('0F000000010002011107'), 'at-once', 0);
    expect(meter.station.takeOutput().map(toHex)).toEqual([notification]);
  });
});
