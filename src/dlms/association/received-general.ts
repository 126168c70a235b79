import { decodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import { decodeGeneralSigning, type GeneralSigningApdu } from '#dlms/apdu/general-signing';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { CURVES, type Curve, isCurveSuite } from '#dlms/security/elliptic-curve';
import { codingOfSignature } from '#dlms/security/general-signature';
import { signatureLength } from '#dlms/security/signature';
import type { ClientKeys } from './client-keys';
import { openLayer, protectsNothing } from './opened-layer';
import type { ReceivedHeaderFields, ReceivedProtection, ReceivedSignature } from './protection-choice';
import { checkKeysAreThere, checkUnicast, type TakenOff, titleOfMeter } from './received-ciphering';
import { type ReceivedEnvelope, receivedKey } from './received-key';
import { offsetOf } from './received-octets';

/**
 * Takes general-ciphering off (DD).
 * @param sentId transaction-id of our last request in this form
 * @throws PeerProtocolError when recipient, key-info, security control or tag is wrong: says what was expected and came
 * @throws LocalProtocolError when the rig lacks a key that is needed to say so
 */
export function takeOffGeneralCiphering(
  keys: ClientKeys,
  octets: Uint8Array,
  sentId: Uint8Array | undefined,
): TakenOff<ReceivedProtection> {
  const form = 'general-ciphering';
  const apdu = decodeGeneralCiphering(octets);
  const { header, headerOctets, content } = apdu;
  checkKeysAreThere(keys, octets);
  checkRecipient(form, keys, header, octets);
  checkUnicast(form, octets, content);
  const originator = titleOfMeter(keys, header.originatorSystemTitle, octets);
  const { origin, candidates, variants } = keyOf(keys, { apdu, octets, originator });
  const layer = { form, octets, content, systemTitle: originator, header: headerOctets } as const;
  const { plain, key, protection } = openLayer(keys, layer, candidates, variants);
  if (key !== undefined) keys.ephemeral.remember('meter', key);
  return { plain, layer: { ...protection, general: { ...headerFields(header, sentId), keyInfo: origin } } };
}

/**
 * Takes general-signing off (DF).
 * @param sentId transaction-id of our last request in this form
 * @throws PeerProtocolError when recipient or signature is wrong: says what was expected and came
 * @throws LocalProtocolError when the rig lacks the public signing key of the meter
 */
export function takeOffGeneralSigning(
  keys: ClientKeys,
  octets: Uint8Array,
  sentId: Uint8Array | undefined,
): TakenOff<ReceivedSignature> {
  const { suite } = keys.settings;
  const apdu = decodeGeneralSigning(octets);
  if (!isCurveSuite(suite))
    throw new PeerProtocolError('general-signing: not expected in suite 0, which has no signatures', octets, 0);
  checkRecipient('general-signing', keys, apdu.header, octets);
  const coding = codingOfSignature(CURVES[suite], keys.serverSigningKey, apdu, apdu.signature);
  if (coding === undefined) return refuseSignature(CURVES[suite], keys, apdu, octets);
  return { plain: apdu.content, layer: { form: 'general-signing', ...headerFields(apdu.header, sentId), coding } };
}

/** Where nothing is protected no key is needed. */
function keyOf(keys: ClientKeys, envelope: ReceivedEnvelope) {
  const { content, keyInfo } = envelope.apdu;
  if (!protectsNothing(content)) return receivedKey(keys, envelope);
  const { origin } = keyInfo ? receivedKey(keys, envelope) : ({ origin: 'earlier-key' } as const);
  return { origin, candidates: [undefined], variants: undefined };
}

/** An empty one is told to the case: who needs to know the recipient, says the profile. */
function checkRecipient(
  form: string,
  keys: ClientKeys,
  { recipientSystemTitle: came }: GeneralHeader,
  octets: Uint8Array,
): void {
  if (came.length === 0 || equalOctets(came, keys.ownTitle)) return;
  const reason = `recipient-system-title: expected our own, ${toHex(keys.ownTitle)}, got ${toHex(came)}`;
  throw new PeerProtocolError(`${form}, ${reason}`, octets, offsetOf(came, octets));
}

function headerFields(header: GeneralHeader, sentId: Uint8Array | undefined): ReceivedHeaderFields {
  const isTransactionIdEchoed = sentId && equalOctets(header.transactionId, sentId);
  return { header, isTransactionIdEchoed };
}

function refuseSignature(curve: Curve, keys: ClientKeys, apdu: GeneralSigningApdu, octets: Uint8Array): never {
  const { signature } = apdu;
  const length = signatureLength(curve);
  const agreement = keys.settings.serverKeys?.agreement;
  const isByOther = agreement !== undefined && codingOfSignature(curve, agreement, apdu, signature) !== undefined;
  const came = isByOther ? 'one by its key agreement key' : 'one that does not verify';
  const reason =
    signature.length === length
      ? `expected one by the signing key of the meter over transaction-id to content, got ${came}`
      : `expected R and S, ${length} octets on ${curve.name}, got ${signature.length} octets`;
  throw new PeerProtocolError(`general-signing, signature: ${reason}`, octets, offsetOf(signature, octets));
}
