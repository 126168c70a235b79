import type { Mechanism } from '#dlms/apdu/acse';
import type { Conformance } from '#dlms/apdu/conformance';
import type { SecurityControl } from '#dlms/security/security-control';
import type { SuiteId } from '#dlms/security/suite';

/** What a client brings to an association: agreed beforehand, the same each time it opens one. */
export interface AssociationSettings {
  readonly clientSap: number;
  readonly serverSap: number;
  /** ciphered application context (3) or not (1) */
  readonly ciphered: boolean;
  readonly mechanism: Mechanism;
  /** LLS password */
  readonly password?: Uint8Array;
  readonly suite: SuiteId;
  readonly keys?: { readonly guek: Uint8Array; readonly gak: Uint8Array };
  /** 8 octets; sent as calling-AP-title with ciphering or HLS-GMAC */
  readonly systemTitle?: Uint8Array;
  readonly conformance: Conformance;
  readonly maxPduSize: number;
  /** how requests are protected unless said otherwise; undefined = in clear */
  readonly protection: SecurityControl | undefined;
  readonly dedicatedKey: boolean;
}

/** Counts up for one key: its own kind of number is never used twice (security.md 4). */
export interface SendingCounter {
  /** the value that `take` would give */
  readonly next: number;
  take(): number;
  /** @param next the value to be given next; never lower than the present one */
  skipTo(next: number): void;
}
