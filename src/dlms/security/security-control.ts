/** The security control octet (GB 9.2.7.2, security.md 3). */
export interface SecurityControl {
  /** 0..15 on the wire; 0, 1 and 2 are defined */
  readonly suite: number;
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  readonly keySet: 'unicast' | 'broadcast';
  readonly compressed: boolean;
}

/** bits 0..3 suite, 4 A, 5 E, 6 key-set, 7 compression */
export function encodeSecurityControl(control: SecurityControl): number {
  return (
    (control.suite & 0x0f) |
    (control.authenticated ? 0x10 : 0) |
    (control.encrypted ? 0x20 : 0) |
    (control.keySet === 'broadcast' ? 0x40 : 0) |
    (control.compressed ? 0x80 : 0)
  );
}

export function decodeSecurityControl(octet: number): SecurityControl {
  return {
    suite: octet & 0x0f,
    authenticated: (octet & 0x10) !== 0,
    encrypted: (octet & 0x20) !== 0,
    keySet: (octet & 0x40) !== 0 ? 'broadcast' : 'unicast',
    compressed: (octet & 0x80) !== 0,
  };
}
