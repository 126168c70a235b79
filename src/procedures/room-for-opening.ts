import type { DlmsClient } from '#client/dlms-client';
import { isCurveSuite } from '#dlms/security/elliptic-curve';

/** ACTION response 8, tag and length 3, SC and IC 5, tag 12. */
const AROUND_ANSWER = 28;
const SIGNATURE_LENGTHS = { 1: 64, 2: 96 } as const;

/**
 * The limit for replies that comes nearest to the wanted one and still lets the client in: with mechanism 7 the
 * signature of the meter in pass 4 must fit, which no meter need send in blocks.
 */
export function limitToOpenWith({ association }: DlmsClient, wanted: number): number {
  const { mechanism, suite } = association.settings;
  if (mechanism !== 'high-level-security-using-ecdsa' || !isCurveSuite(suite)) return wanted;
  return Math.max(wanted, AROUND_ANSWER + SIGNATURE_LENGTHS[suite]);
}
