import type { CipheredForm } from '#dlms/apdu/ciphered';
import type { SecurityControl } from '#dlms/security/security-control';

/** Which of the two cryptographic services are applied, or demanded. */
export interface ProtectionKind {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
}

export const UNPROTECTED: ProtectionKind = { authenticated: false, encrypted: false };

/** `global`: the GUEK; `dedicated`: the key of one association. */
export type KeyName = 'global' | 'dedicated';

/** How a received APDU was protected. */
export interface RequestProtection {
  readonly form: CipheredForm;
  readonly control: SecurityControl;
  readonly key: KeyName;
  readonly counter: number;
}

/** What the protected APDU is for. */
export type Purpose = 'initiate' | 'request' | 'release';

/** Services of both together. */
export function union(a: ProtectionKind, b: ProtectionKind): ProtectionKind {
  return { authenticated: a.authenticated || b.authenticated, encrypted: a.encrypted || b.encrypted };
}

/** Does `given` have everything that is demanded? */
export function covers(given: ProtectionKind, demanded: ProtectionKind): boolean {
  return (given.authenticated || !demanded.authenticated) && (given.encrypted || !demanded.encrypted);
}
