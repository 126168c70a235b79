import { describe, expect, it } from 'vitest';
import type { TransportSettings } from '#rig/rig';
import { complaint, loadText } from './rig-folder';

/** A rig of that transport, with further lines. */
function rigOver(transport: string, more = ''): string {
  return `version: 1\nname: bench-07\ntransport: { ${transport} }\nclients:\n  public: { sap: 16 }\n${more}`;
}

const SIMULATOR = 'kind: simulator, meter: /meters/m.yaml';

describe('each kind of transport has defaults', () => {
  const serial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
  const signOn = { maximumBaud: 19200, wakesUp: false, echo: 'auto', parityBy: 'software' };
  const framing = 'hdlc';
  const meter = '/meters/m.yaml';

  it.each<[string, unknown]>([
    ['kind: tcp, host: m', { kind: 'tcp', framing: 'wrapper', host: 'm', port: 4059 }],
    ['kind: udp, host: m', { kind: 'udp', framing: 'wrapper', host: 'm', port: 4059 }],
    ['kind: serial, path: COM3', { kind: 'serial', framing, path: 'COM3', serial, echo: false }],
    ['kind: optical, path: COM3', { kind: 'optical', framing, path: 'COM3', signOn }],
    ['kind: rfc2217, host: m, port: 1', { kind: 'rfc2217', framing, host: 'm', port: 1, serial, echo: false }],
    ['kind: rfc2217, host: m, port: 1, signOn: modeE', { kind: 'rfc2217', framing, host: 'm', port: 1, signOn }],
    [SIMULATOR, { kind: 'simulator', line: 'memory', framing: 'wrapper', meter }],
    [`${SIMULATOR}, line: tcp`, { kind: 'simulator', line: 'tcp', framing: 'wrapper', meter, host: '127.0.0.1' }],
    [`${SIMULATOR}, line: udp`, { kind: 'simulator', line: 'udp', framing: 'wrapper', meter, host: '127.0.0.1' }],
    [
      `${SIMULATOR}, line: serial`,
      { kind: 'simulator', line: 'serial', framing, meter, serial, echo: false, others: [] },
    ],
    [`${SIMULATOR}, line: optical`, { kind: 'simulator', line: 'optical', framing, meter, signOn, others: [] }],
  ])('%s', (text, expected) => {
    expect(loadText(rigOver(text)).transport).toEqual(expected);
  });
});

describe('a transport takes what its file says', () => {
  const transportOf = (text: string): TransportSettings => loadText(rigOver(text)).transport;

  it('of a serial port', () => {
    const text = 'kind: serial, path: 7, baud: 2400, parity: even, stopBits: 2, echo: true';
    const serial = { baud: 2400, dataBits: 8, parity: 'even', stopBits: 2 };
    expect(transportOf(text)).toMatchObject({ path: '7', serial, echo: true });
  });

  it('of a sign-on', () => {
    const text = 'kind: optical, path: COM3, maxBaud: 4800, wakeUp: true, parityBy: port, echo: false';
    const signOn = { maximumBaud: 4800, wakesUp: true, parityBy: 'port', echo: false };
    expect(transportOf(text)).toMatchObject({ signOn });
  });

  it('of a port elsewhere', () => {
    const text = 'kind: rfc2217, host: m, port: 1, baud: 1200, echo: true';
    expect(transportOf(text)).toMatchObject({ serial: { baud: 1200 }, echo: true });
  });

  it('of several meters on one line, whose files lie beside the rig', () => {
    const text = 'kind: simulator, meter: a.yaml, line: serial, otherMeters: [{ meter: b.yaml, physicalAddress: 18 }]';
    const transport = transportOf(text);
    const beside = (name: string) => expect.stringMatching(new RegExp(`^/.*/${name}$`));
    expect(transport).toMatchObject({
      meter: beside('a.yaml'),
      others: [{ meter: beside('b.yaml'), physicalAddress: 18 }],
    });
  });
});

