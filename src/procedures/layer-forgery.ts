import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { cut, flipBit } from '#dlms/apdu/edit';
import { decodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { GeneralSigningChoice, KeyChoice, OctetEdit, OnePassKeyChoice } from '#dlms/association/general-choice';
import type { LayerChoices } from '#dlms/association/protection-choice';
import { type Curve, curveOf } from '#dlms/security/elliptic-curve';
import { deriveKey } from '#dlms/security/key-derivation';
import { ephemeralPrivateKey, ephemeralRandomLength } from '#dlms/security/key-pair';
import { suiteOf } from '#dlms/security/suite';
import type { ProtectionKind } from '#rig/rig';
import { type Attempt, type Attempts, attemptEach } from './attempts';
import { declared } from './declared';
import { pointOfOrderThree } from './foreign-point';
import { ciphering, type KeyWay, SIGNING, signedAs } from './layer-choices';
import { encodeGetName } from './requests';

/** SEC-51: ways to break a key-info. */
export type BrokenKey = (client: DlmsClient) => readonly Attempt[];

/** SEC-55: ways to break a signature. */
export type BrokenSignature = (
  client: DlmsClient,
) => readonly { what: string; change: Partial<GeneralSigningChoice> }[];

/** Reads with each variety of a broken key-info. */
export function readsUnderBrokenKey(client: DlmsClient, broken: BrokenKey): Promise<Attempts> {
  return attemptEach(client, broken(client));
}

/** SEC-52: reads that are meant for another recipient, under keys that are right for this meter. */
export function readsForAnother(client: DlmsClient, way: KeyWay): Promise<Attempts> {
  const { security } = client.association;
  const own = declared(security.serverTitle, 'system title of the meter');
  const neighbour = lastBitFlipped(own);
  const readFor = (recipientSystemTitle: Uint8Array, edit?: OctetEdit) => () =>
    reads(client, { ...ciphering(client, { kind: way }), header: { recipientSystemTitle } }, edit);
  const attempts = [
    { what: 'the title of the meter, wrong in its last bit', send: readFor(neighbour) },
    { what: 'the title of the client', send: readFor(security.ownTitle()) },
    { what: 'another meter, redirected to this one', send: readFor(neighbour, (apdu) => redirected(apdu, own)) },
  ];
  const named = ({ what, send }: Attempt) => ({ what: `GET in general-ciphering under ${way} for ${what}`, send });
  return attemptEach(client, attempts.map(named));
}

/** Reads with each variety of a broken signature. */
export function readsWronglySigned(
  client: DlmsClient,
  broken: BrokenSignature,
  policy: ProtectionKind,
): Promise<Attempts> {
  const attempts = broken(client).map(({ what, change }) => ({
    what: `GET with ${what}`,
    send: () => reads(client, signedAs(client, { ...SIGNING, ...change }, policy)),
  }));
  return attemptEach(client, attempts);
}

/**
 * SEC-51: the same key was wrapped rightly just before, so that a meter which goes on with the last key that it could
 * unwrap is found out.
 */
export const brokenWrap: BrokenKey = (client) => {
  const { keyLength } = suiteOf(client.association.settings.suite);
  const places = ['first', 'middle', 'last'] as const;
  return places.map((place) => ({
    what: `GET under a wrapped key with a bit of its ${place} octet changed`,
    send: async () => {
      const key = client.random(keyLength);
      await reads(client, ciphering(client, { kind: 'wrapped-key', key }));
      return reads(client, ciphering(client, { kind: 'wrapped-key', key, edit: bitOf(place) }));
    },
  }));
};

/** SEC-51 */
export const wronglySignedEphemeralKey: BrokenKey = (client) => [
  onePass(client, 'a signature wrong in its last bit', { edit: lastBitFlipped }),
  onePass(client, 'the signature of another key', { signingKey: strangeKey(client) }),
  onePass(client, 'the signature of its own key agreement key', { signingKey: agreementKeyOf(client) }),
];

/** SEC-51: nearly the right point, and one that lets a careless meter agree to a key that is known beforehand. */
export const ephemeralKeyOffCurve: BrokenKey = (client) => [
  onePass(client, 'an ordinate wrong in its last bit', { editPublicKey: lastBitFlipped }),
  {
    what: 'GET under an ephemeral key that is a point of small order on another curve',
    send: () => reads(client, underForeignPoint(client)),
  },
];

/** SEC-55 */
export const changedSignature: BrokenSignature = () =>
  (['first', 'middle', 'last'] as const).map((place) => ({
    what: `a bit of the ${place} octet of its signature changed`,
    change: { edit: bitOf(place) },
  }));

/** SEC-55 */
export const signatureOfAnotherKey: BrokenSignature = (client) => [
  { what: 'the signature of another key', change: { signingKey: strangeKey(client) } },
  { what: 'the signature of its own key agreement key', change: { signingKey: agreementKeyOf(client) } },
];

/** SEC-55 */
export const cutSignature: BrokenSignature = () => [
  { what: 'a signature cut by one octet', change: { edit: (octets) => cut(octets, octets.length - 1) } },
];

function onePass(client: DlmsClient, what: string, change: Partial<OnePassKeyChoice>): Attempt {
  const key: KeyChoice = { kind: 'C(1e,1s)', ...change };
  return { what: `GET under an ephemeral key with ${what}`, send: () => reads(client, ciphering(client, key)) };
}

function underForeignPoint(client: DlmsClient): LayerChoices {
  const { security } = client.association;
  const curve = curveOfClient(client);
  const { octets, x: z } = pointOfOrderThree(curve);
  const partyV = declared(security.serverTitle, 'system title of the meter');
  const encryptionKey = deriveKey({ suite: curve.suite, z, use: 'aes-gcm', partyU: security.ownTitle(), partyV });
  return { ...ciphering(client, { kind: 'C(1e,1s)', editPublicKey: () => octets }), encryptionKey };
}

/** As somebody on the line could change it: the tag still stands for the recipient before. */
function redirected(apdu: Uint8Array, recipient: Uint8Array): Uint8Array {
  const octets = apdu.slice();
  decodeGeneralCiphering(octets).header.recipientSystemTitle.set(recipient);
  return octets;
}

function reads(client: DlmsClient, protection: LayerChoices, edit?: OctetEdit): Promise<Reply> {
  return client.request(encodeGetName(client), { protection, ...(edit && { edit }) });
}

function strangeKey(client: DlmsClient): Uint8Array {
  const curve = curveOfClient(client);
  return ephemeralPrivateKey(curve, client.random(ephemeralRandomLength(curve)));
}

function agreementKeyOf({ association }: DlmsClient): Uint8Array {
  return declared(association.settings.keyPairs?.agreement, 'key agreement key').privateKey;
}

function curveOfClient({ association }: DlmsClient): Curve {
  return curveOf(association.settings.suite);
}

function bitOf(place: 'first' | 'middle' | 'last'): OctetEdit {
  return (octets) => {
    const at = { first: 0, middle: octets.length >> 1, last: octets.length - 1 }[place];
    return flipBit(octets, at, 0);
  };
}

function lastBitFlipped(octets: Uint8Array): Uint8Array {
  return bitOf('last')(octets);
}
