import { LocalProtocolError } from '#dlms/errors';

export type SuiteId = 0 | 1 | 2;

/** What protection of APDUs needs to know of a security suite (GB 9.2.3.7). */
export interface SecuritySuite {
  readonly id: SuiteId;
  readonly name: string;
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm';
  /** octets of block cipher keys and of the authentication key */
  readonly keyLength: 16 | 32;
}

/** Octets of every authentication tag, in all suites. */
export const TAG_LENGTH = 12;

export const SUITES: { readonly [id in SuiteId]: SecuritySuite } = {
  0: { id: 0, name: 'AES-GCM-128', cipher: 'aes-128-gcm', keyLength: 16 },
  1: { id: 1, name: 'ECDH-ECDSA-AES-GCM-128-SHA-256', cipher: 'aes-128-gcm', keyLength: 16 },
  2: { id: 2, name: 'ECDH-ECDSA-AES-GCM-256-SHA-384', cipher: 'aes-256-gcm', keyLength: 32 },
};

export function isSuiteId(id: number): id is SuiteId {
  return id === 0 || id === 1 || id === 2;
}

/** @throws LocalProtocolError for a suite that is not defined: we were told to use it */
export function suiteOf(id: number): SecuritySuite {
  if (!isSuiteId(id)) throw new LocalProtocolError(`security suite ${id} is not defined`);
  return SUITES[id];
}
