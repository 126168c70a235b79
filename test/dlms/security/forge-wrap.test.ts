import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { unwrapKey, wrapKey } from '#dlms/security/key-wrap';
import { forgeUnwrap, forgeWrap } from './forge-keys';

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const masterKey = fc.oneof(octets(16), octets(32));
const key = fc.oneof(octets(16), octets(24), octets(32), octets(64));

it('node-forge and key wrap agree on every master key and key', () => {
  fc.assert(
    fc.property(masterKey, key, (kek, secret) => {
      const wrapped = wrapKey(kek, secret);
      expect(toHex(wrapped)).toBe(toHex(forgeWrap(kek, secret)));
      expect(unwrapKey(kek, wrapped)).toEqual(secret);
      expect(forgeUnwrap(kek, wrapped)).toEqual(secret);
    }),
    { numRuns: 40 },
  );
});

it('node-forge and key wrap agree on refusing one with an octet changed', () => {
  const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(masterKey, key, change, (kek, secret, { at, by }) => {
      const wrapped = wrapKey(kek, secret);
      const place = at % wrapped.length;
      wrapped[place] = (wrapped[place] ?? 0) ^ by;
      expect([unwrapKey(kek, wrapped), forgeUnwrap(kek, wrapped)]).toEqual([undefined, undefined]);
    }),
    { numRuns: 40 },
  );
});
