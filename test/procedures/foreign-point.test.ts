import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { CURVES, isOnCurve, octetsOf } from '#dlms/security/elliptic-curve';
import { sharedSecret } from '#dlms/security/key-agreement';
import { publicKeyOf } from '#dlms/security/key-pair';
import { pointOfOrderThree } from '#procedures/foreign-point';
import { carelessSecret } from '#simulator/mutants/careless-curve';

describe.each([CURVES[1], CURVES[2]])('a point of order 3 beside $name', (curve) => {
  const key = (number: bigint) => octetsOf(number, curve.coordinateLength);
  const big = curve.order - 5n;

  it('is not on the curve', () => {
    const { octets, x } = pointOfOrderThree(curve);
    expect(isOnCurve(curve, octets)).toBe(false);
    expect(toHex(octets).startsWith(toHex(x))).toBe(true);
  });

  it('gives its own x to whoever computes carelessly, but for every third private key', () => {
    const { octets, x } = pointOfOrderThree(curve);
    for (let number = big; number < big + 3n; number++) {
      const secret = carelessSecret(curve, key(number), octets);
      expect(secret && toHex(secret)).toBe(number % 3n === 0n ? undefined : toHex(x));
    }
  });

  it('is all that careless computing gets wrong', () => {
    const theirs = publicKeyOf(curve, key(big));
    const [careless, right] = [carelessSecret, sharedSecret].map((secret) => secret(curve, key(12_345n), theirs));
    expect(toHex(careless ?? new Uint8Array(0))).toBe(toHex(right ?? new Uint8Array(1)));
  });
});
