import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { joinFrames } from '#dlms/link/hdlc/frame';
import { command, response, SNRM } from './bench-frame';
import { BenchMeter, connected } from './bench-meter';

describe('segments', () => {
  it('of a request are put together, each acknowledged', () => {
    const meter = connected();
    expect(meter.hears(command(0x10, 'E6E60001', true))).toEqual([response(0x31)]);
    expect(meter.hears(command(0x12, '02030405', true))).toEqual([response(0x51)]);
    expect(meter.hears(command(0x14, '06'))).toEqual([response(0x70, 'E6E700010203040506')]);
    expect(meter.requests).toEqual(['010203040506']);
  });

  it('of an unfinished request are forgotten with a new SNRM', () => {
    const meter = connected();
    meter.hears(command(0x10, 'E6E600AA', true));
    meter.hears(SNRM);
    meter.hears(command(0x10, 'E6E600BB'));
    expect(meter.requests).toEqual(['BB']);
  });

  it('of a request that is too long are acknowledged and lost', () => {
    const meter = connected({ longestMessage: 6 });
    expect(meter.hears(command(0x10, 'E6E60001', true))).toEqual([response(0x31)]);
    expect(meter.hears(command(0x12, '020304', true))).toEqual([response(0x51)]);
    expect(meter.hears(command(0x14, '05'))).toEqual([response(0x71)]);
    expect(meter.hears(command(0x16, 'E6E600AA'))).toHaveLength(1);
    expect(meter.requests).toEqual(['AA']);
  });

  const long =
    `C401C10009 46${Array.from({ length: 70 }, (_, index) => (index + 1).toString(16).padStart(2, '0')).join('')}`
      .replaceAll(' ', '')
      .toUpperCase();
  const first = 'E6E700C401C10009460102030405060708090A0B0C0D0E0F1011121314151617';
  const second = '18191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F3031323334353637';
  const third = '38393A3B3C3D3E3F40414243444546';

  it('of an answer come one by one (hdlc.md 8.2)', () => {
    const limits = { maxInfoTransmit: 32, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };
    const meter = connected({ limits }, {}, () => fromHex(long));
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([`7EA829210330AF4B${first}10AF7E`]);
    expect(meter.hears('7EA007032131 17877E'.replace(' ', ''))).toEqual([`7EA829210332BD68${second}BE997E`]);
    expect(meter.hears('7EA007032151 11E47E'.replace(' ', ''))).toEqual([`7EA018210334E207${third}4AC47E`]);
    expect(meter.hears('7EA00703217113C57E')).toEqual([response(0x31)]);
  });

  it('of an answer come in windows that share flags, F in the last (hdlc.md 8.2)', () => {
    const limits = { maxInfoTransmit: 32, maxInfoReceive: 128, windowTransmit: 3, windowReceive: 1 };
    const meter = new BenchMeter({ limits }, {}, () => fromHex(long));
    meter.hears(command(0x93, '818006080400000007'));
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([
      `7EA8292103202E5B${first}10AF7EA8292103223C78${second}BE997EA018210334E207${third}4AC47E`,
    ]);
    expect(meter.hears(command(0x41)), 'without P: silence').toEqual([]);
    expect(meter.hears('7EA007032151 11E47E'.replace(' ', ''))).toEqual([`7EA018210334E207${third}4AC47E`]);
  });

  it('of a request in a window with shared flags are all taken', () => {
    const limits = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 7 };
    const meter = new BenchMeter({ limits });
    meter.hears(command(0x93, '818006070400000007'));
    const window = [command(0x00, 'E6E60001', true), command(0x02, '0203', true), command(0x14, '04')];
    const joined = toHex(joinFrames(window.map((frame) => fromHex(frame))));
    expect(meter.hears(joined)).toEqual([response(0x70, 'E6E70001020304')]);
  });

  it('behind a gap in a window are not taken, and asked for by their number', () => {
    const limits = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 7 };
    const meter = new BenchMeter({ limits });
    meter.hears(command(0x93, '818006070400000007'));
    expect(meter.hears(command(0x00, 'E6E60001', true), command(0x14, '04'))).toEqual([response(0x31)]);
    expect(meter.hears(command(0x02, '0203', true), command(0x14, '04'))).toEqual([response(0x70, 'E6E70001020304')]);
  });
});
