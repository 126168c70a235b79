import { describe, expect, it } from 'vitest';
import { asciiText } from '#client/ascii-text';
import { LinkWatch } from '#client/link-watch';
import { encodeClientAddress, encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame } from '#dlms/link/hdlc/frame';

function frame(kind: 'SNRM' | 'DISC' | 'UA' | 'DM', client: number, upper = 1, length: 2 | 4 = 2): Uint8Array {
  const [near, far] = [encodeClientAddress(client), encodeServerAddress(serverAddress(length, upper, 17))];
  const isCommand = kind === 'SNRM' || kind === 'DISC';
  const control: ControlField = { kind, pf: true };
  const ends = isCommand ? { destination: far, source: near } : { destination: near, source: far };
  return encodeFrame({ ...ends, control, segmented: false, information: new Uint8Array() });
}

describe('who watches the links of a line', () => {
  it('sees the last of them end', () => {
    const watch = new LinkWatch();
    const exchange = (sent: Uint8Array, received: Uint8Array) => {
      watch.sent(sent);
      return watch.received(received, 0);
    };
    expect(exchange(frame('SNRM', 16), frame('UA', 16))).toBe(false);
    expect(exchange(frame('SNRM', 1), frame('UA', 1))).toBe(false);
    expect(exchange(frame('DISC', 16), frame('UA', 16))).toBe(false);
    expect(exchange(frame('DISC', 1, 1, 4), frame('UA', 1, 1, 4))).toBe(true);
    expect(exchange(frame('DISC', 1), frame('DM', 1))).toBe(false);
  });

  it('takes DM for no sign that the meter has gone back', () => {
    const watch = new LinkWatch();
    watch.sent(frame('SNRM', 16));
    watch.received(frame('UA', 16), 0);
    watch.sent(frame('DISC', 16));
    expect(watch.received(frame('DM', 16), 0)).toBe(false);
  });

  it('hears through noise, and octet by octet', () => {
    const watch = new LinkWatch();
    watch.sent(frame('SNRM', 16));
    watch.received(Uint8Array.of(0x12, 0x34, ...frame('UA', 16)), 0);
    watch.sent(frame('DISC', 16));
    expect([...frame('UA', 16)].map((octet) => watch.received(Uint8Array.of(octet), 1)).at(-1)).toBe(true);
  });
});

describe('octets of the ASCII modes as text', () => {
  it.each([
    ['2F3F210D0A', '/?! CR LF'],
    ['AF3F218D0A', '/?! CR LF'],
    ['063235320D0A', 'ACK 252 CR LF'],
    ['0150310228313131310329', 'SOH P1 STX *******'],
    ['0142300371', 'SOH B0 ETX q'],
    ['200015', '␣ NUL NAK'],
  ])('%s', (hex, text) => {
    expect(asciiText(new Uint8Array(Buffer.from(hex, 'hex')))).toBe(text);
  });
});
