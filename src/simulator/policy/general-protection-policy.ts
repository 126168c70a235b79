import type { GeneralHeader } from '#dlms/apdu/general-header';
import { equalOctets } from '#dlms/codec/hex';
import type { Curve } from '#dlms/security/elliptic-curve';
import type { SignatureCoding } from '#dlms/security/general-signature';
import type { SecurityControl } from '#dlms/security/security-control';
import type { Refusal } from './aftermath';
import type { GeneralLayer, KeyOrigin, LayerForm, ProtectionKind } from './protection-kind';

/** What is wrong with general-ciphering or general-signing, beyond what every ciphered APDU may have wrong. */
export type GeneralFault =
  | 'malformed'
  | 'layers'
  | 'recipient'
  | 'originator'
  | 'key-info'
  | 'signature'
  | 'transaction-id';

/** A layer that the meter is to put on; `request` is the one that it answers. */
export interface ReplyLayer {
  readonly form: GeneralLayer['form'];
  readonly request: GeneralLayer | undefined;
}

/** What a layered reply answers. */
export interface LayeredReply {
  /** layers of the request, the outermost first; empty where it had none of these forms */
  readonly request: readonly GeneralLayer[];
  /** what must be done to the reply */
  readonly kind: ProtectionKind;
}

/** Decisions over general-ciphering and general-signing (GB 9.2.7.2.4, 9.2.7.2.5, 9.2.7.3; security.md 6, 10, 12). */
export interface GeneralProtectionPolicy {
  /** recipient-system-title. Right: the meter's own. */
  acceptsRecipient(title: { readonly given: Uint8Array; readonly own: Uint8Array }): boolean;
  /** originator-system-title. Right: the client's, as the association knows it. */
  acceptsOriginator(title: { readonly given: Uint8Array; readonly client: Uint8Array }): boolean;
  /** What the security policy asks of requests in these forms. Right: what it asks of any. */
  demandOnLayers(demanded: ProtectionKind): ProtectionKind;
  /** May this layer lie inside that one, both of one party? Right: a signed one inside a ciphered one, nothing else (GB 9.2.7.3). */
  acceptsInnerLayer(layers: { readonly outer: LayerForm; readonly inner: LayerForm }): boolean;
  /** May a layer of general-ciphering protect nothing? Right: yes; its suite is 0 or that of the association (security.md 3). */
  acceptsBareLayer(control: SecurityControl, suite: number): boolean;
  /** The part of the additional data that stands for the header. Right: its octets as received or sent (security.md 5). */
  headerInAad(header: Uint8Array): Uint8Array;
  /** key-id of an identified key. Right: 0, the GUEK; the GBEK is for what goes to many. */
  acceptsKeyId(keyId: number): boolean;
  /** kek-id of a wrapped key. Right: 0, the master key. */
  acceptsKekId(kekId: number): boolean;
  /** The key in place of one whose wrap is broken. Right: undefined, there is none; `earlier` is the one before. */
  keyOfBrokenWrap(earlier: Uint8Array | undefined): Uint8Array | undefined;
  /** The ephemeral key of C(1e,1s). Right: when it is signed with the client's signing key and on the curve. */
  acceptsEphemeralKey(key: { readonly verified: boolean; readonly onCurve: boolean }): boolean;
  /** Z. Right: `right`, which is undefined for a point that is not on the curve. */
  sharedSecret(agreement: {
    readonly curve: Curve;
    readonly privateKey: Uint8Array;
    readonly publicKey: Uint8Array;
    readonly right: Uint8Array | undefined;
  }): Uint8Array | undefined;
  /** May the key-info be left out? Right: when these parties have used a key in this form before. */
  acceptsEarlierKey(exchange: { readonly known: boolean }): boolean;
  /** `coding`: what the signature is right over; undefined: nothing. Right: either coding, for field clients use both (security.md 10.4). */
  acceptsSignature(signature: {
    readonly coding: SignatureCoding | undefined;
    readonly octets: Uint8Array;
    readonly length: number;
  }): boolean;
  /** Right: every one, but where the meter checks them only those that this client has not used before. */
  acceptsTransactionId(id: {
    readonly repeated: boolean;
    /** the one that this client used last */
    readonly isLast: boolean;
    readonly checks: boolean;
  }): boolean;
  /** The layers of a reply, the outermost first. Right: those of the request, and what the reply needs beyond them: a signature inside, ciphering outside. */
  replyLayers(reply: LayeredReply): readonly ReplyLayer[];
  /** The header of one. Right: as given, with the transaction-id of the request and both titles reversed. */
  replyHeader(header: GeneralHeader, request: GeneralHeader | undefined): GeneralHeader;
  /** How the client gets at the key of a reply. Right: as the meter got at that of the request. */
  replyKeyOrigin(request: KeyOrigin | undefined): KeyOrigin;
  /** key-ciphered-data of a reply. Right: unchanged. */
  replyKeyData(data: Uint8Array, origin: KeyOrigin): Uint8Array;
  /** What of a reply is signed. Right: as the standard says (security.md 10.4). */
  replySignatureCoding(): SignatureCoding;
  /** The last word over a signature of the meter's. Right: unchanged. */
  replySignature(signature: Uint8Array): Uint8Array;
  /** Right: service-not-allowed, deciphering-error; operation-not-possible for a repeated transaction-id and for layers in a wrong order. */
  refusalOfGeneralLayer(fault: GeneralFault): Refusal;
}

export const conformingGeneralProtection: GeneralProtectionPolicy = {
  acceptsRecipient: ({ given, own }) => equalOctets(given, own),
  acceptsOriginator: ({ given, client }) => equalOctets(given, client),
  demandOnLayers: (demanded) => demanded,
  acceptsInnerLayer: ({ outer, inner }) => outer === 'general-ciphering' && inner === 'general-signing',
  acceptsBareLayer: (control, suite) => control.suite === 0 || control.suite === suite,
  headerInAad: (header) => header,
  acceptsKeyId: (keyId) => keyId === 0,
  acceptsKekId: (kekId) => kekId === 0,
  keyOfBrokenWrap: () => undefined,
  acceptsEphemeralKey: ({ verified, onCurve }) => verified && onCurve,
  sharedSecret: ({ right }) => right,
  acceptsEarlierKey: ({ known }) => known,
  acceptsSignature: ({ coding }) => coding !== undefined,
  acceptsTransactionId: ({ repeated, checks }) => !repeated || !checks,
  replyLayers: rightReplyLayers,
  replyHeader: (header) => header,
  replyKeyOrigin: (request) => request ?? 'identified-key',
  replyKeyData: (data) => data,
  replySignatureCoding: () => 'standard',
  replySignature: (signature) => signature,
  refusalOfGeneralLayer: (fault) => {
    const barred = fault === 'transaction-id' || fault === 'layers';
    return { answer: ['service-not-allowed', barred ? 'operation-not-possible' : 'deciphering-error'] };
  },
};

function rightReplyLayers({ request, kind }: LayeredReply): readonly ReplyLayer[] {
  const mirrored = request.map((layer): ReplyLayer => ({ form: layer.form, request: layer }));
  const has = (form: ReplyLayer['form']): boolean => mirrored.some((layer) => layer.form === form);
  const isCiphered = kind.authenticated || kind.encrypted;
  const outside: ReplyLayer[] =
    isCiphered && !has('general-ciphering') ? [{ form: 'general-ciphering', request: undefined }] : [];
  const inside: ReplyLayer[] =
    kind.signed && !has('general-signing') ? [{ form: 'general-signing', request: undefined }] : [];
  return [...outside, ...mirrored, ...inside];
}
