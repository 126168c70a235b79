import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { CURVES, isOnCurve, octetsOf } from '#dlms/security/elliptic-curve';
import { sharedSecret } from '#dlms/security/key-agreement';
import { publicKeyOf } from '#dlms/security/key-pair';
import { multipliedUnchecked, smallOrderPoint } from '#dlms/security/unchecked-point';
import { CLIENT_AGREEMENT_KEY, SERVER_AGREEMENT_KEY, SERVER_AGREEMENT_PUBLIC } from './book-keys';

const NOTHING = new Uint8Array(0);

describe('multiplication without a check', () => {
  it('gives the shared secret of the book for a point that is on the curve', () => {
    const right = sharedSecret(CURVES[1], CLIENT_AGREEMENT_KEY, SERVER_AGREEMENT_PUBLIC) ?? NOTHING;
    const product = multipliedUnchecked(CURVES[1], CLIENT_AGREEMENT_KEY, SERVER_AGREEMENT_PUBLIC) ?? NOTHING;
    expect(toHex(product.subarray(0, 32))).toBe(toHex(right));
    expect(isOnCurve(CURVES[1], product)).toBe(true);
  });

  it('is that of openssl on P-384, too', () => {
    const d = new Uint8Array(48).fill(0x5a);
    const q = publicKeyOf(CURVES[2], new Uint8Array(48).fill(0x33));
    const product = multipliedUnchecked(CURVES[2], d, q) ?? NOTHING;
    expect(toHex(product.subarray(0, 48))).toBe(toHex(sharedSecret(CURVES[2], d, q) ?? NOTHING));
  });

  it('by the order of the curve is nothing', () => {
    const order = octetsOf(CURVES[1].order, 32);
    expect(multipliedUnchecked(CURVES[1], order, SERVER_AGREEMENT_PUBLIC)).toBeUndefined();
  });
});

describe.each([CURVES[1], CURVES[2]])('beside $name', (curve) => {
  const scalar = (number: bigint) => octetsOf(number, curve.coordinateLength);

  it.each([2, 3] as const)('a point of order %i gives its x for every key that is no multiple', (order) => {
    const { publicKey, z } = smallOrderPoint(curve, order);
    expect(isOnCurve(curve, publicKey)).toBe(false);
    expect(sharedSecret(curve, scalar(7n), publicKey)).toBeUndefined();
    for (const d of [1n, 5n, 7n, 0x1234567890abcdefn, curve.order - 2n]) {
      const product = multipliedUnchecked(curve, scalar(d), publicKey);
      if (d % BigInt(order) === 0n) expect(product).toBeUndefined();
      else expect(toHex((product ?? NOTHING).subarray(0, curve.coordinateLength))).toBe(toHex(z));
    }
    expect(multipliedUnchecked(curve, scalar(6n), publicKey)).toBeUndefined();
  });
});

it('the meter of the book would be caught by either', () => {
  for (const order of [2, 3] as const) {
    const { publicKey, z } = smallOrderPoint(CURVES[1], order);
    const product = multipliedUnchecked(CURVES[1], SERVER_AGREEMENT_KEY, publicKey) ?? NOTHING;
    expect(toHex(product.subarray(0, 32))).toBe(toHex(z));
  }
});
