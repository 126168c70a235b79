import type { CipheredForm } from '#dlms/apdu/ciphered';
import type { SecurityControl } from '#dlms/security/security-control';

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

/** How a received APDU was protected. */
export interface ReceivedProtection {
  readonly form: CipheredForm;
  readonly control: SecurityControl;
  readonly key: 'global' | 'dedicated';
  readonly invocationCounter: number;
  /** false: the counter is not above every one received before under this key */
  readonly fresh: boolean;
  /** title in the header of the general forms; empty when its length was 0 */
  readonly headerTitle?: Uint8Array;
}
