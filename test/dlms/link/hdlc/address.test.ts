import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import {
  allStations,
  callingDevice,
  decodeClientAddress,
  decodeServerAddress,
  encodeClientAddress,
  encodeServerAddress,
  lowerKind,
  type ServerAddressLength,
  serverAddress,
  serverAddressText,
  upperKind,
} from '#dlms/link/hdlc/address';

describe('client addresses', () => {
  it.each([
    [0x10, '21'],
    [0x01, '03'],
    [0x20, '41'],
    [0x30, '61'],
    [0x3a, '75'],
    [0x00, '01'],
    [0x7f, 'FF'],
  ])('%i is %s', (client, octets) => {
    expect(encodeClientAddress(client)).toEqual(fromHex(octets));
    expect(decodeClientAddress(fromHex(octets))).toBe(client);
  });

  it('have one octet, which is the last', () => {
    expect(decodeClientAddress(fromHex('0421'))).toBeUndefined();
    expect(decodeClientAddress(fromHex('20'))).toBeUndefined();
    expect(() => encodeClientAddress(128)).toThrow(LocalProtocolError);
  });
});

describe('server addresses', () => {
  it.each<[ServerAddressLength, number, number | undefined, string]>([
    [1, 0x01, undefined, '03'],
    [2, 0x01, 0x11, '0223'],
    [4, 0x01, 0x11, '00020023'],
    [2, 0x10, 0x20, '2041'],
    [4, 0x10, 0x1234, '00204869'],
    [4, 0x01, 0x100, '00020401'],
    [4, 0x1234, 0x3fff, '4868FEFF'],
    [2, 0x7f, 0x7f, 'FEFF'],
    [4, 0x3fff, 0x3fff, 'FEFEFEFF'],
    [2, 0x01, 0x7e, '02FD'],
    [4, 0x01, 0x3ffe, '0002FEFD'],
  ])('in %i octets: %i/%s is %s', (length, upper, lower, octets) => {
    const address = serverAddress(length, upper, lower);
    expect(encodeServerAddress(address)).toEqual(fromHex(octets));
    expect(decodeServerAddress(fromHex(octets))).toEqual(address);
  });

  it.each(['020423', '0002042003', '', '02', '03 23', '00 02 00 22'])('%s is none', (octets) => {
    expect(decodeServerAddress(fromHex(octets))).toBeUndefined();
  });

  it.each<[ServerAddressLength, number, number | undefined]>([
    [1, 0x80, undefined],
    [1, 1, 1],
    [2, 1, undefined],
    [2, 1, 0x80],
    [4, 0x4000, 1],
    [4, 1, -1],
    [2, 1.5, 1],
  ])('refuses %i octets for %s/%s', (length, upper, lower) => {
    expect(() => serverAddress(length, upper, lower)).toThrow(LocalProtocolError);
  });

  it('name the reserved parts by the bits that a part has', () => {
    expect(allStations(1)).toEqual({ length: 1, upper: 0x7f });
    expect([upperKind(allStations(2)), lowerKind(allStations(2))]).toEqual(['all-station', 'all-station']);
    expect([upperKind(allStations(4)), lowerKind(allStations(4))]).toEqual(['all-station', 'all-station']);
    expect(lowerKind(callingDevice(2))).toBe('calling');
    expect(lowerKind(callingDevice(4))).toBe('calling');
    expect(upperKind(serverAddress(4, 0x7f, 0x7e))).toBe('individual');
    expect(lowerKind(serverAddress(4, 0x7f, 0x7e))).toBe('individual');
    expect(upperKind(serverAddress(1, 0))).toBe('no-station');
    expect(lowerKind(serverAddress(1, 0))).toBe('absent');
    expect(lowerKind(serverAddress(4, 1, 0))).toBe('no-station');
  });

  it('read as parts and length', () => {
    expect(serverAddressText(serverAddress(4, 1, 17))).toBe('1/17 in 4 octets');
    expect(serverAddressText(serverAddress(1, 1))).toBe('1 in 1 octet');
  });
});
