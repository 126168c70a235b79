import { concat } from '#dlms/codec/hex';
import { type Curve, octetsOf } from '#dlms/security/elliptic-curve';

/** A point that is not on the curve. */
export interface ForeignPoint {
  /** x ‖ y */
  readonly octets: Uint8Array;
  /** its x coordinate */
  readonly x: Uint8Array;
}

/**
 * A point of order 3 on a curve that differs from the right one in b alone, which no formula of addition looks at. A
 * meter that does not check the equation comes to Z = x, unless its private key is a multiple of 3: whoever sends
 * such a point knows the key that is agreed, and the meter's private key modulo 3 (security.md 12).
 */
export function pointOfOrderThree(curve: Curve): ForeignPoint {
  for (let x = 2n; ; x++) {
    const y = ordinateOf(curve, x);
    if (y === undefined) continue;
    const [left, right] = [octetsOf(x, curve.coordinateLength), octetsOf(y, curve.coordinateLength)];
    return { octets: concat(left, right), x: left };
  }
}

/** y of the point of order 3 with that x on whatever curve it lies: 3x⁴ − 18x² + 12bx − 9 = 0 gives b. */
function ordinateOf({ prime, b: right }: Curve, x: bigint): bigint | undefined {
  const b = mod((9n - 3n * x ** 4n + 18n * x * x) * inverse(12n * x, prime), prime);
  const square = mod(x ** 3n - 3n * x + b, prime);
  // both primes leave 3 when divided by 4
  const y = power(square, (prime + 1n) / 4n, prime);
  return b !== right && y !== 0n && mod(y * y, prime) === square ? y : undefined;
}

function inverse(number: bigint, prime: bigint): bigint {
  return power(mod(number, prime), prime - 2n, prime);
}

function power(base: bigint, exponent: bigint, prime: bigint): bigint {
  let result = 1n;
  let square = mod(base, prime);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

function mod(number: bigint, prime: bigint): bigint {
  const rest = number % prime;
  return rest < 0n ? rest + prime : rest;
}
