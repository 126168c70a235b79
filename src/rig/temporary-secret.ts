import { hkdfSync } from 'node:crypto';
import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';

/** 64 characters that passwords may hold on any meter's keypad: 6 bits of an octet choose one. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A key for the time of a test, derived from the one that it stands in for (HKDF-SHA-256, RFC 5869: salt = nonce,
 * info = label). Whoever has the rig's own key and the nonce can derive it again, so that it need not be kept anywhere.
 *
 * @param nonce fresh for each test; not secret
 * @param label what the key is for, such as `guek`
 * @param length octets; as long as the original unless said otherwise
 */
export function temporaryKey(
  original: Uint8Array,
  nonce: Uint8Array,
  label: string,
  length: number = original.length,
): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', original, nonce, `dlms-conformance temporary ${label}`, length));
}

/**
 * A password or HLS secret for the time of a test: as long as the original and never the same; letters and digits where
 * the original is printable, since the meter may take nothing else.
 *
 * @throws LocalProtocolError for an empty original: there is no other secret of its length
 */
export function temporarySecret(original: Uint8Array, nonce: Uint8Array, label: string): Uint8Array {
  if (original.length === 0) throw new LocalProtocolError(`${label}: an empty secret has none to stand in for it`);
  for (let attempt = 0; ; attempt++) {
    const derived = temporaryKey(original, nonce, attempt === 0 ? label : `${label} ${attempt}`);
    const secret = isPrintable(original) ? derived.map(printable) : derived;
    if (!equalOctets(secret, original)) return secret;
  }
}

function isPrintable(octets: Uint8Array): boolean {
  return octets.every((octet) => octet >= 0x20 && octet <= 0x7e);
}

function printable(octet: number): number {
  return LETTERS.charCodeAt(octet & 0x3f);
}
