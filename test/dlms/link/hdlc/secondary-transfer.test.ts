import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { AARE, AARQ, command, DISC, DM, GET, GET_ANSWER, RR0, RR0_ANSWER, response, SNRM, UA } from './bench-frame';
import { connected, reference } from './bench-meter';

describe('while connected', () => {
  it.each([
    ['an unknown control field: W', '7EA0070321FF65A87E', '7EA00C2103973E21FF00010D187E'],
    ['RR with information: W, X', command(0x11, '00'), '7EA00C2103973E21110003A5227E'],
    ['I one octet too long: Y', command(0x10, '00'.repeat(129)), '7EA00C2103973E21100004C60C7E'],
    ['RR with N(R)=1 where 0 was expected: Z', command(0x31), '7EA00C2103973E213100084D9F7E'],
    ['UI one octet too long: Y', command(0x13, '00'.repeat(129)), response(0x97, '130004')],
  ])('%s', (_, frame, frmr) => {
    const meter = connected();
    expect(meter.hears(frame)).toEqual([frmr]);
    expect(meter.requests).toEqual([]);
    expect(meter.hears(AARQ), 'everything but SNRM and DISC is discarded').toEqual([frmr]);
    expect(meter.hears(command(0x01))).toEqual([]);
    expect(meter.hears(SNRM)).toEqual([UA]);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });

  it('takes an information field as long as agreed', () => {
    const meter = connected();
    expect(meter.hears(command(0x10, `E6E600${'00'.repeat(125)}`))).toHaveLength(1);
    expect(meter.requests).toEqual(['00'.repeat(125)]);
  });

  it('DISC ends the exception state', () => {
    const meter = connected();
    meter.hears(command(0xff));
    expect(meter.hears(DISC)).toEqual([UA]);
    expect(meter.hears(DISC)).toEqual([DM]);
  });

  it('a frame that is rejected without P is rejected at the next poll', () => {
    const meter = connected();
    expect(meter.hears(command(0xef))).toEqual([]);
    expect(meter.hears(RR0)).toEqual([response(0x97, 'EF0001')]);
  });

  it('reports its numbers in FRMR', () => {
    const meter = connected();
    meter.hears(AARQ);
    meter.hears(GET);
    expect(meter.hears(command(0xff))).toEqual([response(0x97, 'FF4401')]);
  });

  it.each([
    ['UA', 0x73],
    ['DM', 0x1f],
    ['FRMR', 0x97],
  ])('%s, which is no command, changes nothing', (_, control) => {
    const meter = connected();
    expect(meter.hears(command(control))).toEqual([]);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });

  it('I with another N(S) than expected is not taken: RR with V(R)', () => {
    const meter = connected({}, {}, reference);
    const ahead = '7EA02B032112E98CE6E600601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0CAEA7E';
    expect(meter.hears(ahead)).toEqual([RR0_ANSWER]);
    expect(meter.requests).toEqual([]);
    expect(meter.hears(AARQ)).toEqual([AARE]);
  });

  it('a repeated I is answered again and not executed twice', () => {
    const meter = connected({}, {}, reference);
    expect(meter.hears(AARQ)).toEqual([AARE]);
    expect(meter.hears(AARQ)).toEqual([AARE]);
    expect(meter.requests).toHaveLength(1);
    expect(meter.hears(GET)).toEqual([GET_ANSWER]);
  });

  it('a lost answer is sent again when the client polls for it', () => {
    const meter = connected({}, {}, reference);
    meter.hears(AARQ);
    expect(meter.hears(RR0)).toEqual([AARE]);
    expect(meter.hears(command(0x31))).toEqual([response(0x31)]);
  });

  it('a second SNRM starts anew: numbers, segments and unsent answers are gone', () => {
    const meter = connected({}, {}, reference);
    meter.hears(AARQ);
    meter.hears(command(0x52, 'E6E600AA', true));
    meter.events.length = 0;
    expect(meter.hears(SNRM)).toEqual([UA]);
    expect(meter.kinds()).toEqual(['frame', 'SNRM', 'connected']);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
    expect(meter.hears(AARQ)).toEqual([AARE]);
    expect(meter.requests).toHaveLength(2);
  });

  it('an answer that comes after a new SNRM is for nobody', () => {
    const meter = connected({}, {}, () => undefined);
    meter.hears(AARQ);
    meter.hears(SNRM);
    meter.station.answer({ client: 16, upper: 1 }, fromHex('61'), meter.now);
    expect(meter.hears(RR0)).toEqual([RR0_ANSWER]);
  });

  it('payload of flags is one frame', () => {
    const meter = connected();
    meter.hears('7EA00E032110FF4EE6E6007E7E33937E');
    expect(meter.requests).toEqual(['7E7E']);
  });

  it('sends nothing without P, and the answer at the next poll', () => {
    const meter = connected();
    expect(meter.hears(command(0x01))).toEqual([]);
    expect(meter.hears(command(0x00, 'E6E600AA'))).toEqual([]);
    expect(meter.requests).toEqual(['AA']);
    expect(meter.hears(RR0)).toEqual([response(0x30, 'E6E700AA')]);
  });

  it('numbers wrap at 8', () => {
    const meter = connected();
    const controls = Array.from({ length: 20 }, (_, index) => {
      const number = index % 8;
      const [answer = ''] = meter.hears(command((number << 5) | 0x10 | (number << 1), 'E6E600AA'));
      return answer.slice(10, 12);
    });
    expect(controls.slice(0, 9)).toEqual(['30', '52', '74', '96', 'B8', 'DA', 'FC', '1E', '30']);
    expect(meter.requests).toHaveLength(20);
  });
});

describe('the LLC header', () => {
  it.each(['E6E700C001', 'E7E600C001', 'C001C100'])('%s: acknowledged, not delivered', (information) => {
    const meter = connected();
    expect(meter.hears(command(0x10, information))).toEqual([response(0x31)]);
    expect(meter.requests).toEqual([]);
    expect(meter.hears(command(0x12, 'E6E600AA'))).toEqual([response(0x50, 'E6E700AA')]);
  });

  it('may be the broadcast LSAP', () => {
    const meter = connected();
    meter.hears(command(0x10, 'FFE600AA'));
    expect(meter.requests).toEqual(['AA']);
  });
});
