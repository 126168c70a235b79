import { LocalProtocolError } from '#dlms/errors';

/** Control characters of ISO 646 that the protocol uses (IEC 62056-21 6.3). */
export const NUL = 0x00;
export const SOH = 0x01;
export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;
export const ACK = 0x06;
export const LF = 0x0a;
export const CR = 0x0d;
export const NAK = 0x15;

export const SLASH = 0x2f;
export const EXCLAMATION = 0x21;

export function isPrintable(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}

/**
 * The codes of a text, one octet for each character, 00..7F.
 * @throws LocalProtocolError when a character has more than seven bits; never repeats the text, which may be a secret
 */
export function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) throw new LocalProtocolError(`character ${i} of ${text.length} is not one of ISO 646`);
    codes[i] = code;
  }
  return codes;
}

/** The text of 7-bit codes. */
export function textOf(codes: Uint8Array): string {
  return Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('latin1');
}
