import type { CipheredForm } from '#dlms/apdu/ciphered';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import type { SignatureCoding } from '#dlms/security/general-signature';
import type { SecurityControl } from '#dlms/security/security-control';
import type { GeneralCipheringChoice, GeneralSigningChoice, KeyChoice } from './general-choice';

/** How one APDU is to be protected. Everything optional is right unless given: a test gives what shall be wrong. */
export interface ProtectionChoice {
  readonly form: CipheredForm;
  readonly control: SecurityControl;
  readonly encryptionKey?: Uint8Array;
  readonly authenticationKey?: Uint8Array;
  /** the title in the initialization vector */
  readonly ivTitle?: Uint8Array;
  /** the title in the header of general-glo- and general-ded-ciphering */
  readonly headerTitle?: Uint8Array;
  readonly counter?: number;
  /** a security control octet that is wrong on purpose, consistent in header and additional data */
  readonly controlOctet?: number;
  /** the plain tag that the glo- or ded- tag shall stand for, when the protected octets begin with another */
  readonly serviceTag?: number;
  /** an edit of `SC‖IC‖…` before it is wrapped into the ciphered APDU */
  readonly edit?: (content: Uint8Array) => Uint8Array;
}

/** One layer of protection. */
export type LayerChoice = ProtectionChoice | GeneralCipheringChoice | GeneralSigningChoice;

/** One layer, or several: the inner ones first, as in `[sign, cipher]`. */
export type LayerChoices = LayerChoice | readonly LayerChoice[];

export function layersOf(choices: LayerChoices): readonly LayerChoice[] {
  return 'form' in choices ? [choices] : choices;
}

/** How a received APDU was ciphered. */
export interface ReceivedProtection {
  readonly form: CipheredForm | 'general-ciphering';
  readonly control: SecurityControl;
  /** `none`: a layer of general-ciphering that protects nothing */
  readonly key: 'global' | 'broadcast' | 'dedicated' | 'ephemeral' | 'none';
  /** numbers the ephemeral keys of one client, from 1 */
  readonly ephemeralKey?: number;
  readonly invocationCounter: number;
  /** false: the counter is not above every one received before under this key */
  readonly fresh: boolean;
  /** the lowest counter that would have been fresh */
  readonly lowestFresh: number;
  /** title in the header of general-glo- and general-ded-ciphering; empty when its length was 0 */
  readonly headerTitle?: Uint8Array;
  /** general-ciphering only */
  readonly general?: ReceivedHeaderFields & { readonly keyInfo: KeyChoice['kind'] };
}

/** What a received layer of general-signing told. Its signature is right: a wrong one is no layer but an error. */
export interface ReceivedSignature extends ReceivedHeaderFields {
  readonly form: 'general-signing';
  /** `without-content-length` is what some stacks do, not what the standard says (security.md 10.4) */
  readonly coding: SignatureCoding;
}

export interface ReceivedHeaderFields {
  readonly header: GeneralHeader;
  /** whether it repeats the transaction-id of our last request in that form; undefined when there was none */
  readonly isTransactionIdEchoed: boolean | undefined;
}

export type ReceivedLayer = ReceivedProtection | ReceivedSignature;

export function isCipheringLayer(layer: ReceivedLayer): layer is ReceivedProtection {
  return layer.form !== 'general-signing';
}
