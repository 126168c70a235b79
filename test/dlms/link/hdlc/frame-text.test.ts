import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { decodeFrame } from '#dlms/link/hdlc/frame';
import { frameText } from '#dlms/link/hdlc/frame-text';

describe('the line for people', () => {
  it.each([
    ['7EA00A00020023219318717E', 'command', 'SNRM P/F to server 1/17 in 4 octets from client 16'],
    ['7EA0072103730140 7E', 'response', 'UA P/F to client 16 from server 1 in 1 octet'],
    [
      '7EA00E032110FF4EE6E6007E7E33937E',
      'command',
      'I N(S)=0 N(R)=0 P/F to server 1 in 1 octet from client 16, 5 octets of information',
    ],
    ['7EA00902042321935F587E', 'command', 'SNRM P/F to server 020423 from client 16'],
    ['7EA00803042193 38F77E', 'command', 'SNRM P/F to server 1 in 1 octet from client 0421'],
  ] as const)('%s', (octets, direction, text) => {
    expect(frameText(decodeFrame(fromHex(octets)), direction)).toBe(text);
  });

  it('says that a frame is segmented', () => {
    const frame = { ...decodeFrame(fromHex('7EA0070321930F017E')), segmented: true };
    expect(frameText(frame, 'command')).toBe('SNRM P/F to server 1 in 1 octet from client 16, segmented');
  });
});
