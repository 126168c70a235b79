import { type Apdu, decodeApdu } from '#dlms/apdu/apdu';
import { apduText } from '#dlms/apdu/apdu-text';
import type { ReceivedApdu } from '#dlms/association/client-association';
import { isCipheringLayer, type ReceivedLayer } from '#dlms/association/protection-choice';
import { toSpacedHex } from '#dlms/codec/hex';
import { receivedLayerText, sentLayerTexts } from './layer-text';

/** Decoded view of octets that we sent; of what is protected, its layers. */
export function octetsText(octets: Uint8Array): readonly string[] {
  const apdu = withoutFailing(() => decodeApdu(octets));
  if (apdu !== undefined) return apduText(apdu);
  const layers = withoutFailing(() => sentLayerTexts(octets)) ?? [];
  return layers.length > 0 ? layers : ['malformed on purpose, or opaque'];
}

/**
 * Decoded view of a request of ours: how it is protected, and what it says.
 * @param forms of its layers, the inner ones first: those within a ciphered one can only be told by name
 */
export function sentText(apdu: Uint8Array, plain: Uint8Array, forms: readonly string[] = []): readonly string[] {
  // an envelope broken on purpose says nothing
  const visible = withoutFailing(() => sentLayerTexts(apdu)) ?? [];
  const hidden = forms.slice(0, Math.max(0, forms.length - visible.length)).reverse();
  return [...visible, ...hidden.map((form) => `${form} inside`), ...octetsText(plain)];
}

/** Decoded and deciphered view of what the meter sent. */
export function receivedText(received: ReceivedApdu): readonly string[] {
  const { layers, userInformation } = received;
  const inside = userInformation === undefined ? [] : insideText(userInformation.apdu, userInformation.layers);
  const notes = received.notes.map((note) => `note at octet ${note.offset}: ${note.text}`);
  return [...(layers ? layersText(layers, received.plain) : []), ...apduText(received.apdu), ...inside, ...notes];
}

function insideText(apdu: Apdu, layers: readonly ReceivedLayer[] = []): readonly string[] {
  const how = layers.map((layer) => `  user-information: ${receivedLayerText(layer)}`);
  return [...how, ...apduText(apdu).map((line) => `  ${line}`)];
}

function layersText(layers: readonly ReceivedLayer[], plain: Uint8Array): readonly string[] {
  const octets = `${toSpacedHex(plain.subarray(0, 256))}${plain.length > 256 ? ' …' : ''}`;
  const done = layers.some(isCipheringLayer) ? 'deciphered' : 'signed';
  return [...layers.map(receivedLayerText), `${done} ${octets}`];
}

/** For our own octets only: what is malformed there is so on purpose, whatever way it fails. */
function withoutFailing<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
