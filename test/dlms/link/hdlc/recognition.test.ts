import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { type ServerAddressLength, serverAddress } from '#dlms/link/hdlc/address';
import { decodeControl } from '#dlms/link/hdlc/control';
import { conformingAddressing } from '#dlms/link/hdlc/decisions/addressing-decisions';
import { corrupt } from '#dlms/link/hdlc/edit';
import { decodeFrame, encodeFrame } from '#dlms/link/hdlc/frame';
import { DISC, SNRM, UA } from './bench-frame';
import { BenchMeter } from './bench-meter';

/** SNRM with P to this destination, in hex, from client 16. */
function snrm(destination: string, client = '21'): string {
  return frame(0x93, destination, client);
}

function frame(control: number, destination: string, client = '21', information = ''): string {
  const octets = encodeFrame({
    destination: fromHex('03'),
    source: fromHex('21'),
    control: decodeControl(control),
    segmented: false,
    information: fromHex(information),
  });
  const readdressed = destination === '03' ? octets : corrupt(octets).destination(fromHex(destination));
  return toHex(client === '21' ? readdressed : corrupt(readdressed).sourceAddress(fromHex(client)));
}

/** `UA from <source>` or `silence`. */
function answerOf(meter: BenchMeter, command: string): string {
  const [answer] = meter.hears(command);
  if (answer === undefined) return 'silence';
  const { control, source } = decodeFrame(fromHex(answer));
  return `${control.kind} from ${toHex(source)}`;
}

describe('a frame is for us when it names', () => {
  it.each([
    ['03', 'UA from 03'],
    ['0223', 'UA from 0223'],
    ['00020023', 'UA from 00020023'],
    ['2023', 'UA from 2023'],
  ])('%s', (destination, answer) => {
    expect(answerOf(new BenchMeter(), snrm(destination))).toBe(answer);
  });
});

describe('silence to', () => {
  it.each([
    ['an unknown logical device', snrm('05')],
    ['an unknown logical device in two octets', snrm('0423')],
    ['another physical device', snrm('0225')],
    ['another physical device in four octets', snrm('00020025')],
    ['NO_STATION', snrm('01')],
    ['NO_STATION below', snrm('0201')],
    ['NO_STATION above', snrm('0023')],
    ['ALL_STATION', snrm('FF')],
    ['ALL_STATION in two octets', snrm('FEFF')],
    ['ALL_STATION in four octets', snrm('FEFEFEFF')],
    ['ALL_STATION without P', frame(0x83, 'FF')],
    ['any physical device', snrm('02FF')],
    ['CALLING, whom we have not called', snrm('02FD', '03')],
    ['a destination of three octets', snrm('020423')],
    ['a destination of five octets', snrm('0002000423')],
    ['a source of two octets', snrm('03', '0421')],
    ['NO_STATION as source', snrm('03', '01')],
    ['ALL_STATION as source', snrm('03', 'FF')],
    ['RR to ALL_STATION', frame(0x11, 'FF')],
    ['I to ALL_STATION', frame(0x10, 'FF', '21', 'E6E600AA')],
    ['UI with P to ALL_STATION', frame(0x13, 'FF', '21', 'E6E600AA')],
  ])('%s, and nothing is done', (_, command) => {
    const meter = new BenchMeter();
    expect(meter.hears(command)).toEqual([]);
    expect(meter.requests).toEqual([]);
    expect(meter.kinds().filter((kind) => kind === 'connected' || kind === 'unnumbered')).toEqual([]);
    expect(meter.hears(DISC), 'still disconnected').not.toEqual([UA]);
    expect(meter.hears(SNRM)).toEqual([UA]);
  });
});

describe('an address of another length (hdlc.md 3.4)', () => {
  const cases: [string, ServerAddressLength, boolean][] = [
    ['03', 2, false],
    ['03', 4, false],
    ['02FF', 1, true],
    ['0223', 1, false],
    ['0223', 4, true],
    ['FEFF', 4, true],
    ['02FD', 4, true],
    ['FEFEFEFF', 1, true],
    ['0002FEFF', 1, false],
    ['FEFEFEFF', 2, true],
    ['0002FEFF', 2, false],
    ['0002FEFD', 2, true],
    ['0020FEFD', 2, false],
    ['00020023', 2, false],
    ['00020023', 1, false],
  ];

  it.each(cases)('%s in a device of addresses of %i octets: %s', (destination, own, accepted) => {
    const address = decodeFrame(fromHex(snrm(destination))).destination;
    const read = conformingAddressing.readsDestination(address);
    expect(read).toBeDefined();
    expect(read && conformingAddressing.acceptsAddressLength(read, [own])).toBe(accepted);
  });

  it('is widened: two octets reach a device of four', () => {
    const meter = new BenchMeter({ addressLengths: [4] });
    expect(answerOf(meter, snrm('0223'))).toBe('UA from 0223');
    expect(answerOf(meter, snrm('03'))).toBe('silence');
  });

  it('one octet does not reach a device of two', () => {
    const meter = new BenchMeter({ addressLengths: [2] });
    expect(answerOf(meter, snrm('03'))).toBe('silence');
    expect(answerOf(meter, snrm('0223'))).toBe('UA from 0223');
  });
});

