import type { CipheredForm } from '#dlms/apdu/ciphered';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import type { KeyInfo } from '#dlms/apdu/key-info';
import type { SignatureCoding } from '#dlms/security/general-signature';
import type { SecurityControl } from '#dlms/security/security-control';
import type { InvocationCounters } from '../model';

/** Which of the cryptographic services are applied, or demanded. */
export interface ProtectionKind {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  /** digitally; absent: no */
  readonly signed?: boolean;
}

export const UNPROTECTED: ProtectionKind = { authenticated: false, encrypted: false };

/** `global`: the GUEK; `dedicated`: the key of one association; `broadcast`: the GBEK; `ephemeral`: wrapped or agreed. */
export type KeyName = 'global' | 'dedicated' | 'broadcast' | 'ephemeral';

/** A block cipher key with its counters. */
export interface KeyState {
  readonly key: Uint8Array;
  readonly counters: InvocationCounters;
}

/** Every form of a protected APDU. */
export type LayerForm = CipheredForm | 'general-ciphering' | 'general-signing';

/** How the recipient of general-ciphering gets at the key (security.md 6). */
export type KeyOrigin = 'identified-key' | 'wrapped-key' | 'C(1e,1s)' | 'C(0e,2s)' | 'earlier-key';

/** A layer of general-ciphering that was taken off. */
export interface CipheringLayer {
  readonly form: 'general-ciphering';
  readonly header: GeneralHeader;
  readonly control: SecurityControl;
  readonly origin: KeyOrigin;
  readonly keyInfo: KeyInfo | undefined;
  readonly key: KeyName;
  readonly counter: number;
  /** of an ephemeral key */
  readonly ephemeral: KeyState | undefined;
}

/** A layer of general-signing that was taken off. */
export interface SigningLayer {
  readonly form: 'general-signing';
  readonly header: GeneralHeader;
  readonly coding: SignatureCoding | undefined;
}

export type GeneralLayer = CipheringLayer | SigningLayer;

/** How a received APDU was protected. */
export interface RequestProtection {
  /** of the outermost layer */
  readonly form: LayerForm;
  /** of what was ciphered; neither authenticated nor encrypted where it was only signed */
  readonly control: SecurityControl;
  readonly key: KeyName;
  readonly counter: number;
  /** general-ciphering and general-signing, the outermost first; absent in the other forms */
  readonly layers?: readonly GeneralLayer[];
}

/** What the protected APDU is for. */
export type Purpose = 'initiate' | 'request' | 'release';

/** Services of both together. */
export function union(a: ProtectionKind, b: ProtectionKind): ProtectionKind {
  return kind(a.authenticated || b.authenticated, a.encrypted || b.encrypted, a.signed === true || b.signed === true);
}

/** Does `given` have everything that is demanded? */
export function covers(given: ProtectionKind, demanded: ProtectionKind): boolean {
  const ciphered = (given.authenticated || !demanded.authenticated) && (given.encrypted || !demanded.encrypted);
  return ciphered && (given.signed === true || demanded.signed !== true);
}

/** The services that a bit field of class 64 or 15 names (security.md 7, 8). */
export function kindOfBits(
  bits: number,
  masks: { readonly authenticated: number; readonly encrypted: number; readonly signed: number },
): ProtectionKind {
  const has = (mask: number): boolean => (bits & mask) !== 0;
  return kind(has(masks.authenticated), has(masks.encrypted), has(masks.signed));
}

/** What was done to a request, over all its layers. */
export function kindOfRequest(protection: RequestProtection | undefined): ProtectionKind {
  if (protection === undefined) return UNPROTECTED;
  const { authenticated, encrypted } = protection.control;
  return kind(authenticated, encrypted, protection.layers?.some(({ form }) => form === 'general-signing') === true);
}

function kind(authenticated: boolean, encrypted: boolean, signed: boolean): ProtectionKind {
  return { authenticated, encrypted, ...(signed && { signed }) };
}
