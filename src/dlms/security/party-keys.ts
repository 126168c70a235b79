/** Symmetric keys of a client, as long as its suite says. */
export interface SymmetricKeys {
  readonly guek: Uint8Array;
  readonly gak: Uint8Array;
  readonly gbek?: Uint8Array;
  readonly kek?: Uint8Array;
}

/** Key pairs of a client in suites 1 and 2. */
export interface ClientKeyPairs {
  readonly signing?: ClientKeyPair;
  readonly agreement?: ClientKeyPair;
}

export interface ClientKeyPair {
  /** 32 or 48 octets */
  readonly privateKey: Uint8Array;
  /** X.509 in DER; that of the signing key goes out as calling-AE-qualifier with mechanism 7 */
  readonly certificate?: Uint8Array;
}

/** Public keys of the meter, x ‖ y in 64 or 96 octets. */
export interface ServerPublicKeys {
  readonly signing?: Uint8Array;
  readonly agreement?: Uint8Array;
}