describe('a group', () => {
  const ui = (destination: string): string => frame(0x03, destination, '21', 'E6E600C101');

  it.each([
    ['FF', [1, 0x10]],
    ['FEFF', [1, 0x10]],
    ['FE23', [1, 0x10]],
    ['FEFEFEFF', [1, 0x10]],
    ['02FF', [1]],
    ['0002FEFF', [1]],
    ['20FF', [0x10]],
  ])('%s is told by UI: logical devices %s', (destination, uppers) => {
    const meter = new BenchMeter();
    expect(meter.hears(ui(destination))).toEqual([]);
    expect(meter.events.filter(({ kind }) => kind === 'unnumbered')).toEqual([
      { kind: 'unnumbered', client: 16, uppers, isGroup: true, apdu: fromHex('C101') },
    ]);
  });

  it('of another physical device is not ours', () => {
    const meter = new BenchMeter();
    meter.hears(ui('FE25'));
    expect(meter.kinds()).toEqual(['frame', 'ignored']);
  });

  it('is disconnected in silence', () => {
    const meter = new BenchMeter();
    meter.hears(SNRM);
    meter.hears(snrm('21'));
    meter.events.length = 0;
    expect(meter.hears(frame(0x43, 'FF'))).toEqual([]);
    expect(meter.kinds()).toEqual(['frame', 'DISC', 'DISC']);
  });

  it('is not told what has a wrong LLC header, or is longer than we take', () => {
    const meter = new BenchMeter();
    meter.hears(frame(0x03, 'FF', '21', 'E6E700C101'));
    meter.hears(frame(0x03, 'FF', '21', `E6E600${'00'.repeat(126)}`));
    expect(meter.kinds()).toEqual(['frame', 'frame']);
  });
});

describe('CALLING', () => {
  const calling = { isCallingDevice: true };

  it('is answered with the real address (hdlc.md 3.3)', () => {
    expect(new BenchMeter(calling).hears('7EA00A0002FEFD0393E6277E')).toEqual(['7EA00A0300020023737A6A7E']);
    expect(answerOf(new BenchMeter(calling), '7EA00802FD03932AEB7E')).toBe('UA from 0223');
  });

  it('is answered in four octets where two do not hold the real address', () => {
    const meter = new BenchMeter({ ...calling, lower: 0x100 });
    expect(answerOf(meter, snrm('02FD', '03'))).toBe('UA from 00020401');
  });

  it.each([
    ['another client', snrm('02FD')],
    ['another logical device', snrm('20FD', '03')],
    ['another command', frame(0x53, '02FD', '03')],
  ])('is not answered to %s', (_, command) => {
    expect(answerOf(new BenchMeter(calling), command)).toBe('silence');
  });

  it('ends with the physical connection', () => {
    const meter = new BenchMeter(calling);
    meter.station.lineLost();
    expect(answerOf(meter, snrm('02FD', '03'))).toBe('silence');
  });

  it('then goes on under the real address', () => {
    const meter = new BenchMeter(calling);
    meter.hears(snrm('02FD', '03'));
    expect(answerOf(meter, frame(0x11, '0223', '03'))).toBe('RR from 0223');
    expect(serverAddress(2, 1, 0x11)).toEqual(conformingAddressing.readsDestination(fromHex('0223')));
  });
});

describe('a point-to-point link', () => {
  it('may answer whoever calls any physical device, from the address that was called', () => {
    const meter = new BenchMeter({}, { servesAnyPhysicalDevice: () => true });
    expect(meter.hears('7EA00802FF2193114E7E')).toEqual(['7EA0082102FF73E1B57E']);
    expect(answerOf(meter, snrm('04FF'))).toBe('silence');
  });
});
