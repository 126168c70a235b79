import { type Apdu, decodeApdu } from '#dlms/apdu/apdu';
import { apduText } from '#dlms/apdu/apdu-text';
import { decodeCiphered } from '#dlms/apdu/ciphered';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { ReceivedProtection } from '#dlms/association/protection-choice';
import { toSpacedHex } from '#dlms/codec/hex';
import { parseProtected } from '#dlms/security/protection';
import { encodeSecurityControl, type SecurityControl } from '#dlms/security/security-control';

/** Decoded view of octets that we sent; what was malformed on purpose says so. */
export function octetsText(octets: Uint8Array): readonly string[] {
  const apdu = withoutFailing(() => decodeApdu(octets));
  return apdu === undefined ? ['malformed on purpose, or opaque'] : apduText(apdu);
}

/** Decoded view of a request of ours: how it is protected, and what it says. */
export function sentText(apdu: Uint8Array, plain: Uint8Array): readonly string[] {
  return [...envelopeText(apdu), ...octetsText(plain)];
}

/** Form, security control and counter of what we ciphered; an envelope broken on purpose says nothing. */
function envelopeText(apdu: Uint8Array): readonly string[] {
  const envelope = withoutFailing(() => decodeCiphered(apdu));
  const header = envelope && parseProtected(envelope.content);
  if (envelope === undefined || header === undefined) return [];
  return [`${envelope.form}, SC ${controlText(header.control)}, invocation counter ${header.invocationCounter}`];
}

/** Decoded and deciphered view of what the meter sent. */
export function receivedText(received: ReceivedApdu): readonly string[] {
  const { protection, userInformation } = received;
  const inside = userInformation === undefined ? [] : insideText(userInformation.apdu, userInformation.protection);
  const notes = received.notes.map((note) => `note at octet ${note.offset}: ${note.text}`);
  return [
    ...(protection ? protectionText(protection, received.plain) : []),
    ...apduText(received.apdu),
    ...inside,
    ...notes,
  ];
}

function insideText(apdu: Apdu, protection: ReceivedProtection | undefined): readonly string[] {
  const how = protection === undefined ? [] : [`  user-information: ${summary(protection)}`];
  return [...how, ...apduText(apdu).map((line) => `  ${line}`)];
}

function protectionText(protection: ReceivedProtection, plain: Uint8Array): readonly string[] {
  return [summary(protection), `deciphered ${toSpacedHex(plain.subarray(0, 256))}${plain.length > 256 ? ' …' : ''}`];
}

function summary(protection: ReceivedProtection): string {
  const stale = protection.fresh ? '' : ', NOT above the last one';
  return `${protection.form}, SC ${controlText(protection.control)}, ${protection.key} key, invocation counter ${protection.invocationCounter}${stale}, tag right`;
}

function controlText(control: SecurityControl): string {
  return encodeSecurityControl(control).toString(16).padStart(2, '0').toUpperCase();
}

/** For our own octets only: what is malformed there is so on purpose, whatever way it fails. */
function withoutFailing<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
