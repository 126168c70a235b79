import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { decodeControl } from '#dlms/link/hdlc/control';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { BenchClient } from './bench-client';

/** Between client 1 and server 1 in one octet, where nothing shows the direction. */
function frame(control: number, information = '', segmented = false): string {
  const own = fromHex('03');
  const fields = { destination: own, source: own, control: decodeControl(control), segmented };
  return toHex(encodeFrame({ ...fields, information: fromHex(information) }));
}

const SNRM = frame(0x93);
const UA = frame(0x73);
const REQUEST = frame(0x10, 'E6E600AA');
const ANSWER = frame(0x30, 'E6E700BB');
const RR0 = frame(0x11);
const RR1 = frame(0x31);
const DISC = frame(0x53);

const client = (settings = {}): BenchClient => new BenchClient({ client: 1, ...settings });

describe('client 1 and server 1 in one octet', () => {
  it('speak with each other', () => {
    const bench = client();
    expect(bench.connects()).toEqual([SNRM]);
    bench.hears(UA);
    expect(bench.sends('AA')).toEqual([REQUEST]);
    bench.hears(ANSWER);
    expect(bench.does((station, now) => station.poll(now))).toEqual([RR1]);
    bench.hears(RR1);
    expect(bench.does((station, now) => station.disconnect(now))).toEqual([DISC]);
    bench.hears(UA);
    expect(bench.kinds()).toEqual(['connected', 'apdu', 'polled', 'disconnected']);
  });

  it('speak with each other on a line with an echo', () => {
    const bench = client();
    bench.connects();
    bench.hears(SNRM, UA);
    bench.sends('AA');
    bench.hears(REQUEST, ANSWER);
    bench.does((station, now) => station.poll(now));
    bench.hears(RR1);
    expect(bench.station.state, 'that was only the echo').toBe('waiting');
    bench.hears(RR1);
    bench.does((station, now) => station.disconnect(now));
    bench.hears(DISC, UA);
    const kinds = ['echo', 'connected', 'echo', 'apdu', 'echo', 'polled', 'echo', 'disconnected'];
    expect(bench.kinds()).toEqual(kinds);
  });

  it('and with a window of frames, each of which comes back', () => {
    const bench = client();
    bench.connects({ windowTransmit: 3, maxInfoTransmit: 4 });
    bench.hears(SNRM, frame(0x73, '818009060104080400000003'));
    const [window = ''] = bench.sends('AABBCCDDEEFF');
    bench.hears(window, frame(0x71));
    expect(bench.kinds()).toEqual(['echo', 'connected', 'echo', 'echo', 'echo', 'acknowledged']);
  });

  it('recover where the echo of a frame is spoilt', () => {
    const bench = client();
    bench.connects();
    bench.hears(SNRM, UA);
    bench.does((station, now) => station.poll(now));
    bench.hears(RR0.replace(/..7E$/, '007E'), RR0);
    expect(bench.station.state, 'the answer was taken for the echo').toBe('waiting');
    expect(bench.waits(1000)).toEqual([RR0]);
    bench.hears(RR0, RR0);
    expect(bench.station.state).toBe('idle');
  });

  it('a new line is not known to echo', () => {
    const bench = client();
    bench.connects();
    bench.hears(SNRM, UA);
    bench.station.lineLost();
    bench.connects();
    bench.hears(UA);
    bench.does((station, now) => station.poll(now));
    bench.hears(RR0);
    expect(bench.station.state).toBe('idle');
  });
});
