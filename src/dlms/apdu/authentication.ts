import type { Mechanism } from './acse';

/** Authentication mechanisms in the words of rig and meter files. */
export const AUTHENTICATION_KINDS = [
  'none',
  'low',
  'hls-vendor',
  'hls-md5',
  'hls-sha1',
  'hls-gmac',
  'hls-sha256',
  'hls-ecdsa',
] as const;
export type AuthenticationKind = (typeof AUTHENTICATION_KINDS)[number];

/** What sets a mechanism apart (GB 9.2.7.4, security.md 9). */
export interface MechanismTraits {
  /** mechanism_id, the last arc of its name */
  readonly id: number;
  /** four passes */
  readonly isHls: boolean;
  /** both system titles must be known: they, or keys that go with them, are part of the answer */
  readonly needsTitles: boolean;
  /** an HLS secret of its own, which change_HLS_secret can change */
  readonly needsSecret: boolean;
  /** octets of the shortest challenge; the longest has 64 */
  readonly shortestChallenge: 8 | 32;
}

const LOWER: MechanismTraits = { id: 0, isHls: false, needsTitles: false, needsSecret: false, shortestChallenge: 8 };
const HLS: MechanismTraits = { ...LOWER, isHls: true };

export const MECHANISM_TRAITS: Readonly<Record<Mechanism, MechanismTraits>> = {
  'lowest-level-security': LOWER,
  'low-level-security': { ...LOWER, id: 1 },
  'high-level-security': { ...HLS, id: 2, needsSecret: true },
  'high-level-security-using-md5': { ...HLS, id: 3, needsSecret: true },
  'high-level-security-using-sha-1': { ...HLS, id: 4, needsSecret: true },
  'high-level-security-using-gmac': { ...HLS, id: 5, needsTitles: true },
  'high-level-security-using-sha-256': { ...HLS, id: 6, needsTitles: true, needsSecret: true },
  'high-level-security-using-ecdsa': { ...HLS, id: 7, needsTitles: true, shortestChallenge: 32 },
};

/** Octets of the longest challenge, with every mechanism. */
export const LONGEST_CHALLENGE = 64;

export const MECHANISM_OF: Readonly<Record<AuthenticationKind, Mechanism>> = {
  none: 'lowest-level-security',
  low: 'low-level-security',
  'hls-vendor': 'high-level-security',
  'hls-md5': 'high-level-security-using-md5',
  'hls-sha1': 'high-level-security-using-sha-1',
  'hls-gmac': 'high-level-security-using-gmac',
  'hls-sha256': 'high-level-security-using-sha-256',
  'hls-ecdsa': 'high-level-security-using-ecdsa',
};

export function traitsOf(kind: AuthenticationKind): MechanismTraits {
  return MECHANISM_TRAITS[MECHANISM_OF[kind]];
}
