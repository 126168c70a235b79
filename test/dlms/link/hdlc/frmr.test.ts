import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { decodeFrmr, encodeFrmr, REJECT_REASONS, type RejectCause } from '#dlms/link/hdlc/frmr';

describe('the information field of FRMR', () => {
  it.each<[RejectCause, number, string]>([
    ['unknown-control', 0xff, 'FF0001'],
    ['surplus-information', 0x11, '110003'],
    ['information-too-long', 0x10, '100004'],
    ['receive-number', 0x31, '310008'],
  ])('%s', (cause, control, octets) => {
    const information = { control, vs: 0, vr: 0, isResponse: false, ...REJECT_REASONS[cause] };
    expect(encodeFrmr(information)).toEqual(fromHex(octets));
    expect(decodeFrmr(fromHex(octets))).toEqual(information);
  });

  it('counts bits from the least significant', () => {
    const information = { control: 0x32, vs: 3, vr: 6, isResponse: true, ...REJECT_REASONS['receive-number'] };
    expect(encodeFrmr(information)).toEqual(fromHex('32D608'));
    expect(decodeFrmr(fromHex('32D608'))).toEqual(information);
  });

  it('may be missing, but has three octets', () => {
    expect(decodeFrmr(new Uint8Array(0))).toBeUndefined();
    expect(() => decodeFrmr(fromHex('FF00'))).toThrow(PeerProtocolError);
    expect(() => decodeFrmr(fromHex('FF000100'))).toThrow(PeerProtocolError);
  });
});
