import { afterAll, describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { sharedSecret } from '#dlms/security/key-agreement';
import { deriveKey } from '#dlms/security/key-derivation';
import { ephemeralPrivateKey, publicKeyOf } from '#dlms/security/key-pair';
import { unwrapKey, wrapKey } from '#dlms/security/key-wrap';
import { sign, verifySignature } from '#dlms/security/signature';
import { EPHEMERAL_KEY, KEK } from './book-keys';
import { forgeDigest } from './forge-keys';
import { GUEK, GUEK_256, vector } from './golden-vectors';
import * as book from './key-pairs';
import { OpensslCli } from './openssl-cli';

/** The third implementation of what node-forge has not (ECDSA, ECDH), and of key derivation and key wrap. */
const openssl = new OpensslCli();
afterAll(() => openssl.remove());

const U = book.TITLE_BC614E;
const V = book.TITLE_000001;

it('there is an openssl of version 3 or later', () => {
  expect(openssl.version()).toMatch(/^OpenSSL ([3-9]|\d\d)\./);
});

it('one that is missing fails these tests and says what to install', () => {
  const missing = new OpensslCli('openssl-that-is-not-there');
  expect(() => missing.version()).toThrow('install the package openssl');
  missing.remove();
});

describe('ECDSA', () => {
  it.each([
    ['hls7_stoc', book.CLIENT_SIGNING.q, vector('security', 'm7C'), vector('security', 'hls7_stoc')],
    ['hls7_ctos', book.SERVER_SIGNING.q, vector('security', 'm7S'), vector('security', 'hls7_ctos')],
    ['gs_sig', book.CLIENT_SIGNING.q, vector('security', 'gs_tbs'), vector('security', 'gs_sig')],
    [
      'gs_without_content_length',
      book.CLIENT_SIGNING.q,
      concat(vector('security', 'gc_meta'), fromHex('C0010000080000010000FF0200')),
      vector('security', 'gs_without_content_length').slice(-64),
    ],
    [
      'QeU of C(2e, 0s)',
      book.CLIENT_SIGNING.q,
      concat(Uint8Array.of(0), book.CLIENT_EPHEMERAL_2E),
      book.CLIENT_EPHEMERAL_2E_SIGNATURE,
    ],
    ['QeU of C(1e, 1s)', book.CLIENT_SIGNING.q, book.CLIENT_EPHEMERAL.q, book.CLIENT_EPHEMERAL_1E_SIGNATURE],
    ['the Suite B guide', book.SUITE_B.q, book.SUITE_B.message, book.SUITE_B.signature],
  ])('%s verifies, and not over another message', (_, q, message, signature) => {
    const suite = q.length === 64 ? 1 : 2;
    expect(openssl.verifies(suite, q, message, signature)).toBe(true);
    const other = concat(message, Uint8Array.of(0));
    expect(openssl.verifies(suite, q, other, signature)).toBe(false);
    expect(verifySignature(CURVES[suite], q, other, signature)).toBe(false);
  });

  it.each([1, 2] as const)('of suite %i: each verifies what the other signs', (suite) => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const d = keyFrom(suite, seed);
      const q = publicKeyOf(CURVES[suite], d);
      const message = new Uint8Array(Buffer.from(`message ${seed}`));
      expect(openssl.verifies(suite, q, message, sign(CURVES[suite], d, message))).toBe(true);
      expect(verifySignature(CURVES[suite], q, message, openssl.sign(suite, d, message))).toBe(true);
    }
  });
});

describe('key pairs', () => {
  it.each(book.BOOK_KEY_PAIRS)('$name', ({ suite, d, q }) => {
    expect(toHex(openssl.publicKeyOf(suite, d))).toBe(toHex(q));
  });

  it.each([1, 2] as const)('of suite %i that we make', (suite) => {
    const d = keyFrom(suite, 'pair');
    expect(toHex(publicKeyOf(CURVES[suite], d))).toBe(toHex(openssl.publicKeyOf(suite, d)));
  });
});

describe('ECDH', () => {
  const Z1 = fromHex('0D4385BA0DD756CBCAB9887EB538396EE8F090A14C1079B4359F115B977F4615');
  const ZR = fromHex('2B4302DC49790E2E78D990CFB52ED6E2F273DECE441A2D95E4301B93812A9FAC');
  it.each([
    ['C(2e, 0s)', book.SERVER_EPHEMERAL.d, book.CLIENT_EPHEMERAL_2E, vector('security', 'Z2e')],
    ['C(0e, 2s), client', book.CLIENT_AGREEMENT.d, book.SERVER_AGREEMENT.q, vector('security', 'Zs')],
    ['C(0e, 2s), server', book.SERVER_AGREEMENT.d, book.CLIENT_AGREEMENT.q, vector('security', 'Zs')],
    ['C(1e, 1s), originator', book.CLIENT_EPHEMERAL.d, book.SERVER_AGREEMENT.q, Z1],
    ['C(1e, 1s), recipient', book.SERVER_AGREEMENT.d, book.CLIENT_EPHEMERAL.q, Z1],
    ['C(1e, 1s), server U', book.CLIENT_AGREEMENT.d, book.SERVER_EPHEMERAL_REVERSE, ZR],
    ['P-384', book.DA_384, book.B_384.q, vector('security', 'Z3')],
  ])('of %s', (_, d, q, z) => {
    expect(toHex(openssl.sharedSecret(q.length === 64 ? 1 : 2, d, q))).toBe(toHex(z));
  });

  it.each([1, 2] as const)('of suite %i keeps the leading zeros of Z', (suite) => {
    const curve = CURVES[suite];
    const d = keyFrom(suite, 'ours');
    const q = publicKeyOf(curve, keyFrom(suite, LEADING_ZERO[suite]));
    const z = openssl.sharedSecret(suite, d, q);
    expect([z.length, z[0]]).toEqual([curve.coordinateLength, 0]);
    expect(toHex(sharedSecret(curve, d, q) ?? new Uint8Array())).toBe(toHex(z));
  });
});

