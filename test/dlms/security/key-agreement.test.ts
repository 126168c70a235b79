import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES } from '#dlms/security/elliptic-curve';
import { agreedKeyC0e2s, agreedKeyC1e1s, agreedKeyC2e0s, sharedSecret } from '#dlms/security/key-agreement';
import { deriveKey } from '#dlms/security/key-derivation';
import { ephemeralPrivateKey, publicKeyOf } from '#dlms/security/key-pair';
import { forgeDerive } from './forge-keys';
import { B_384, CLIENT_AGREEMENT, SERVER_AGREEMENT, TITLE_000001, TITLE_BC614E, TRANSACTION_ID } from './key-pairs';

const titles = { titleU: TITLE_BC614E, titleV: TITLE_000001 };
const client = { suite: 1, privateKey: CLIENT_AGREEMENT.d, publicKey: SERVER_AGREEMENT.q, ...titles } as const;
const server = { ...client, privateKey: SERVER_AGREEMENT.d, publicKey: CLIENT_AGREEMENT.q };
const shown = (octets: Uint8Array | undefined) => octets && toHex(octets);

describe('both sides agree', () => {
  const random = fc.uint8Array({ minLength: 56, maxLength: 56 });
  it.each([1, 2] as const)('on one key in suite %i, whatever their key pairs', (suite) => {
    const curve = CURVES[suite];
    fc.assert(
      fc.property(random, random, (a, b) => {
        const [ours, theirs] = [ephemeralPrivateKey(curve, a), ephemeralPrivateKey(curve, b)];
        const z = sharedSecret(curve, ours, publicKeyOf(curve, theirs));
        expect(z).toHaveLength(curve.coordinateLength);
        expect(shown(sharedSecret(curve, theirs, publicKeyOf(curve, ours)))).toBe(shown(z));
      }),
      { numRuns: suite === 1 ? 20 : 5 },
    );
  });

  it('on keys of the length that the suite has', () => {
    const suite2 = { ...titles, suite: 2, privateKey: B_384.d, publicKey: B_384.q } as const;
    expect(agreedKeyC1e1s(client)).toHaveLength(16);
    expect(agreedKeyC1e1s(suite2)).toHaveLength(32);
    expect(agreedKeyC2e0s(suite2, 'kek')).toHaveLength(32);
  });

  it('by each scheme', () => {
    expect(shown(agreedKeyC1e1s(server))).toBe(shown(agreedKeyC1e1s(client)));
    expect(shown(agreedKeyC2e0s(server, 'gak'))).toBe(shown(agreedKeyC2e0s(client, 'gak')));
    const transactionId = TRANSACTION_ID;
    expect(shown(agreedKeyC0e2s({ ...server, transactionId }))).toBe(
      shown(agreedKeyC0e2s({ ...client, transactionId })),
    );
  });
});

describe('the key differs', () => {
  it('with the scheme, the purpose, the titles, the transaction-id and the coding', () => {
    const made = [
      agreedKeyC1e1s(client),
      agreedKeyC1e1s({ ...client, oidCoding: '06' }),
      agreedKeyC1e1s({ ...client, titleU: TITLE_000001, titleV: TITLE_BC614E }),
      agreedKeyC0e2s({ ...client, transactionId: TRANSACTION_ID }),
      agreedKeyC0e2s({ ...client, transactionId: TRANSACTION_ID.subarray(1) }),
      agreedKeyC0e2s({ ...client, transactionId: new Uint8Array(0) }),
      agreedKeyC2e0s(client, 'kek'),
      agreedKeyC2e0s({ ...client, oidCoding: '06' }, 'kek'),
    ].map(shown);
    expect(made).not.toContain(undefined);
    expect(new Set(made).size).toBe(made.length);
  });

  it('between the KEK and the others, which are derived alike', () => {
    const [guek, gbek, gak, kek] = (['guek', 'gbek', 'gak', 'kek'] as const).map((name) =>
      shown(agreedKeyC2e0s(client, name)),
    );
    expect([gbek, gak]).toEqual([guek, guek]);
    expect(kek).not.toBe(guek);
    expect(shown(agreedKeyC2e0s(client, 'kek', 'aes-gcm'))).toBe(guek);
  });
});

describe('the key of another', () => {
  const odd = new Uint8Array(64).fill(1);
  it.each([
    ['beside the curve', odd],
    ['cut', SERVER_AGREEMENT.q.subarray(1)],
    ['with 04 in front', concat(Uint8Array.of(4), SERVER_AGREEMENT.q)],
    ['of the other curve', B_384.q],
    ['empty', new Uint8Array(0)],
  ])('%s gives no secret and no key', (_, publicKey) => {
    expect(sharedSecret(CURVES[1], CLIENT_AGREEMENT.d, publicKey)).toBeUndefined();
    expect(agreedKeyC1e1s({ ...client, publicKey })).toBeUndefined();
    expect(agreedKeyC2e0s({ ...client, publicKey }, 'guek')).toBeUndefined();
    expect(agreedKeyC0e2s({ ...client, publicKey, transactionId: TRANSACTION_ID })).toBeUndefined();
  });

  it('never throws, whatever its octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
        expect(sharedSecret(CURVES[1], CLIENT_AGREEMENT.d, octets)).toBeUndefined();
      }),
    );
  });
});

describe('our own mistakes', () => {
  it.each([
    ['a title of 7 octets', () => agreedKeyC1e1s({ ...client, titleU: new Uint8Array(7) })],
    ['no title', () => agreedKeyC1e1s({ ...client, titleV: new Uint8Array(0) })],
    ['a private key of 0', () => agreedKeyC1e1s({ ...client, privateKey: new Uint8Array(32) })],
    ['a private key of the other curve', () => agreedKeyC1e1s({ ...client, privateKey: B_384.d })],
    ['a transaction-id of 128 octets', () => agreedKeyC0e2s({ ...client, transactionId: new Uint8Array(128) })],
    ['a shared secret that lost its zeros', () => derive(new Uint8Array(31))],
  ])('%s', (_, make) => {
    expect(make).toThrow(LocalProtocolError);
  });

  function derive(z: Uint8Array): Uint8Array {
    return deriveKey({ suite: 1, z, use: 'aes-gcm', partyU: TITLE_BC614E, partyV: TITLE_000001 });
  }
});

describe('node-forge and key derivation agree', () => {
  const ids = {
    1: { 'aes-gcm': 0x00, 'aes-wrap': 0x02 },
    2: { 'aes-gcm': 0x01, 'aes-wrap': 0x03 },
  } as const;
  it.each([
    [1, 'sha256', 32, 16],
    [2, 'sha384', 48, 32],
  ] as const)('in suite %i on whatever secret and parties', (suite, hash, zLength, keyLength) => {
    const z = fc.uint8Array({ minLength: zLength, maxLength: zLength });
    const party = fc.uint8Array({ maxLength: 30 });
    const use = fc.constantFrom('aes-gcm' as const, 'aes-wrap' as const);
    const coding = fc.constantFrom('05' as const, '06' as const);
    fc.assert(
      fc.property(z, use, coding, party, party, (z, use, oidCoding, partyU, partyV) => {
        const id = Uint8Array.of(0x60, 0x85, 0x74, Number(oidCoding), 8, 3, ids[suite][use]);
        const forged = forgeDerive(hash, z, id, partyU, partyV).slice(0, keyLength);
        expect(toHex(deriveKey({ suite, z, use, partyU, partyV, oidCoding }))).toBe(toHex(forged));
      }),
    );
  });
});
