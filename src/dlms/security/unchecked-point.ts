import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type Curve, numberOf, octetsOf } from './elliptic-curve';

/** A point that is not on the curve, and what a meter that does not notice makes of it. */
export interface SmallOrderPoint {
  /** x ‖ y */
  readonly publicKey: Uint8Array;
  /** the shared secret, whatever private key the meter has, unless that is a multiple of the order */
  readonly z: Uint8Array;
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** Of y² = x³ − 3x + b in the formulas below, which never use b: that is why a point off the curve gets through. */
const A = -3n;

/**
 * A point of order 2 or 3 on another curve y² = x³ − 3x + b', so that d·Q is Q, −Q or nothing: with it we know Z
 * without the meter's private key (the invalid-curve attack that security.md 12 guards against).
 */
export function smallOrderPoint(curve: Curve, order: 2 | 3): SmallOrderPoint {
  const { x, y } = order === 2 ? { x: 3n, y: 0n } : pointOfOrder3(curve);
  const z = octetsOf(x, curve.coordinateLength);
  return { publicKey: concat(z, octetsOf(y, curve.coordinateLength)), z };
}

/**
 * d·Q by the formulas alone, without any look at whether Q is on the curve.
 * @param privateKey d
 * @param publicKey Q, x ‖ y
 * @returns x ‖ y; undefined for the point at infinity
 */
export function multipliedUnchecked(
  curve: Curve,
  privateKey: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array | undefined {
  const { coordinateLength } = curve;
  const q = { x: numberOf(publicKey.subarray(0, coordinateLength)), y: numberOf(publicKey.subarray(coordinateLength)) };
  let sum: Point | undefined;
  for (const bit of numberOf(privateKey).toString(2)) {
    sum = added(curve, sum, sum);
    if (bit === '1') sum = added(curve, sum, q);
  }
  return sum && concat(octetsOf(sum.x, coordinateLength), octetsOf(sum.y, coordinateLength));
}

function added({ prime }: Curve, p: Point | undefined, q: Point | undefined): Point | undefined {
  if (p === undefined || q === undefined) return p ?? q;
  if (p.x === q.x && modulo(p.y + q.y, prime) === 0n) return undefined;
  const [rise, run] = p.x === q.x ? [3n * p.x * p.x + A, 2n * p.y] : [q.y - p.y, q.x - p.x];
  const slope = modulo(rise * inverse(run, prime), prime);
  const x = modulo(slope * slope - p.x - q.x, prime);
  return { x, y: modulo(slope * (p.x - x) - p.y, prime) };
}

/** The x of such points are the roots of 3x⁴ − 18x² + 12b'x − 9: we choose x, and b' follows. */
function pointOfOrder3({ name, prime }: Curve): Point {
  for (let x = 2n; x < 1000n; x++) {
    const b = (9n + 18n * x ** 2n - 3n * x ** 4n) * inverse(12n * x, prime);
    const square = modulo(x ** 3n + A * x + b, prime);
    // both primes are 3 modulo 4
    const y = power(square, (prime + 1n) / 4n, prime);
    if (y !== 0n && modulo(y * y, prime) === square && modulo(b * b, prime) !== 4n) return { x, y };
  }
  throw new LocalProtocolError(`no point of order 3 was found beside ${name}`);
}

function inverse(value: bigint, prime: bigint): bigint {
  return power(modulo(value, prime), prime - 2n, prime);
}

function power(base: bigint, exponent: bigint, prime: bigint): bigint {
  let product = 1n;
  for (const bit of exponent.toString(2)) {
    product = (product * product) % prime;
    if (bit === '1') product = (product * base) % prime;
  }
  return product;
}

function modulo(value: bigint, prime: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}
