import { timingSafeEqual } from 'node:crypto';
import { seal } from './aes-gcm';
import { checkAuthenticationKey, type ProtectionKeys } from './protection';
import { decodeSecurityControl, encodeSecurityControl, type SecurityControl } from './security-control';
import { type SuiteId, suiteOf, TAG_LENGTH } from './suite';
import { counterAt, iv, putCounter } from './system-title';

/** SC (1) ‖ IC (4) ‖ tag (12) */
export const GMAC_TOKEN_LENGTH = 17;
const HEADER_LENGTH = 5;
const NOTHING = new Uint8Array(0);

export interface GmacTokenRequest {
  readonly suite: SuiteId;
  /** the encryption key is the GUEK, also in an association with a dedicated key */
  readonly keys: ProtectionKeys;
  /** of the one who answers the challenge, 8 octets */
  readonly systemTitle: Uint8Array;
  /** takes a value of its own from the GUEK's counter: the APDU around the token must use another one */
  readonly invocationCounter: number;
  /** StoC in pass 3, CtoS in pass 4 */
  readonly challenge: Uint8Array;
  /** another security control than the right one (authenticated, unicast, the suite), for negative tests */
  readonly control?: SecurityControl;
}

export interface GmacToken {
  readonly control: SecurityControl;
  readonly invocationCounter: number;
  /** 12 octets, a view */
  readonly tag: Uint8Array;
}

export interface GmacVerification {
  readonly suite: SuiteId;
  readonly token: Uint8Array;
  readonly keys: ProtectionKeys;
  /** of the one who answered, 8 octets */
  readonly systemTitle: Uint8Array;
  readonly challenge: Uint8Array;
}

/** The control octet of a token: authenticated, not encrypted, unicast. */
export function gmacControl(suite: SuiteId): SecurityControl {
  return { suite, authenticated: true, encrypted: false, keySet: 'unicast', compressed: false };
}

/**
 * f(challenge) of HLS mechanism 5 (GB 9.2.7.4).
 * @returns `SC ‖ IC ‖ GMAC(SC ‖ AK ‖ challenge)`, 17 octets
 * @throws LocalProtocolError when keys, title or counter have the wrong size
 */
export function gmacToken(request: GmacTokenRequest): Uint8Array {
  const token = new Uint8Array(GMAC_TOKEN_LENGTH);
  token[0] = encodeSecurityControl(request.control ?? gmacControl(request.suite));
  putCounter(token, 1, request.invocationCounter);
  token.set(gmac(request, token[0]), HEADER_LENGTH);
  return token;
}

/** The parts of a token, or undefined when it has not 17 octets. */
export function parseToken(octets: Uint8Array): GmacToken | undefined {
  if (octets.length !== GMAC_TOKEN_LENGTH) return undefined;
  return {
    control: decodeSecurityControl(octets[0] ?? 0),
    invocationCounter: counterAt(octets, 1),
    tag: octets.subarray(HEADER_LENGTH),
  };
}

/**
 * True when the token has the length, the control octet and the tag that it must have; compares in constant time.
 *
 * Its counter is for the caller to check, and not against the lowest value that the APDU around it left behind: a
 * sender makes the token first, so under the GUEK the token's value is the smaller one of the two. It is fresh when
 * it was fresh before that APDU and is not the APDU's own.
 * @throws LocalProtocolError when keys or title have the wrong size
 */
export function verifyGmacToken({ suite, token, keys, systemTitle, challenge }: GmacVerification): boolean {
  const parsed = parseToken(token);
  const rightControl = encodeSecurityControl(gmacControl(suite));
  if (parsed === undefined || token[0] !== rightControl) return false;
  const { invocationCounter } = parsed;
  const expected = gmac({ suite, keys, systemTitle, invocationCounter, challenge }, rightControl);
  return expected.length === TAG_LENGTH && timingSafeEqual(expected, parsed.tag);
}

function gmac(
  { suite: id, keys, systemTitle, invocationCounter, challenge }: Omit<GmacTokenRequest, 'control'>,
  controlOctet: number,
): Uint8Array {
  const suite = suiteOf(id);
  checkAuthenticationKey(suite, keys.authenticationKey);
  const aad = [Uint8Array.of(controlOctet), keys.authenticationKey, challenge];
  return seal(suite.cipher, keys.encryptionKey, iv(systemTitle, invocationCounter), aad, NOTHING).tag;
}
