import { createPublicKey, ECDH, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, curveOf, isCurveSuite, isOnCurve, numberOf, octetsOf } from '#dlms/security/elliptic-curve';
import {
  ephemeralPrivateKey,
  ephemeralRandomLength,
  privateKeyObject,
  publicKeyObject,
  publicKeyOctets,
  publicKeyOf,
} from '#dlms/security/key-pair';
import { B_384, BOOK_KEY_PAIRS, CLIENT_SIGNING } from './key-pairs';

const BOTH = [CURVES[1], CURVES[2]] as const;

describe('the curve of a suite', () => {
  it('is P-256 in suite 1, P-384 in suite 2, none in suite 0', () => {
    expect([curveOf(1).name, curveOf(2).name]).toEqual(['P-256', 'P-384']);
    expect(() => curveOf(0)).toThrow(new LocalProtocolError('suite 0 has no key pairs'));
    expect([0, 1, 2, 3].map(isCurveSuite)).toEqual([false, true, true, false]);
  });
});

describe.each(BOTH)('numbers of $name', (curve) => {
  const length = curve.coordinateLength;
  const private_ = (d: bigint) => octetsOf(d, length);

  it('have a private key in 1..n-1', () => {
    for (const d of [1n, curve.order - 1n]) expect(publicKeyOf(curve, private_(d))).toHaveLength(2 * length);
    for (const d of [0n, curve.order, curve.order + 1n]) {
      expect(() => publicKeyOf(curve, private_(d))).toThrow(LocalProtocolError);
      expect(() => privateKeyObject(curve, private_(d))).toThrow('is not in 1..n-1');
    }
  });

  it('have the order that node has: n-1 is -1, whose point is the base point mirrored', () => {
    const [g, mirrored] = [publicKeyOf(curve, private_(1n)), publicKeyOf(curve, private_(curve.order - 1n))];
    expect(toHex(mirrored.subarray(0, length))).toBe(toHex(g.subarray(0, length)));
    expect(numberOf(mirrored.subarray(length)) + numberOf(g.subarray(length))).toBe(curve.prime);
  });

  it('refuse a private key of another length without telling it', () => {
    const d = new Uint8Array(length - 1).fill(0xab);
    expect(() => privateKeyObject(curve, d)).toThrow(
      `a private key on ${curve.name} has ${length} octets, not ${length - 1}`,
    );
    const beyond = new Uint8Array(length).fill(0xff);
    expect(() => privateKeyObject(curve, beyond)).toThrow(/^a private key on P-\d+ is not in 1\.\.n-1$/);
  });

  it('survive node: the public key of a pair that it generates is on the curve, and nothing beside it', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName });
    const octets = publicKeyOctets(publicKey);
    expect(isOnCurve(curve, octets)).toBe(true);
    for (const at of [0, length - 1, length, 2 * length - 1]) {
      const beside = octets.slice();
      beside[at] = (beside[at] ?? 0) ^ 1;
      expect(publicKeyObject(curve, beside)).toBeUndefined();
    }
  });
});

describe.each(BOOK_KEY_PAIRS)('$name', ({ suite, d, q }) => {
  const curve = CURVES[suite];

  it('has its public key, as octets and as objects', () => {
    expect(toHex(publicKeyOf(curve, d))).toBe(toHex(q));
    expect(toHex(publicKeyOctets(createPublicKey(privateKeyObject(curve, d))))).toBe(toHex(q));
    const object = publicKeyObject(curve, q);
    expect(object?.asymmetricKeyDetails).toEqual({ namedCurve: curve.opensslName });
    expect(object && toHex(publicKeyOctets(object))).toBe(toHex(q));
  });

  it('is read from a private key object too', () => {
    expect(toHex(publicKeyOctets(privateKeyObject(curve, d)))).toBe(toHex(q));
  });
});

describe('a public key that a peer sends', () => {
  const { q } = CLIENT_SIGNING;
  const [x, y] = [q.subarray(0, 32), q.subarray(32)];
  it.each([
    ['with 04 in front', concat(Uint8Array.of(4), q)],
    ['compressed', concat(Uint8Array.of(2), x)],
    ['cut', q.subarray(1)],
    ['without octets', new Uint8Array(0)],
    ['of the other curve', B_384.q],
    ['with x and y exchanged', concat(y, x)],
    ['all zero', new Uint8Array(64)],
  ])('%s is none', (_, octets) => {
    expect(publicKeyObject(CURVES[1], octets)).toBeUndefined();
  });

  it('whose coordinates exceed p is none, though it is one modulo p', () => {
    const small = pointWithSmallX();
    expect(isOnCurve(CURVES[1], small)).toBe(true);
    const beyond = concat(octetsOf(numberOf(small.subarray(0, 32)) + CURVES[1].prime, 32), small.subarray(32));
    expect(isOnCurve(CURVES[1], beyond)).toBe(false);
    expect(publicKeyObject(CURVES[1], beyond)).toBeUndefined();
  });

  it('never throws, whatever its octets', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BOTH), fc.uint8Array({ maxLength: 100 }), (curve, octets) => {
        expect(publicKeyObject(curve, octets)).toBeUndefined();
      }),
    );
  });

  it('is judged as node judges it', () => {
    const near = fc.record({ at: fc.nat(63), by: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(near, ({ at, by }) => {
        const octets = q.slice();
        octets[at] = (octets[at] ?? 0) ^ by;
        expect(isOnCurve(CURVES[1], octets)).toBe(nodeTakes(octets));
      }),
    );
  });
});

/** x = 5, so that x + p fits into 32 octets. */
function pointWithSmallX(): Uint8Array {
  const compressed = concat(Uint8Array.of(2), octetsOf(5n, 32));
  const point = ECDH.convertKey(compressed, 'prime256v1', undefined, undefined, 'uncompressed');
  return Uint8Array.from(Buffer.from(point)).subarray(1);
}

function nodeTakes(octets: Uint8Array): boolean {
  try {
    ECDH.convertKey(concat(Uint8Array.of(4), octets), 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

describe('an ephemeral private key', () => {
  it('takes 64 bits more than the order has, and refuses fewer', () => {
    expect(BOTH.map(ephemeralRandomLength)).toEqual([40, 56]);
    expect(() => ephemeralPrivateKey(CURVES[1], new Uint8Array(39))).toThrow(
      new LocalProtocolError('a key on P-256 takes 40 random octets, not 39'),
    );
  });

  it.each(BOTH)('on $name is random modulo n-1, plus 1', (curve) => {
    const length = ephemeralRandomLength(curve);
    const made = (number: bigint) => numberOf(ephemeralPrivateKey(curve, octetsOf(number, length)));
    expect([0n, 1n, curve.order - 2n].map(made)).toEqual([1n, 2n, curve.order - 1n]);
    expect([curve.order - 1n, curve.order].map(made)).toEqual([1n, 2n]);
  });

  it('is one whatever the octets, the same for the same ones', () => {
    const random = fc.uint8Array({ minLength: 56, maxLength: 64 });
    fc.assert(
      fc.property(fc.constantFrom(...BOTH), random, (curve, octets) => {
        const d = ephemeralPrivateKey(curve, octets);
        expect(isOnCurve(curve, publicKeyOf(curve, d))).toBe(true);
        expect(toHex(ephemeralPrivateKey(curve, octets))).toBe(toHex(d));
      }),
      { numRuns: 20 },
    );
  });
});