describe('a setting that the transport cannot honour is refused', () => {
  const SIGN_ON = 'changes the speed of the line, which this kind of transport cannot: use optical, or rfc2217';
  const SPEED = 'cannot set a speed or format: use serial, or rfc2217';
  const MODE_E_SPEED = 'mode E starts at 300 7E1 and changes the speed by itself: maxBaud limits it';

  it.each([
    [
      'a sign-on over raw TCP',
      'kind: tcp, framing: hdlc, host: m, signOn: modeE',
      `3:49: transport.signOn: a sign-on by mode E ${SIGN_ON}`,
    ],
    ['a speed over raw TCP', 'kind: tcp, host: m, baud: 9600', `3:34: transport.baud: this kind of transport ${SPEED}`],
    ['a parity over UDP', 'kind: udp, host: m, parity: even', `transport.parity: this kind of transport ${SPEED}`],
    [
      'a sign-on at a port without one',
      'kind: serial, path: x, wakeUp: true',
      `transport.wakeUp: a sign-on by mode E ${SIGN_ON}`,
    ],
    [
      'a host of a serial port',
      'kind: serial, path: x, host: m',
      'transport.host: belongs to kind: tcp or udp or rfc2217 or simulator',
    ],
    [
      'a field of no transport',
      'kind: tcp, host: m, prot: 4059',
      'transport.prot: unknown field, did you mean "port"?',
    ],
    ['HDLC over UDP', 'kind: udp, framing: hdlc, host: m', '3:25: transport.framing: UDP carries the wrapper only'],
    [
      'the wrapper over a serial port',
      'kind: serial, framing: wrapper, path: x',
      'transport.framing: a serial line carries HDLC only',
    ],
    [
      'the wrapper after a sign-on',
      'kind: optical, framing: wrapper, path: x',
      'transport.framing: a serial line carries HDLC only',
    ],
    [
      'the wrapper over RFC 2217',
      'kind: rfc2217, framing: wrapper, host: m, port: 1',
      'transport.framing: a serial line carries HDLC only',
    ],
    [
      'seven data bits',
      'kind: serial, path: x, dataBits: 7',
      'transport.dataBits: HDLC needs 8 data bits; a port that starts at 7E1 is kind: optical',
    ],
    [
      'a speed of a sign-on that Z cannot tell',
      'kind: optical, path: x, maxBaud: 38400',
      'transport.maxBaud: unknown value, expected 300, 600,',
    ],
    [
      'a fixed speed beside a sign-on',
      'kind: rfc2217, host: m, port: 1, signOn: modeE, baud: 9600',
      `transport.baud: ${MODE_E_SPEED}`,
    ],
    [
      'a fixed parity beside a sign-on',
      'kind: rfc2217, host: m, port: 1, signOn: modeE, parity: even',
      `transport.parity: ${MODE_E_SPEED}`,
    ],
    [
      'a wake-up without a sign-on',
      'kind: rfc2217, host: m, port: 1, wakeUp: true',
      'transport.wakeUp: belongs to signOn: modeE',
    ],
    [
      'an echo to be found out without a sign-on',
      'kind: rfc2217, host: m, port: 1, echo: auto',
      'transport.echo: auto belongs to a sign-on by mode E',
    ],
    [
      'an address of another kind',
      'kind: tcp, host: m, hostV6: 192.0.2.7',
      'transport.hostV6: wrong form, expected an IPv6 address',
    ],
    ['a speed of a line in memory', `${SIMULATOR}, baud: 9600`, 'transport.baud: belongs to line: serial'],
    ['a speed of a simulated sign-on', `${SIMULATOR}, line: optical, baud: 9600`, `transport.baud: ${MODE_E_SPEED}`],
    [
      'a wake-up on a simulated serial line',
      `${SIMULATOR}, line: serial, wakeUp: true`,
      'transport.wakeUp: belongs to line: optical',
    ],
    [
      'an echo on simulated sockets',
      `${SIMULATOR}, line: tcp, echo: true`,
      'transport.echo: belongs to line: serial or optical',
    ],
    ['an address of a line in memory', `${SIMULATOR}, host: '::1'`, 'transport.host: belongs to line: tcp or udp'],
    [
      'further meters on sockets',
      `${SIMULATOR}, line: tcp, otherMeters: []`,
      'transport.otherMeters: belongs to line: serial or optical',
    ],
    [
      'HDLC over simulated UDP',
      `${SIMULATOR}, line: udp, framing: hdlc`,
      'transport.framing: UDP carries the wrapper only',
    ],
    [
      'the wrapper on a simulated serial line',
      `${SIMULATOR}, line: serial, framing: wrapper`,
      'transport.framing: a serial line carries',
    ],
  ])('%s', (_, transport, expected) => {
    const said = complaint(rigOver(transport));
    expect(said).toContain(`rig.yaml:3:`);
    expect(said).toContain(expected);
  });

  it('such as gaps within a datagram', () => {
    const text = rigOver('kind: udp, host: m', 'timeouts: { responseMs: 1, intraMessageMs: 9 }');
    expect(complaint(text)).toBe(
      'rig.yaml:6:28: timeouts.intraMessageMs: is not used over UDP: a datagram comes whole or not at all',
    );
  });
});
