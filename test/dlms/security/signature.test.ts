import { sign as nodeSign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, octetsOf } from '#dlms/security/elliptic-curve';
import { privateKeyObject } from '#dlms/security/key-pair';
import { sign, signatureLength, verifySignature } from '#dlms/security/signature';
import { signedKey, verifiedKey } from '#dlms/security/signed-key';
import { B_384, CLIENT_AGREEMENT, CLIENT_SIGNING, SERVER_SIGNING } from './key-pairs';

const PAIRS = [CLIENT_SIGNING, B_384] as const;
const MESSAGE: Uint8Array = new Uint8Array(Buffer.from('a message'));

describe.each(PAIRS)('signatures of suite $suite', ({ suite, d, q }) => {
  const curve = CURVES[suite];
  const half = curve.coordinateLength;
  const signature = sign(curve, d, MESSAGE);
  const [r, s] = [signature.subarray(0, half), signature.subarray(half)];
  const verify = (octets: Uint8Array, message = MESSAGE, key = q) => verifySignature(curve, key, message, octets);

  it('have R and S of equal length and verify', () => {
    expect(signature).toHaveLength(signatureLength(curve));
    expect(verify(signature)).toBe(true);
  });

  it('are refused with any one bit flipped', () => {
    const accepted: number[] = [];
    for (let bit = 0; bit < signature.length * 8; bit += 7) if (verify(flipped(signature, bit))) accepted.push(bit);
    expect(accepted).toEqual([]);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['R alone', r],
    ['an octet short', signature.subarray(1)],
    ['an octet long', concat(signature, Uint8Array.of(0))],
    ['r = 0', concat(new Uint8Array(half), s)],
    ['s = 0', concat(r, new Uint8Array(half))],
    ['r = s = 0', new Uint8Array(2 * half)],
    ['r = n', concat(octetsOf(curve.order, half), s)],
    ['s = n', concat(r, octetsOf(curve.order, half))],
    ['r = s = FF…', new Uint8Array(2 * half).fill(0xff)],
    ['S ‖ R', concat(s, r)],
  ])('are refused as %s', (_, octets) => {
    expect(verify(octets)).toBe(false);
  });

  it('are refused as DER, though the same numbers', () => {
    const der = nodeSign(curve.hash, MESSAGE, { key: privateKeyObject(curve, d), dsaEncoding: 'der' });
    expect(verify(der)).toBe(false);
    expect(verify(der.subarray(0, 2 * half))).toBe(false);
  });

  it('are refused over another message, under another key and under none', () => {
    expect(verify(signature, concat(MESSAGE, Uint8Array.of(0)))).toBe(false);
    const other = suite === 1 ? SERVER_SIGNING.q : undefined;
    if (other) expect(verify(signature, MESSAGE, other)).toBe(false);
    for (const key of [new Uint8Array(0), new Uint8Array(2 * half), flipped(q, 3), q.subarray(1)]) {
      expect(verify(signature, MESSAGE, key)).toBe(false);
    }
  });

  it('are made with no key that is none', () => {
    expect(() => sign(curve, new Uint8Array(half), MESSAGE)).toThrow(LocalProtocolError);
    expect(() => sign(curve, d.subarray(1), MESSAGE)).toThrow(LocalProtocolError);
  });

  it('survive the round trip over any message, and no flipped bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (message, bit) => {
        const made = sign(curve, d, message);
        expect(verify(made, message)).toBe(true);
        expect(verify(flipped(made, bit % (8 * made.length)), message)).toBe(false);
        expect(verify(made, message, flipped(q, bit % (8 * q.length)))).toBe(false);
        if (message.length > 0) expect(verify(made, flipped(message, bit % (8 * message.length)))).toBe(false);
      }),
      { numRuns: suite === 1 ? 30 : 10 },
    );
  });

  it('never throw, whatever octets come as key, message and signature', () => {
    const octets = (length: number) => fc.oneof(fc.uint8Array({ maxLength: 120 }), sized(length));
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(q), octets(2 * half)),
        octets(10),
        octets(2 * half),
        (key, message, received) => {
          expect(verify(received, message, key)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a signed public key', () => {
  const curve = CURVES[1];
  const { d, q } = CLIENT_SIGNING;
  const agreement = CLIENT_AGREEMENT.q;

  it.each([undefined, 0, 3])('with key_id %s is verified with that key_id alone', (keyId) => {
    const data = signedKey(curve, d, agreement, keyId);
    expect(data).toHaveLength(128);
    const found = [undefined, 0, 1, 3].filter((tried) => verifiedKey(curve, q, data, tried) !== undefined);
    expect(found).toEqual([keyId]);
    expect(verifiedKey(curve, q, data, keyId)).toEqual(agreement);
  });

  it('is refused by another signer, changed, cut, prolonged, or signed but beside the curve', () => {
    const data = signedKey(curve, d, agreement, 0);
    expect(verifiedKey(curve, SERVER_SIGNING.q, data, 0)).toBeUndefined();
    for (const bit of [0, 511, 512, 1023]) expect(verifiedKey(curve, q, flipped(data, bit), 0)).toBeUndefined();
    for (const length of [0, 64, 127]) expect(verifiedKey(curve, q, data.subarray(0, length), 0)).toBeUndefined();
    expect(verifiedKey(curve, q, concat(data, Uint8Array.of(0)), 0)).toBeUndefined();
    expect(verifiedKey(curve, q, signedKey(curve, d, flipped(agreement, 9), 0), 0)).toBeUndefined();
  });
});

function sized(length: number) {
  return fc.uint8Array({ minLength: length, maxLength: length });
}

function flipped(octets: Uint8Array, bit: number): Uint8Array {
  return octets.map((octet, at) => (at === bit >> 3 ? octet ^ (0x80 >> (bit & 7)) : octet));
}
