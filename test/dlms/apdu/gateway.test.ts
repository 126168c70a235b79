import { describe, expect, it } from 'vitest';
import { decodeGateway, encodeGateway } from '#dlms/apdu/gateway';
import { fromHex, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';

const REQUEST = { direction: 'request', networkId: 1, address: fromHex('4D42'), apdu: fromHex('C00181') } as const;

describe('the prefix of a gateway', () => {
  it('is tag, network, length and address before the APDU', () => {
    expect(toHex(encodeGateway(REQUEST))).toBe('E601024D42C00181');
    expect(toHex(encodeGateway({ ...REQUEST, direction: 'response' }))).toBe('E701024D42C00181');
  });

  it('is read as it was written', () => {
    expect(decodeGateway(encodeGateway(REQUEST))).toEqual(REQUEST);
  });

  it.each([1, 2, 3, 4])('is an error of its sender when cut after %i octet(s)', (length) => {
    expect(() => decodeGateway(encodeGateway(REQUEST).slice(0, length))).toThrow(PeerProtocolError);
  });

  it('has one of two tags', () => {
    expect(() => decodeGateway(fromHex('E501024D42C00181'))).toThrow('expected E6 or E7');
  });
});
