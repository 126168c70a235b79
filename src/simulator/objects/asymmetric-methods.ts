import type { CurveSuite } from '#dlms/security/elliptic-curve';
import type { AccessContext, KeySet } from '../model';
import { conforming } from '../policy';
import { exportCertificate, importCertificate, listCertificates, removeCertificate } from './certificate-store';
import { agreeKeys } from './key-agreement';
import { generateKeyPair, requestCertificate } from './key-pairs';
import { type Attribute, type Method, outcome, shows } from './served-object';

/** A Security setup of version 1 in suite 1 or 2. */
export interface AsymmetricSetup {
  readonly suite: CurveSuite;
  readonly keys: KeySet;
  readonly ownTitle: Uint8Array;
  /** of the client whose setup it is */
  clientTitle(context: AccessContext): Uint8Array;
  /** what the meter's clock shows, ms since 1970-01-01 UTC */
  utcAt(now: number): number;
}

/** Attribute certificates (BB 4.4.7, attribute 6). */
export function certificatesAttribute(setup: AsymmetricSetup): Attribute {
  return shows((context) => listCertificates(circumstances(setup, context)));
}

/** Methods 3 to 8 of the class: what needs key pairs (security.md 14). */
export function asymmetricMethods(setup: AsymmetricSetup): Readonly<Record<number, Method>> {
  return {
    3: (parameters, context) => agreeKeys(circumstances(setup, context), parameters),
    4: (parameters, context) => outcome(generateKeyPair(circumstances(setup, context), parameters)),
    5: (parameters, context) => requestCertificate(circumstances(setup, context), setup.ownTitle, parameters),
    6: (parameters, context) => outcome(importCertificate(circumstances(setup, context), parameters)),
    7: (parameters, context) => exportCertificate(circumstances(setup, context), parameters),
    8: (parameters, context) => outcome(removeCertificate(circumstances(setup, context), parameters)),
  };
}

function circumstances({ suite, keys, ownTitle, clientTitle, utcAt }: AsymmetricSetup, context: AccessContext) {
  const { policy = conforming, random, now } = context;
  return { suite, keys, ownTitle, clientTitle: clientTitle(context), policy, random, at: utcAt(now) };
}
