import { describe, expect, it } from 'vitest';
import { complaint, loadText } from './rig-folder';

function meterRig(meter: string, transport = 'kind: tcp, host: m'): string {
  return `version: 1\nname: b\ntransport: { ${transport} }\nclients:\n  public: { sap: 16 }\nmeter:\n  ${meter}\n`;
}

const SERIAL = 'kind: serial, path: COM3';
const OPTICAL = 'kind: optical, path: COM3';

describe('what a meter says of itself', () => {
  it('has octets where the file has hex', () => {
    const { meter } = loadText(meterRig('gateway: { networkId: 3, address: 0102, unknownAddress: 99 }'));
    expect(meter.gateway).toEqual({
      networkId: 3,
      address: Uint8Array.of(1, 2),
      unknownAddress: Uint8Array.of(0x99),
    });
  });

  it('keeps a device address as it is written', () => {
    const { meter } = loadText(
      meterRig('{ deviceAddress: 00012, baudRates: [300, 9600], hasReadout: false }', OPTICAL),
    );
    expect(meter).toEqual({ deviceAddress: '00012', baudRates: [300, 9600], hasReadout: false, logicalDevices: [] });
  });

  it('may lock out whoever errs', () => {
    expect(loadText(meterRig('lockout: { failures: 3, seconds: 60 }')).meter.lockout).toEqual({
      failures: 3,
      seconds: 60,
    });
  });
});

describe('what it says that has no meaning on its transport is refused', () => {
  const NO_TCP = 'is the time-out of a TCP connection, and there is none (HDLC: hdlc.inactivitySeconds)';
  const NO_PORT = 'is the port of a TCP connection, and there is none';
  const NO_SIGN_ON = 'belongs to a sign-on by mode E (transport.kind: optical, or rfc2217 with signOn: modeE)';

  it.each([
    ['a TCP time-out on a serial line', 'inactivitySeconds: 120', SERIAL, `meter.inactivitySeconds: ${NO_TCP}`],
    ['a TCP time-out over UDP', 'inactivitySeconds: 120', 'kind: udp, host: m', `meter.inactivitySeconds: ${NO_TCP}`],
    ['a port on a serial line', 'portShown: 1', SERIAL, `meter.portShown: ${NO_PORT}`],
    ['a device address without sign-on', 'deviceAddress: 1', SERIAL, `meter.deviceAddress: ${NO_SIGN_ON}`],
    ['speeds over TCP', 'baudRates: [300]', 'kind: tcp, host: m', `meter.baudRates: ${NO_SIGN_ON}`],
    ['a readout without sign-on', 'hasReadout: true', SERIAL, `meter.hasReadout: ${NO_SIGN_ON}`],
  ])('%s', (_, meter, transport, expected) => {
    expect(complaint(meterRig(meter, transport))).toContain(`rig.yaml:7:3: ${expected}`);
  });

  it('but takes a TCP time-out where HDLC goes over TCP', () => {
    const text = meterRig('inactivitySeconds: 120', 'kind: tcp, framing: hdlc, host: m');
    expect(loadText(text).meter.inactivitySeconds).toBe(120);
  });
});
