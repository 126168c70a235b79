import { concat, fromHex } from '#dlms/codec/hex';

/**
 * The few structures in which openssl takes keys and signatures, written out by hand so that nothing of
 * src/dlms/security stands between the octets of an example and openssl.
 */
const CURVE_OIDS = { 1: fromHex('06082A8648CE3D030107'), 2: fromHex('06052B81040022') } as const;
const EC_PUBLIC_KEY_OID = fromHex('06072A8648CE3D0201');

/** ECPrivateKey (RFC 5915) without the public key: openssl works that one out. */
export function privateKeyDer(suite: 1 | 2, d: Uint8Array): Uint8Array {
  return sequence(fromHex('020101'), field(0x04, d), field(0xa0, CURVE_OIDS[suite]));
}

/** SubjectPublicKeyInfo (RFC 5480) of x ‖ y. */
export function publicKeyDer(suite: 1 | 2, q: Uint8Array): Uint8Array {
  return sequence(sequence(EC_PUBLIC_KEY_OID, CURVE_OIDS[suite]), field(0x03, concat(Uint8Array.of(0, 4), q)));
}

/** ECDSA-Sig-Value (RFC 3279) of R ‖ S. */
export function signatureDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)));
}

/** R ‖ S of an ECDSA-Sig-Value, each half in `half` octets. */
export function plainSignature(der: Uint8Array, half: number): Uint8Array {
  const r = contentOf(contentOf(der, 0).octets, 0);
  const s = contentOf(contentOf(der, 0).octets, r.end);
  return concat(...[r, s].map(({ octets }) => inHalf(octets, half)));
}

function inHalf(octets: Uint8Array, half: number): Uint8Array {
  const digits = Buffer.from(octets)
    .toString('hex')
    .padStart(2 * half, '0');
  return fromHex(digits.slice(-2 * half));
}

function integer(octets: Uint8Array): Uint8Array {
  const from = octets.findIndex((octet) => octet !== 0);
  const shortest = from < 0 ? octets.subarray(-1) : octets.subarray(from);
  const isNegative = (shortest[0] ?? 0) >= 0x80;
  return field(0x02, isNegative ? concat(Uint8Array.of(0), shortest) : shortest);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return field(0x30, concat(...parts));
}

/** Lengths up to 255. */
function field(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return concat(Uint8Array.of(tag, ...length), content);
}

function contentOf(der: Uint8Array, at: number): { octets: Uint8Array; end: number } {
  const isLong = der[at + 1] === 0x81;
  const start = at + (isLong ? 3 : 2);
  const end = start + (der[start - 1] ?? 0);
  return { octets: der.subarray(start, end), end };
}
