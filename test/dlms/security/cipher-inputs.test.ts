import { describe, expect, it } from 'vitest';
import { concat, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { passingHead, passingVector, roomFor } from '#dlms/security/cipher-inputs';
import { protect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { iv } from '#dlms/security/system-title';
import { forgeProtect } from './forge-oracle';
import { CLIENT_TITLE, GAK, GAK_256, GUEK, SERVER_TITLE } from './golden-vectors';

describe('a passing vector', () => {
  it('is the one that iv makes, the next one too', () => {
    const made = [passingVector(SERVER_TITLE, 0x01234567), passingVector(CLIENT_TITLE, 0xffffffff).slice()];
    expect(toHex(made[1] ?? new Uint8Array())).toBe(toHex(iv(CLIENT_TITLE, 0xffffffff)));
    expect(toHex(passingVector(SERVER_TITLE, 0))).toBe(toHex(iv(SERVER_TITLE, 0)));
  });

  it('is refused where iv refuses', () => {
    expect(() => passingVector(SERVER_TITLE.subarray(1), 0)).toThrow(LocalProtocolError);
    expect(() => passingVector(SERVER_TITLE, 0x100000000)).toThrow(LocalProtocolError);
  });
});

describe('a passing head', () => {
  it.each([new Uint8Array(0), GAK, GAK_256])('is SC ‖ AK', (key) => {
    passingHead(0xff, new Uint8Array(key.length).fill(0xee));
    expect(toHex(passingHead(0x30, key))).toBe(toHex(concat(Uint8Array.of(0x30), key)));
  });

  it('takes no key that no suite has, and does not tell it', () => {
    expect(() => passingHead(0x30, GAK.subarray(1))).toThrow(new LocalProtocolError('no suite has keys of 15 octets'));
  });
});

describe('room', () => {
  it('is shared with nobody', () => {
    const lengths = [0, 1, 81, 4095, 4096, 4097, 20000, 81, 5000, 3000, 3000, 3000, 17];
    const rooms = lengths.map((length) => roomFor(length));
    expect(rooms.map(({ length }) => length)).toEqual(lengths);
    for (const [index, room] of rooms.entries()) room.fill(index);
    for (const [index, room] of rooms.entries()) expect(room.every((octet) => octet === index)).toBe(true);
  });
});

it('an APDU that was protected stays as it is while thousands follow', () => {
  const keys = { encryptionKey: GUEK, authenticationKey: GAK };
  const control = decodeSecurityControl(0x30);
  const apdu = Uint8Array.from({ length: 90 }, (_, index) => index);
  const made = (invocationCounter: number) =>
    protect({ control, keys, systemTitle: CLIENT_TITLE, invocationCounter, apdu });
  const contents = Array.from({ length: 3000 }, (_, counter) => made(counter));
  for (const counter of [0, 1, 75, 76, 77, 1500, 2999]) {
    const how = { controlOctet: 0x30, ...keys, title: CLIENT_TITLE, counter };
    expect(toHex(contents[counter] ?? new Uint8Array())).toBe(toHex(forgeProtect(how, apdu)));
  }
});
