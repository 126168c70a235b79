import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { gmacToken, verifyGmacToken } from '#dlms/security/hls-gmac';
import { protect, unprotect } from '#dlms/security/protection';
import { decodeSecurityControl, encodeSecurityControl } from '#dlms/security/security-control';
import { SUITES } from '#dlms/security/suite';
import { forgeGmacToken, forgeProtect, forgeUnprotect } from './forge-oracle';

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Suite, keys of its length, title and counter: everything but the APDU and what is done to it. */
const context = fc.constantFrom(SUITES[0], SUITES[1], SUITES[2]).chain((suite) =>
  fc.record({
    suite: fc.constant(suite.id),
    keys: fc.record({
      encryptionKey: octets(suite.keyLength),
      authenticationKey: fc.oneof({ weight: 9, arbitrary: octets(suite.keyLength) }, fc.constant(new Uint8Array(0))),
    }),
    systemTitle: octets(8),
    invocationCounter: fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff)),
  }),
);
const mode = fc.constantFrom(0x10, 0x20, 0x30);
const keySet = fc.constantFrom(0x00, 0x40);
const apdu = fc.uint8Array({ maxLength: 300 });

describe('node-forge and protection agree octet by octet', () => {
  it('on every APDU, key, title, counter and mode', () => {
    fc.assert(
      fc.property(context, mode, keySet, apdu, ({ suite, keys, systemTitle, invocationCounter }, bits, set, plain) => {
        const control = decodeSecurityControl(suite | bits | set);
        const how = { controlOctet: suite | bits | set, ...keys, title: systemTitle, counter: invocationCounter };
        const content = protect({ control, keys, systemTitle, invocationCounter, apdu: plain });
        expect(toHex(content)).toBe(toHex(forgeProtect(how, plain)));
        const back = { ok: true, apdu: plain, control, invocationCounter };
        expect(unprotect({ content, keys, systemTitle, suite })).toEqual(back);
        expect(forgeUnprotect(how, content)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('on refusing an authenticated APDU with one octet changed', () => {
    const authenticated = fc.constantFrom(0x10, 0x30);
    const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(context, authenticated, apdu, change, (where, bits, plain, { at, by }) => {
        const { suite, keys, systemTitle, invocationCounter } = where;
        const how = { controlOctet: suite | bits, ...keys, title: systemTitle, counter: invocationCounter };
        const content = forgeProtect(how, plain);
        // not the control octet: a changed suite or mode is another case
        const place = 1 + (at % (content.length - 1));
        content[place] = (content[place] ?? 0) ^ by;
        expect(unprotect({ content, keys, systemTitle, suite })).toEqual({ ok: false, reason: 'tag-mismatch' });
        expect(forgeUnprotect(how, content)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('on the answer to every challenge', () => {
    const challenge = fc.uint8Array({ minLength: 8, maxLength: 64 });
    fc.assert(
      fc.property(context, challenge, ({ suite, keys, systemTitle, invocationCounter }, challenge) => {
        const how = { controlOctet: 0x10 | suite, ...keys, title: systemTitle, counter: invocationCounter };
        const token = gmacToken({ suite, keys, systemTitle, invocationCounter, challenge });
        expect(toHex(token)).toBe(toHex(forgeGmacToken(how, challenge)));
        expect(verifyGmacToken({ suite, token, keys, systemTitle, challenge })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the security control octet', () => {
  it('survives decoding and encoding for all 256 values', () => {
    const all = Array.from({ length: 256 }, (_, octet) => octet);
    expect(all.map((octet) => encodeSecurityControl(decodeSecurityControl(octet)))).toEqual(all);
  });
});
