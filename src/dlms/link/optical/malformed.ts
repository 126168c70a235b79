import { PeerProtocolError } from '#dlms/errors';
import { SOH } from './character';

const PASSWORD_AT = 4;
const LETTER_P = 0x50;
const STAR = 0x2a;

/** The error of a decoder. Where the message carries a password, the error shows stars in place of its data. */
export function malformed(reason: string, octets: Uint8Array, offset: number): PeerProtocolError {
  return new PeerProtocolError(reason, withoutSecrets(octets), offset);
}

/** P messages with stars in place of their data: passwords never reach a log. */
export function withoutSecrets(octets: Uint8Array): Uint8Array {
  const isPassword = ((octets[0] ?? 0) & 0x7f) === SOH && ((octets[1] ?? 0) & 0x7f) === LETTER_P;
  return isPassword ? octets.map((octet, at) => (at < PASSWORD_AT ? octet : STAR)) : octets.slice();
}
