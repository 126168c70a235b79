import { decodeCiphered } from '#dlms/apdu/ciphered';
import { decodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import { decodeGeneralSigning } from '#dlms/apdu/general-signing';
import type { KeyInfo } from '#dlms/apdu/key-info';
import { GENERAL_CIPHERING_TAG, GENERAL_SIGNING_TAG } from '#dlms/apdu/tags';
import type { ReceivedLayer, ReceivedProtection, ReceivedSignature } from '#dlms/association/protection-choice';
import { isCipheringLayer } from '#dlms/association/protection-choice';
import { toHex } from '#dlms/codec/hex';
import { parseProtected } from '#dlms/security/protection';
import { encodeSecurityControl, type SecurityControl } from '#dlms/security/security-control';

/** One layer that the meter sent, in words. */
export function receivedLayerText(layer: ReceivedLayer): string {
  return isCipheringLayer(layer) ? cipheringText(layer) : signatureText(layer);
}

/**
 * The layers of an APDU of ours that can be seen from outside, the outermost first: what is ciphered hides the rest.
 * @throws PeerProtocolError when an envelope was broken on purpose
 */
export function sentLayerTexts(apdu: Uint8Array): readonly string[] {
  const [tag] = apdu;
  if (tag === GENERAL_SIGNING_TAG) {
    const { header, content, signature } = decodeGeneralSigning(apdu);
    const text = `general-signing, ${headerText(header)}, signature of ${signature.length} octets`;
    return [text, ...sentLayerTexts(content)];
  }
  if (tag === GENERAL_CIPHERING_TAG) {
    const { header, keyInfo, content } = decodeGeneralCiphering(apdu);
    return [`general-ciphering, ${headerText(header)}, ${keyInfoText(keyInfo)}, ${contentText(content)}`];
  }
  const ciphered = decodeCiphered(apdu);
  return ciphered === undefined ? [] : [`${ciphered.form}, ${contentText(ciphered.content)}`];
}

function cipheringText(layer: ReceivedProtection): string {
  const { form, control, invocationCounter, fresh, lowestFresh, general } = layer;
  const origin = general === undefined ? [] : [headerText(general.header), ...echoText(general), general.keyInfo];
  const stale = fresh ? '' : `, NOT above the last one: expected ${lowestFresh} or more`;
  const counter = `invocation counter ${invocationCounter}${stale}`;
  return [form, ...origin, `SC ${controlText(control)}`, keyText(layer), counter, tagText(control)].join(', ');
}

function signatureText(layer: ReceivedSignature): string {
  const coding = layer.coding === 'standard' ? '' : ', which leaves out the length of the content';
  return ['general-signing', headerText(layer.header), ...echoText(layer), `signature right${coding}`].join(', ');
}

function tagText({ authenticated, encrypted }: SecurityControl): string {
  if (authenticated) return 'tag right';
  return encrypted ? 'no tag' : 'not protected';
}

const KEY_NAMES: Readonly<Record<ReceivedProtection['key'], string>> = {
  global: 'GUEK',
  broadcast: 'GBEK',
  dedicated: 'dedicated key',
  ephemeral: 'ephemeral key',
  none: 'no key',
};

function keyText({ key, ephemeralKey }: ReceivedProtection): string {
  return ephemeralKey === undefined ? KEY_NAMES[key] : `${KEY_NAMES[key]} ${ephemeralKey}`;
}

function headerText({ transactionId, originatorSystemTitle, recipientSystemTitle }: GeneralHeader): string {
  const [id, from, to] = [transactionId, originatorSystemTitle, recipientSystemTitle].map(
    (octets) => toHex(octets) || 'nobody',
  );
  return `transaction-id ${transactionId.length === 0 ? 'empty' : id}, from ${from} to ${to}`;
}

function echoText({ isTransactionIdEchoed }: Pick<ReceivedSignature, 'isTransactionIdEchoed'>): readonly string[] {
  return isTransactionIdEchoed === false ? ['NOT the transaction-id of our request'] : [];
}

function keyInfoText(keyInfo: KeyInfo | undefined): string {
  switch (keyInfo?.kind) {
    case undefined:
      return 'no key-info';
    case 'identified-key':
      return `identified-key ${keyInfo.keyId}`;
    case 'wrapped-key':
      return `wrapped-key under key ${keyInfo.kekId}`;
    case 'agreed-key':
      return `agreed-key with parameters ${toHex(keyInfo.keyParameters)}`;
    default:
      return keyInfo satisfies never;
  }
}

function contentText(content: Uint8Array): string {
  const parsed = parseProtected(content);
  if (parsed === undefined) return `content of ${content.length} octets`;
  return `SC ${controlText(parsed.control)}, invocation counter ${parsed.invocationCounter}`;
}

function controlText(control: SecurityControl): string {
  return encodeSecurityControl(control).toString(16).padStart(2, '0').toUpperCase();
}
