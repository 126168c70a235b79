/** A certification authority whose certificates the meter takes. */
export interface TestAuthority {
  /** X.509 in DER */
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
}
