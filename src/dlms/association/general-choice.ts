import type { GeneralHeader } from '#dlms/apdu/general-header';
import type { SignatureCoding } from '#dlms/security/general-signature';
import type { OidCoding } from '#dlms/security/key-derivation';
import type { SecurityControl } from '#dlms/security/security-control';

export type OctetEdit = (octets: Uint8Array) => Uint8Array;

/** A layer of general-ciphering (DD). Everything optional is right unless given: a test gives what shall be wrong. */
export interface GeneralCipheringChoice {
  readonly form: 'general-ciphering';
  /** may protect nothing: in this form SC 00 is allowed */
  readonly control: SecurityControl;
  /** how the meter gets at the key; left out: identified-key 0, the GUEK */
  readonly key?: KeyChoice;
  /** fields of the header in place of the right ones; the additional data follow them, the initialization vector does not */
  readonly header?: Partial<GeneralHeader>;
  /** ciphered under this key, whatever the key-info says */
  readonly encryptionKey?: Uint8Array;
  readonly authenticationKey?: Uint8Array;
  /** the title in the initialization vector */
  readonly ivTitle?: Uint8Array;
  readonly counter?: number;
  /** a security control octet that is wrong on purpose, consistent in content and additional data */
  readonly controlOctet?: number;
  /** an edit of `SC‖IC‖…` */
  readonly edit?: OctetEdit;
}

/** A layer of general-signing (DF). */
export interface GeneralSigningChoice {
  readonly form: 'general-signing';
  /** fields of the header in place of the right ones; they are what is signed */
  readonly header?: Partial<GeneralHeader>;
  /** another private key than the client's */
  readonly signingKey?: Uint8Array;
  /** what is signed; left out: as the standard says */
  readonly coding?: SignatureCoding;
  /** an edit of the signature R ‖ S */
  readonly edit?: OctetEdit;
}

/** Where the key of general-ciphering comes from: the choices of key-info, and none at all (security.md 6). */
export type KeyChoice = IdentifiedKeyChoice | WrappedKeyChoice | OnePassKeyChoice | StaticKeyChoice | EarlierKeyChoice;

export interface IdentifiedKeyChoice {
  readonly kind: 'identified-key';
  /** 0 GUEK, which is also taken for what is not defined; 1 GBEK */
  readonly keyId?: number;
}

/** A key wrapped under the KEK. */
export interface WrappedKeyChoice {
  readonly kind: 'wrapped-key';
  /** left out: a fresh one; the same one again goes on with its counter */
  readonly key?: Uint8Array;
  /** another key to wrap under */
  readonly kek?: Uint8Array;
  readonly kekId?: number;
  /** an edit of the wrapped key */
  readonly edit?: OctetEdit;
}

/** Agreed from an ephemeral key of the client and the static one of the meter (security.md 12). */
export interface OnePassKeyChoice {
  readonly kind: 'C(1e,1s)';
  /** private; left out: a fresh one */
  readonly ephemeralKey?: Uint8Array;
  /** an edit of the ephemeral public key before it is signed */
  readonly editPublicKey?: OctetEdit;
  /**
   * In place of the ephemeral key a point of this order that is not on the curve, rightly signed, and ciphered under
   * the key that a meter gets which does not check it: unless its private key is a multiple of the order.
   */
  readonly offCurve?: 2 | 3;
  /** another private key to sign it with */
  readonly signingKey?: Uint8Array;
  /** an edit of `ephemeral public key ‖ signature` */
  readonly edit?: OctetEdit;
  readonly oidCoding?: OidCoding;
}

/** Agreed from the static keys of both and the transaction-id. */
export interface StaticKeyChoice {
  readonly kind: 'C(0e,2s)';
  readonly oidCoding?: OidCoding;
}

/** Without key-info: the key that this client used last in this form. */
export interface EarlierKeyChoice {
  readonly kind: 'earlier-key';
}
