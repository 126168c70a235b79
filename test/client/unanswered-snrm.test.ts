import { describe, expect, it } from 'vitest';
import { unansweredSnrm } from '#client/unanswered-snrm';
import { EchoFilter } from '#dlms/link/optical/echo-filter';
import { EchoFreeTransport } from '#transport/echo-free-transport';
import type { Line, Transport } from '#transport/line';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, sevenEvenOne } from '#transport/serial-port-settings';
import { SharedTransport } from '#transport/shared-line';
import { heardAs } from '#transport/uart';

const nothing = new Uint8Array();
const at8N1 = eightNoneOne(9600);

const plainLine: Line = {
  write: async () => undefined,
  receive: async (at) => ({ kind: 'timeout', at }),
  idle: async () => undefined,
  end: async () => undefined,
  close: async () => undefined,
  reset: async () => undefined,
};
const serialLine: SerialLine = {
  ...plainLine,
  settings: at8N1,
  reconfigure: async () => undefined,
  sendBreak: async () => undefined,
  drain: async () => undefined,
};

describe('why SNRM found no answer', () => {
  it('is a matter of addresses where octets cannot be spoiled', () => {
    expect(unansweredSnrm(plainLine, nothing)).toMatch(/check the rig: hdlc addresses/);
    expect(unansweredSnrm(undefined, nothing)).not.toMatch(/parity|speed/);
  });

  it('may be a dead line or a sign-on where a serial line stays silent', () => {
    const text = unansweredSnrm(serialLine, nothing);
    expect(text).toContain('no octet came');
    expect(text).toContain('9600 8N1');
    expect(text).toContain('kind: optical');
  });

  it('looks through a line that is shared and rid of its echo', async () => {
    const port: Transport = { description: 'port', connect: async () => serialLine, close: async () => undefined };
    const echoFree = new EchoFreeTransport(port, () => new EchoFilter('cancel'));
    const line = await new SharedTransport(echoFree).connect(0);
    expect(unansweredSnrm(line, nothing)).toContain('9600 8N1');
  });

  it('is suspected to be the parity where text at 7E1 comes', () => {
    const heard = Uint8Array.from('/SIM5METER\r\n', (letter) =>
      heardAs(letter.charCodeAt(0), sevenEvenOne(9600), at8N1),
    );
    expect(unansweredSnrm(serialLine, heard)).toContain('wrong parity suspected');
  });

  it('is suspected to be the speed where idle and start bits come', () => {
    expect(unansweredSnrm(serialLine, Uint8Array.of(0xff, 0xff, 0, 0xff))).toContain('wrong speed suspected');
  });

  it('shows what came where that gives no hint', () => {
    const text = unansweredSnrm(serialLine, Uint8Array.of(0x12, 0x34, 0x56));
    expect(text).toContain('12 34 56');
    expect(text).toContain('9600 8N1');
  });
});
