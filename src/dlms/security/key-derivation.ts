import { createHash } from 'node:crypto';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type CurveSuite } from './elliptic-curve';
import { suiteOf } from './suite';

/** What the key is for: ciphering APDUs, or wrapping other keys. */
export type DerivedKeyUse = 'aes-gcm' | 'aes-wrap';

/** How 16.756 in the AlgorithmID's object identifier is written: 05 is right, 06 is what the book's table prints. */
export type OidCoding = '05' | '06';

export interface KeyDerivation {
  readonly suite: CurveSuite;
  /** Z, 32 or 48 octets with its leading zeros */
  readonly z: Uint8Array;
  readonly use: DerivedKeyUse;
  /** system title of U, for C(0e, 2s) followed by length and value of the transaction-id */
  readonly partyU: Uint8Array;
  /** system title of V */
  readonly partyV: Uint8Array;
  /** 05 unless said otherwise; C(2e, 0s) in the book and EnergyICT have 06 (security.md 12) */
  readonly oidCoding?: OidCoding;
}

const ONE_ROUND = Uint8Array.of(0, 0, 0, 1);
/** The last octet of the AlgorithmID. */
const ALGORITHMS: { readonly [use in DerivedKeyUse]: { readonly [suite in CurveSuite]: number } } = {
  'aes-gcm': { 1: 0x00, 2: 0x01 },
  'aes-wrap': { 1: 0x02, 2: 0x03 },
};

/**
 * One round of the concatenation KDF of SP 800-56A (GB 9.2.3.4.6.5):
 * `Hash(00000001 ‖ Z ‖ AlgorithmID(7) ‖ PartyUInfo ‖ PartyVInfo)`, its first 16 octets in suite 1 (SHA-256), its first
 * 32 in suite 2 (SHA-384).
 * @throws LocalProtocolError when Z has another length than the suite's curve gives: its leading zeros were lost
 */
export function deriveKey({ suite, z, use, partyU, partyV, oidCoding = '05' }: KeyDerivation): Uint8Array {
  const { hash, coordinateLength } = CURVES[suite];
  if (z.length !== coordinateLength) {
    throw new LocalProtocolError(`a shared secret of suite ${suite} has ${coordinateLength} octets, not ${z.length}`);
  }
  const input = concat(ONE_ROUND, z, algorithmId(suite, use, oidCoding), partyU, partyV);
  return new Uint8Array(createHash(hash).update(input).digest().subarray(0, suiteOf(suite).keyLength));
}

/** 2.16.756.5.8.3.n as 60 85 74 05 08 03 nn, or with 06 in place of 05. */
export function algorithmId(suite: CurveSuite, use: DerivedKeyUse, oidCoding: OidCoding = '05'): Uint8Array {
  return Uint8Array.of(0x60, 0x85, 0x74, oidCoding === '05' ? 0x05 : 0x06, 0x08, 0x03, ALGORITHMS[use][suite]);
}
