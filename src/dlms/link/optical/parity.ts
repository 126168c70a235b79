/**
 * Even parity in software, for a line that carries eight bits (IEC 62056-21 5.4): bit 7 makes the number of ones even.
 */

/** Who makes and checks parity: `software` here, over 8N1; `line`: the port itself, or nobody, and bit 7 means nothing. */
export type Parity = 'software' | 'line';

const CODE = 0x7f;

export function withEvenParity(codes: Uint8Array): Uint8Array {
  return codes.map((code) => (isEven(code & CODE) ? code & CODE : code | 0x80));
}

export function withoutParity(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => octet & CODE);
}

export function hasEvenParity(octet: number): boolean {
  return isEven(octet);
}

/** Octets as the line carries them. */
export function onLine(codes: Uint8Array, parity: Parity): Uint8Array {
  return parity === 'software' ? withEvenParity(codes) : codes;
}

function isEven(octet: number): boolean {
  let folded = octet ^ (octet >> 4);
  folded ^= folded >> 2;
  folded ^= folded >> 1;
  return (folded & 1) === 0;
}
