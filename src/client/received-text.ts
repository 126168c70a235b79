import { type Apdu, decodeApdu } from '#dlms/apdu/apdu';
import { apduText } from '#dlms/apdu/apdu-text';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { ReceivedProtection } from '#dlms/association/protection-choice';
import { toSpacedHex } from '#dlms/codec/hex';
import { encodeSecurityControl } from '#dlms/security/security-control';

/** Decoded view of octets that we sent; what was malformed on purpose says so. */
export function octetsText(octets: Uint8Array): readonly string[] {
  const apdu = decodedOrUndefined(octets);
  return apdu === undefined ? ['malformed on purpose, or opaque'] : apduText(apdu);
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
  const control = encodeSecurityControl(protection.control).toString(16).padStart(2, '0').toUpperCase();
  const stale = protection.fresh ? '' : ', NOT above the last one';
  return `${protection.form}, SC ${control}, ${protection.key} key, invocation counter ${protection.invocationCounter}${stale}, tag right`;
}

/** Our own octets only: what is malformed there is so on purpose, whatever way it fails. */
function decodedOrUndefined(octets: Uint8Array): Apdu | undefined {
  try {
    return decodeApdu(octets);
  } catch {
    return undefined;
  }
}
