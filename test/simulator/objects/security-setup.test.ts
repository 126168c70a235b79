import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, integer, octetString, structure, unsigned } from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { wrapKey } from '#dlms/security/key-wrap';
import { securityOf } from '#simulator/objects/security-setup';
import { Access, found } from './access';

const SETUP = '0-0:43.0.0.255';
const MAINTENANCE = '0-0:43.0.1.255';
const COUNTER = '0-0:43.1.0.255';
const NEW_KEY = new Uint8Array(16).fill(0x5a);
const OTHER_KEY = new Uint8Array(16).fill(0xa5);
const [GUEK, GBEK, GAK, KEK] = [0, 1, 2, 3];

function materialOf(access: Access, setup: typeof SETUP | typeof MAINTENANCE = SETUP) {
  return securityOf(access.model, access.device, setup);
}

function wrapped(access: Access, keyId: number, key: Uint8Array, kek = found(materialOf(access).keys.kek)): Data {
  return structure(enumerated(keyId), octetString(wrapKey(kek, key)));
}

function keysOf(access: Access): string[] {
  const { guek, gak, gbek, kek } = materialOf(access).keys;
  return [guek, gak, found(gbek), found(kek)].map(toHex);
}

describe('a security setup', () => {
  it('shows policy, suite, titles and no certificates', () => {
    const access = new Access();
    expect(access.value(SETUP, 2)).toEqual(enumerated(0x6c));
    expect(access.value(MAINTENANCE, 2)).toEqual(enumerated(0));
    expect(access.value(SETUP, 3)).toEqual(enumerated(0));
    expect(access.value(SETUP, 5)).toEqual(octetString('53494D0000000001'));
    expect(access.value(SETUP, 6)).toEqual(array());
  });

  it('shows the title of the client that asks, and of another setup the configured one', () => {
    const access = new Access();
    expect(access.value(SETUP, 4)).toEqual(octetString('434C490000000001'));
    access.more = { clientSystemTitle: new Uint8Array(8).fill(7) };
    expect(access.value(SETUP, 4)).toEqual(octetString('0707070707070707'));
    expect(access.value(MAINTENANCE, 4)).toEqual(octetString('434C490000000002'));
  });

  it('gives its keys to the server and nobody else', () => {
    const access = new Access();
    expect(toHex(materialOf(access).keys.guek)).toBe('000102030405060708090A0B0C0D0E0F');
    expect(() => securityOf(access.model, access.device, '0-0:43.0.2.255')).toThrow(LocalProtocolError);
    expect(() => securityOf(access.model, access.device, COUNTER)).toThrow(LocalProtocolError);
    expect(() => securityOf(new Access().model, access.device, SETUP)).toThrow(LocalProtocolError);
  });
});

describe('security_activate', () => {
  it('adds bits, and what was added stays', () => {
    const access = new Access('maintenance');
    for (const policy of [0x04, 0x0c, 0x6c]) {
      expect(access.act(MAINTENANCE, 1, enumerated(policy))).toBe('success');
      expect(access.number(MAINTENANCE)).toBe(policy);
      expect(materialOf(access, MAINTENANCE).policy).toBe(policy);
    }
  });

  it.each([
    ['takes no bit away', 0x4c, 'read-write-denied'],
    ['does not go to none', 0x00, 'read-write-denied'],
    ['does not swap bits', 0x2c, 'read-write-denied'],
    ['knows no policy of version 0', 0x6f, 'other-reason'],
    ['has no signatures in suite 0', 0x7c, 'other-reason'],
  ])('%s', (_, policy, result) => {
    const access = new Access();
    expect(access.act(SETUP, 1, enumerated(policy))).toBe(result);
    expect(access.number(SETUP)).toBe(0x6c);
  });

  it('does not give up bits for others, even where the number grows', () => {
    const access = new Access('maintenance');
    expect(access.act(MAINTENANCE, 1, enumerated(0x24))).toBe('success');
    expect(access.act(MAINTENANCE, 1, enumerated(0x48))).toBe('read-write-denied');
    expect(access.number(MAINTENANCE)).toBe(0x24);
  });

  it('wants an enum', () => {
    expect(new Access().act(SETUP, 1, unsigned(0x6c))).toBe('type-unmatched');
    expect(new Access().act(SETUP, 1)).toBe('type-unmatched');
  });

  it('is for one setup alone', () => {
    const access = new Access();
    access.act(MAINTENANCE, 1, enumerated(0x6c));
    expect(new Access('maintenance').number(MAINTENANCE)).toBe(0);
    expect(materialOf(access).policy).toBe(0x6c);
  });
});

