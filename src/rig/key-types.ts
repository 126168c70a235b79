/** Symmetric keys, 16 octets, in suite 2 32. */
export interface ClientKeys {
  readonly guek: Uint8Array;
  readonly gak: Uint8Array;
  readonly gbek?: Uint8Array;
  readonly kek?: Uint8Array;
}

export interface ClientKeyPairs {
  readonly signing?: ClientKeyPair;
  readonly agreement?: ClientKeyPair;
}

export interface ClientKeyPair {
  /** 32 or 48 octets */
  readonly privateKey: Uint8Array;
  /** X.509 in DER */
  readonly certificate?: Uint8Array;
}

/** Public keys of the meter, x ‖ y in 64 or 96 octets. */
export interface MeterPublicKeys {
  readonly signing?: Uint8Array;
  readonly agreement?: Uint8Array;
}

/** A certification authority whose certificates the meter takes. */
export interface TestAuthority {
  /** X.509 in DER */
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
}
