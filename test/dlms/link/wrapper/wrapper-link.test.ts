import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';

const APDU = fromHex('D8 01 01');

describe('the client half of the wrapper', () => {
  it('puts its own wPort first and the server behind it', () => {
    expect(new WrapperLink(16, 1).encode(APDU)).toEqual(fromHex('0001 0010 0001 0003 D8 01 01'));
  });

  it.each([
    ['version', { version: 2 }, '0002 0010 0001 0003'],
    ['source', { sourceWport: 0 }, '0001 0000 0001 0003'],
    ['destination', { destinationWport: 0x7e }, '0001 0010 007E 0003'],
    ['length', { length: 0xffff }, '0001 0010 0001 FFFF'],
    ['length by so many octets', { lengthOffBy: 10 }, '0001 0010 0001 000D'],
    ['length by an octet too few', { lengthOffBy: -1 }, '0001 0010 0001 0002'],
  ] as const)('writes a wrong %s when it is told to', (_, edit, header) => {
    expect(new WrapperLink(16, 1).encode(APDU, edit)).toEqual(fromHex(`${header} D8 01 01`));
  });

  it.each([
    ['another client', '0001 0001 0020 0003'],
    ['another logical device', '0001 0011 0010 0003'],
    ['nobody', '0001 0010 0001 0003'],
  ])('hands a WPDU for %s up as foreign', (_, header) => {
    const [event] = new WrapperLink(16, 1).receive(fromHex(`${header} D8 01 01`));
    expect(event?.kind).toBe('foreign');
    expect(event?.wpdu.apdu).toEqual(APDU);
  });

  it('takes a reply octet by octet', () => {
    const link = new WrapperLink(16, 1);
    const octets = fromHex('0001 0001 0010 0003 D8 01 01');
    const events = [...octets].map((octet) => link.receive(Uint8Array.of(octet)));
    expect(events.slice(0, -1).flat()).toEqual([]);
    expect(events.at(-1)).toMatchObject([{ kind: 'apdu', apdu: APDU }]);
  });

  it('does not wait for the body of another version', () => {
    expect(() => new WrapperLink(16, 1).receive(fromHex('7E A0'))).toThrow(PeerProtocolError);
  });
});