describe('key_transfer', () => {
  it.each([
    [GUEK, 0],
    [GAK, 1],
    [GBEK, 2],
    [KEK, 3],
  ])('installs key %i alone', (keyId = 0, index = 0) => {
    const access = new Access();
    const before = keysOf(access);
    expect(access.act(SETUP, 2, array(wrapped(access, keyId, NEW_KEY)))).toBe('success');
    expect(keysOf(access)).toEqual(before.map((key, i) => (i === index ? toHex(NEW_KEY) : key)));
  });

  it('installs several keys of one call', () => {
    const access = new Access();
    const call = array(wrapped(access, 0, NEW_KEY), wrapped(access, 2, OTHER_KEY));
    expect(access.act(SETUP, 2, call)).toBe('success');
    expect(keysOf(access).slice(0, 2)).toEqual([toHex(NEW_KEY), toHex(OTHER_KEY)]);
  });

  it('uses a new master key from the next call on', () => {
    const access = new Access();
    const old = found(materialOf(access).keys.kek);
    access.act(SETUP, 2, array(wrapped(access, 3, NEW_KEY)));
    expect(access.act(SETUP, 2, array(wrapped(access, 0, OTHER_KEY, old)))).toBe('other-reason');
    expect(access.act(SETUP, 2, array(wrapped(access, 0, OTHER_KEY, NEW_KEY)))).toBe('success');
  });

  it('starts new counters with a new GUEK, and with no other key', () => {
    const access = new Access();
    materialOf(access).keys.counters = { lowest: 42, next: 17 };
    access.act(SETUP, 2, array(wrapped(access, 2, NEW_KEY)));
    expect(materialOf(access).keys.counters).toEqual({ lowest: 42, next: 17 });
    access.act(SETUP, 2, array(wrapped(access, 0, NEW_KEY)));
    expect(materialOf(access).keys.counters).toEqual({ lowest: 0, next: 0 });
  });

  const access = new Access();
  const good = wrapped(access, 2, OTHER_KEY);
  const changed = wrapKey(found(materialOf(access).keys.kek), NEW_KEY).map((octet, i) => (i === 9 ? octet ^ 1 : octet));
  it.each([
    ['an unknown key id', array(good, structure(enumerated(9), octetString(changed))), 'type-unmatched'],
    ['a wrap with one bit changed', array(good, structure(enumerated(0), octetString(changed))), 'other-reason'],
    ['another master key', array(good, wrapped(access, 0, NEW_KEY, OTHER_KEY)), 'other-reason'],
    ['a plain key', array(good, structure(enumerated(0), octetString(NEW_KEY))), 'other-reason'],
    ['a wrap of a key of 24 octets', array(good, wrapped(access, 0, new Uint8Array(24))), 'other-reason'],
    [
      'a wrap that is too short',
      array(good, structure(enumerated(0), octetString(changed.slice(0, 16)))),
      'other-reason',
    ],
    ['no key at all', array(), 'other-reason'],
    ['an integer', integer(0), 'type-unmatched'],
  ])('installs nothing with %s', (_, call, result) => {
    const before = keysOf(access);
    expect(access.act(SETUP, 2, call)).toBe(result);
    expect(keysOf(access)).toEqual(before);
  });

  it('reaches every logical device that uses the same keys, and leaves the maintenance keys alone', () => {
    const one = new Access();
    const other = new Access('management', one.model, 17);
    one.act(SETUP, 2, array(wrapped(one, 0, NEW_KEY)));
    expect(materialOf(other).keys.guek).toEqual(NEW_KEY);
    expect(materialOf(other).keys.counters).toBe(materialOf(one).keys.counters);
    expect(materialOf(one, MAINTENANCE).keys.guek).not.toEqual(NEW_KEY);
  });
});

describe('the invocation counter object', () => {
  it('shows the last accepted value, live', () => {
    const access = new Access('public');
    expect(access.number(COUNTER)).toBe(0);
    materialOf(access).keys.counters.lowest = 1;
    expect(access.number(COUNTER)).toBe(0);
    materialOf(access).keys.counters.lowest = 4712;
    expect(access.number(COUNTER)).toBe(4711);
    expect(access.number('0-0:43.1.1.255')).toBe(0);
  });

  it('is the same in every logical device with these keys', () => {
    const access = new Access('public');
    materialOf(access).keys.counters.lowest = 5;
    expect(new Access('public', access.model, 17).number(COUNTER)).toBe(4);
  });

  it('cannot be written', () => {
    expect(new Access().set(COUNTER, { type: 'double-long-unsigned', value: 9 })).toBe('read-write-denied');
  });
});
