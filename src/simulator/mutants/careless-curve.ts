import { type Curve, numberOf, octetsOf } from '#dlms/security/elliptic-curve';

/** undefined: the point at infinity */
type Point = { readonly x: bigint; readonly y: bigint } | undefined;

/**
 * Z by the formulas of addition alone, as a meter computes it that does not look whether the point is on its curve:
 * they do not use b, so that they give the multiple on whatever curve the point lies.
 */
export function carelessSecret(curve: Curve, privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  const { prime, coordinateLength } = curve;
  const x = numberOf(publicKey.subarray(0, coordinateLength));
  const y = numberOf(publicKey.subarray(coordinateLength));
  const product = multiple({ x, y }, numberOf(privateKey), prime);
  return product && octetsOf(product.x, coordinateLength);
}

function multiple(point: Point, factor: bigint, prime: bigint): Point {
  let result: Point;
  let doubled = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = sum(result, doubled, prime);
    doubled = sum(doubled, doubled, prime);
  }
  return result;
}

function sum(a: Point, b: Point, prime: bigint): Point {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.x === b.x && mod(a.y + b.y, prime) === 0n) return undefined;
  const slope =
    a.x === b.x
      ? (3n * a.x * a.x - 3n) * inverse(2n * a.y, prime)
      : (b.y - a.y) * inverse(mod(b.x - a.x, prime), prime);
  const x = mod(slope * slope - a.x - b.x, prime);
  return { x, y: mod(slope * (a.x - x) - a.y, prime) };
}

/** Extended Euclid. */
function inverse(number: bigint, prime: bigint): bigint {
  let [rest, next] = [mod(number, prime), prime];
  let [factor, following] = [1n, 0n];
  while (next > 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, following] = [following, factor - quotient * following];
  }
  return mod(factor, prime);
}

function mod(number: bigint, prime: bigint): bigint {
  const rest = number % prime;
  return rest < 0n ? rest + prime : rest;
}