describe('key derivation', () => {
  const nonce = concat(Uint8Array.of(8), book.TRANSACTION_ID);
  it.each([
    ['guek_std', 1, vector('security', 'Z2e'), concat(fromHex('60857405080300'), U, V)],
    ['guek_gbprinted', 1, vector('security', 'Z2e'), concat(fromHex('60857406080300'), U, V)],
    ['kek_wrap', 1, vector('security', 'Z2e'), concat(fromHex('60857405080302'), U, V)],
    ['ek_0e2s', 1, vector('security', 'Zs'), concat(fromHex('60857405080300'), U, nonce, V)],
    ['p384_key', 2, vector('security', 'Z3'), concat(fromHex('60857405080301'), U, V)],
  ] as const)('of %s', (name, suite, z, otherInfo) => {
    const key = vector('security', name);
    expect(toHex(openssl.derive(suite, z, otherInfo, key.length))).toBe(toHex(key));
  });

  it('of C(1e, 1s), all 32 octets', () => {
    const z = fromHex('0D4385BA0DD756CBCAB9887EB538396EE8F090A14C1079B4359F115B977F4615');
    const otherInfo = concat(fromHex('60857405080300'), U, V);
    const printed = '59A71FD81C929A86A99438DA17A66C058C6A93FD3065F5EE16A05D775927659B';
    expect(toHex(openssl.derive(1, z, otherInfo, 32))).toBe(printed);
  });

  it.each([
    [1, 'aes-gcm', '05', 16, '60857405080300'],
    [1, 'aes-wrap', '05', 16, '60857405080302'],
    [2, 'aes-gcm', '05', 32, '60857405080301'],
    [2, 'aes-wrap', '05', 32, '60857405080303'],
    [1, 'aes-gcm', '06', 16, '60857406080300'],
    [2, 'aes-wrap', '06', 32, '60857406080303'],
  ] as const)('suite %i for %s, coding %s', (suite, use, oidCoding, length, algorithmId) => {
    const z = octetsFrom('z', CURVES[suite].coordinateLength);
    const otherInfo = concat(fromHex(algorithmId), U, V);
    const derived = deriveKey({ suite, z, use, partyU: U, partyV: V, oidCoding });
    expect(toHex(derived)).toBe(toHex(openssl.derive(suite, z, otherInfo, length)));
  });
});

describe('key wrap', () => {
  const RFC_KEY = fromHex('00112233445566778899AABBCCDDEEFF');
  it.each([
    ['rfc3394_128', GUEK, RFC_KEY],
    ['rfc3394_256', GUEK_256, concat(RFC_KEY, GUEK)],
    ['eph_wrapped', KEK, EPHEMERAL_KEY],
  ])('of %s', (name, kek, key) => {
    const wrapped = vector('security', name);
    expect(toHex(openssl.wrap(kek, key))).toBe(toHex(wrapped));
    expect(openssl.unwrap(kek, wrapped)).toEqual(key);
  });

  it.each([
    [16, 16],
    [32, 32],
    [16, 32],
  ])('under a key of %i octets: each unwraps what the other wraps, of %i octets', (kekLength, length) => {
    const [kek, key] = [octetsFrom('kek', kekLength), octetsFrom('key', length)];
    expect(openssl.unwrap(kek, wrapKey(kek, key))).toEqual(key);
    expect(unwrapKey(kek, openssl.wrap(kek, key))).toEqual(key);
  });

  it('refuses what we refuse', () => {
    const wrapped = wrapKey(GUEK, RFC_KEY);
    wrapped[20] = (wrapped[20] ?? 0) ^ 1;
    expect(openssl.unwrap(GUEK, wrapped)).toBeUndefined();
    expect(unwrapKey(GUEK, wrapped)).toBeUndefined();
  });
});

/** The same octets each time. */
function octetsFrom(seed: string, length: number): Uint8Array {
  const parts = [0, 1].map((part) => forgeDigest('sha384', new Uint8Array(Buffer.from(`${seed} ${part}`))));
  return concat(...parts).slice(0, length);
}

function keyFrom(suite: 1 | 2, seed: string): Uint8Array {
  return ephemeralPrivateKey(CURVES[suite], octetsFrom(seed, 64));
}

/** One shared secret in 256 begins with 00; these were found by counting up. */
const LEADING_ZERO = { 1: 'theirs 29', 2: 'theirs 451' } as const;
