import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { corrupt } from '#dlms/link/hdlc/edit';
import { command, DISC, DM, RR0, RR0_ANSWER, response, SNRM, UA } from './bench-frame';
import { BenchMeter, connected } from './bench-meter';

describe('malformed frames', () => {
  const withParameters = fromHex('7EA01E032193CD3B818012050180060180070400000001080400000001533B7E');
  const snrm = fromHex(SNRM);
  const shortened = [1, 2, 3, 4, 5, 6].flatMap((octets) =>
    (['kept', 'adjusted'] as const).map((length): [string, Uint8Array] => [
      `${octets} octets, length ${length}`,
      corrupt(snrm).shortened(octets, length),
    ]),
  );

  it.each<[string, Uint8Array]>([
    ['without opening flag', corrupt(snrm).withoutOpeningFlag()],
    ['without closing flag', corrupt(snrm).withoutClosingFlag()],
    ['without flags', corrupt(snrm).withoutFlags()],
    ['length too big', corrupt(snrm).lengthOffBy(1)],
    ['length too small', corrupt(snrm).lengthOffBy(-1)],
    ['HCS wrong', corrupt(withParameters).hcs()],
    ['HCS wrong, FCS kept', corrupt(withParameters).hcs(5, 'kept')],
    ['FCS wrong', corrupt(withParameters).fcs(7)],
    ['FCS wrong without information', corrupt(snrm).fcs()],
    ['a cut RR', corrupt(fromHex(RR0)).cut(5)],
    ...[0x0, 0x8, 0x9, 0xb, 0xc].map((type): [string, Uint8Array] => [`type ${type}`, corrupt(snrm).formatType(type)]),
    ...shortened,
  ])('%s: silence, and no change', (_, octets) => {
    const meter = new BenchMeter();
    expect(meter.hearsOctets(octets)).toEqual([]);
    expect(meter.waits(110)).toEqual([]);
    expect(meter.hears(DISC)).toEqual([DM]);
    expect(meter.hears(SNRM)).toEqual([UA]);
    meter.hearsOctets(octets);
    meter.waits(110);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });

  it('an opening flag is not borrowed from the frame before the answer', () => {
    const meter = new BenchMeter({ interOctetMs: undefined });
    expect(meter.hears(DISC)).toEqual([DM]);
    expect(meter.hearsOctets(corrupt(snrm).withoutOpeningFlag())).toEqual([]);
    expect(meter.hears(DISC)).toEqual([DM]);
  });

  it('nor from the frame before the answer of the application', () => {
    const meter = connected({ interOctetMs: undefined });
    expect(meter.hears(command(0x10, 'E6E600AA'))).toHaveLength(1);
    expect(meter.hearsOctets(corrupt(fromHex(DISC)).withoutOpeningFlag())).toEqual([]);
    expect(meter.hears(command(0x31))).toEqual([response(0x31)]);
  });

  it('but shared with a frame to somebody else', () => {
    const meter = connected();
    const foreign = corrupt(snrm).destination(fromHex('41'));
    expect(meter.hears(toHex(foreign) + RR0.slice(2))).toEqual([RR0_ANSWER]);
  });
});

describe('time', () => {
  it('ends a frame that stopped, not one that is slow', () => {
    const meter = connected();
    const [head, tail] = [RR0.slice(0, 8), RR0.slice(8)];
    expect(meter.hears(head)).toEqual([]);
    meter.waits(80);
    expect(meter.hears(tail), '90 of 100 ms').toEqual([RR0_ANSWER]);
    meter.hears(head);
    meter.waits(100);
    expect(meter.hears(tail)).toEqual([]);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });

  it('ends every link of the line without a word', () => {
    const meter = connected();
    meter.hears(toHex(corrupt(fromHex(SNRM)).destination(fromHex('21'))));
    expect(meter.station.deadline).toBe(meter.now + 120_000);
    expect(meter.waits(119_999)).toEqual([]);
    meter.events.length = 0;
    expect(meter.waits(1)).toEqual([]);
    expect(meter.kinds()).toEqual(['inactivity', 'inactivity']);
    expect(meter.station.deadline).toBeUndefined();
    expect(meter.hears(DISC)).toEqual([DM]);
  });

  it('is seen also when nobody ticks', () => {
    const meter = connected();
    meter.now += 119_995;
    expect(meter.hears(RR0)).toEqual([DM]);
  });

  it('starts anew with every octet, received or sent', () => {
    const meter = connected({}, {}, () => undefined);
    for (let i = 0; i < 6; i++) {
      meter.waits(60_000);
      expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
    }
    meter.waits(100_000);
    meter.hears('55');
    meter.waits(100_000);
    expect(meter.hears(command(0x10, 'E6E600AA'))).toEqual([]);
    meter.waits(100_000);
    meter.station.answer({ client: 16, upper: 1 }, fromHex('BB'), meter.now);
    meter.waits(100_000);
    expect(meter.hears(command(0x31))).toEqual([response(0x31)]);
  });

  it('0 means never', () => {
    const meter = connected({ inactivityMs: 0 });
    expect(meter.station.deadline).toBeUndefined();
    meter.waits(1e9);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });
});
