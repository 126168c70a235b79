import { LocalProtocolError } from '#dlms/errors';

/** Upper-case hex without spaces: `C001C1`. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex').toUpperCase();
}

/** Upper-case hex in pairs: `C0 01 C1`. */
export function toSpacedHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += PAIRS[octet];
  return text.slice(0, -1);
}

const PAIRS = Array.from({ length: 256 }, (_, octet) => `${octet.toString(16).padStart(2, '0').toUpperCase()} `);

/**
 * @param text hex digits of either case, white space allowed between octets
 * @throws LocalProtocolError when the text is not a whole number of octets in hex; never repeats the text, which may be a secret
 */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) {
    throw new LocalProtocolError(`not hex: expected pairs of the digits 0-9 A-F, got ${digits.length} characters`);
  }
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** One new array holding the parts in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
