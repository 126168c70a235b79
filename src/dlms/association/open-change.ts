import type { Aarq } from '#dlms/apdu/acse';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import type { ProtectionChoice } from './protection-choice';

/** How an opening differs from the declared one. An empty change is the declared opening. */
export interface OpenChange {
  readonly aarq?: Partial<Omit<Aarq, 'kind'>>;
  readonly without?: readonly (keyof Aarq)[];
  readonly initiate?: Partial<Omit<InitiateRequest, 'kind'>>;
  readonly initiateProtection?: ProtectionChoice | 'none';
  readonly challenge?: Uint8Array;
  /** octets of the dedicated key, or none at all */
  readonly dedicatedKey?: Uint8Array | 'none';
  /** the last word: an edit of the encoded AARQ */
  readonly edit?: (aarq: Uint8Array) => Uint8Array;
}

/** Random octets for one opening; the core draws none itself. */
export interface FreshValues {
  /** CtoS */
  readonly challenge: Uint8Array;
  readonly dedicatedKey: Uint8Array;
}

/** How HLS pass 3 differs from the right one. */
export interface TokenChange {
  /** security control octet of the token, e.g. 30 in place of 10 */
  readonly control?: number;
  readonly counter?: number;
  readonly encryptionKey?: Uint8Array;
  readonly authenticationKey?: Uint8Array;
  /** another HLS secret */
  readonly secret?: Uint8Array;
  /** another private key in place of the signing key (mechanism 7) */
  readonly signingKey?: Uint8Array;
  /** the system titles of client and meter change places (mechanisms 6 and 7) */
  readonly titlesSwapped?: boolean;
  readonly edit?: (token: Uint8Array) => Uint8Array;
  /** these octets in place of a token, e.g. an old one */
  readonly token?: Uint8Array;
}

/** How a release differs from the declared one. */
export interface ReleaseChange {
  /** `declared`: protected as the AARQ was, or absent in a plain association */
  readonly userInformation?: 'declared' | 'absent' | 'unprotected';
  readonly withoutReason?: boolean;
  readonly protection?: Partial<ProtectionChoice>;
}
