import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { CURVES, isScalar } from '#dlms/security/elliptic-curve';
import { privateKeyObject, publicKeyOf } from '#dlms/security/key-pair';
import { sign, verifySignature } from '#dlms/security/signature';
import { inDer, withOrderForR, withZeroR, withZeroS, withZeros } from '#procedures/signature-faults';

const MESSAGE = new TextEncoder().encode('over both titles and both challenges');

describe.each([1, 2] as const)('a signature of suite %d', (suite) => {
  const curve = CURVES[suite];
  const key = new Uint8Array(curve.coordinateLength).fill(0x11);
  const right = sign(curve, key, MESSAGE);
  const length = curve.coordinateLength;
  const [r, s] = [right.subarray(0, length), right.subarray(length)];

  it.each([
    ['R = 0', withZeroR, new Uint8Array(length), s],
    ['S = 0', withZeroS, r, new Uint8Array(length)],
    ['both 0', withZeros, new Uint8Array(length), new Uint8Array(length)],
  ] as const)('with %s keeps its length and the other half', (_name, edit, first, second) => {
    expect(toHex(edit(right))).toBe(toHex(first) + toHex(second));
  });

  it('with R = n is just out of range', () => {
    const edited = withOrderForR(suite)(right);
    expect(isScalar(curve, edited.subarray(0, length))).toBe(false);
    expect(toHex(edited.subarray(0, length))).toBe(curve.order.toString(16).toUpperCase());
    expect(edited.subarray(length)).toEqual(s);
  });

  it('in DER is the same signature to node, and none to us', () => {
    const der = inDer(right);
    const publicKey = createPublicKey(privateKeyObject(curve, key));
    expect(verify(curve.hash, MESSAGE, { key: publicKey, dsaEncoding: 'der' }, der)).toBe(true);
    expect(verifySignature(curve, publicKeyOf(curve, key), MESSAGE, der)).toBe(false);
  });
});

describe('a signature in DER', () => {
  it('has no needless zeros, and one where the first bit would be a sign', () => {
    const raw = new Uint8Array(64);
    raw[31] = 0x7f;
    raw[63] = 0x80;
    expect(toHex(inDer(raw))).toBe('300702017F02020080');
  });
});

it('has no order without a curve', () => {
  expect(() => withOrderForR(0)).toThrow('suite 1 or 2');
});
