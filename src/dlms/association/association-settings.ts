import type { Mechanism } from '#dlms/apdu/acse';
import type { Conformance } from '#dlms/apdu/conformance';
import type { SignatureCoding } from '#dlms/security/general-signature';
import type { OidCoding } from '#dlms/security/key-derivation';
import type { ClientKeyPairs, ServerPublicKeys, SymmetricKeys } from '#dlms/security/party-keys';
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
  /** HLS secret of mechanisms 2, 3, 4 and 6 */
  readonly secret?: Uint8Array;
  /** name of the vendor's function of mechanism 2 */
  readonly vendorFunction?: string;
  readonly suite: SuiteId;
  readonly keys?: SymmetricKeys;
  /** suites 1 and 2 */
  readonly keyPairs?: ClientKeyPairs;
  readonly serverKeys?: ServerPublicKeys;
  /** AlgorithmID of the meter's key derivation, 05 unless said otherwise (security.md 12) */
  readonly oidCoding?: OidCoding;
  /** what is signed in general-signing, as the standard says unless said otherwise (security.md 10.4) */
  readonly signatureCoding?: SignatureCoding;
  /** 8 octets; sent as calling-AP-title with ciphering and with mechanisms 5, 6 and 7 */
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
