import { type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { MECHANISM_TRAITS } from '#dlms/apdu/authentication';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import type { AssociationSettings } from './association-settings';
import { DLMS_VERSION } from './negotiation';
import type { FreshValues, OpenChange } from './open-change';
import type { ProtectionChoice } from './protection-choice';

/** Bit 0, authentication, of the ACSE requirements. */
const AUTHENTICATION_UNIT = { bits: 1, octets: Uint8Array.of(0x80) };

/** Whether the four passes of high level security follow the AARE. */
export function usesHls({ mechanism }: AssociationSettings): boolean {
  return MECHANISM_TRAITS[mechanism].isHls;
}

/** The fields of an AARQ as declared (acse.md 2), without user-information. */
export function declaredAarq(settings: AssociationSettings, challenge: Uint8Array): Aarq {
  const context = settings.ciphered
    ? APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering']
    : APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];
  const needsTitle = settings.ciphered || MECHANISM_TRAITS[settings.mechanism].needsTitles;
  return {
    kind: 'AARQ',
    applicationContextName: context,
    ...(needsTitle && settings.systemTitle && { callingApTitle: settings.systemTitle }),
    ...certificateField(settings),
    ...authenticationFields(settings, challenge),
  };
}

/** With mechanism 7 the certificate of the signing key goes along, where the client has one (acse.md 2). */
function certificateField({ mechanism, keyPairs }: AssociationSettings): Pick<Aarq, 'callingAeQualifier'> {
  const certificate = keyPairs?.signing?.certificate;
  const sends = mechanism === 'high-level-security-using-ecdsa' && certificate !== undefined;
  return sends ? { callingAeQualifier: certificate } : {};
}

function authenticationFields(settings: AssociationSettings, challenge: Uint8Array): Partial<Aarq> {
  const { mechanism, password } = settings;
  if (mechanism === 'lowest-level-security') return {};
  const value = usesHls(settings) ? challenge : password;
  return {
    senderAcseRequirements: AUTHENTICATION_UNIT,
    mechanismName: MECHANISMS[mechanism],
    ...(value && { callingAuthenticationValue: value }),
  };
}

/** The InitiateRequest of an opening (acse.md 4): as declared but for the change. */
export function initiateRequest(
  settings: AssociationSettings,
  fresh: FreshValues,
  change: OpenChange,
): InitiateRequest {
  const declared = settings.dedicatedKey ? fresh.dedicatedKey : undefined;
  const key = change.dedicatedKey === 'none' ? undefined : (change.dedicatedKey ?? declared);
  return {
    kind: 'initiate-request',
    ...(key && { dedicatedKey: key }),
    responseAllowed: true,
    proposedDlmsVersionNumber: DLMS_VERSION,
    proposedConformance: settings.conformance,
    clientMaxReceivePduSize: settings.maxPduSize,
    ...change.initiate,
  };
}

/** How the InitiateRequest is protected: one with a dedicated key always authenticated and encrypted (acse.md 7). */
export function initiateProtection(
  settings: AssociationSettings,
  initiate: InitiateRequest,
  change: OpenChange,
): ProtectionChoice | undefined {
  if (change.initiateProtection === 'none') return undefined;
  if (change.initiateProtection !== undefined) return change.initiateProtection;
  const { protection, ciphered } = settings;
  if (protection === undefined || !ciphered) return undefined;
  return {
    form: 'glo',
    control: initiate.dedicatedKey ? { ...protection, authenticated: true, encrypted: true } : protection,
  };
}

/** A key never goes out in clear, not even in a test of unprotected releases. */
export function withoutKey(initiate: InitiateRequest): InitiateRequest {
  const { dedicatedKey: _, ...rest } = initiate;
  return rest;
}

/** The AARQ less some optional fields. */
export function without(aarq: Aarq, fields: readonly (keyof Aarq)[]): Aarq {
  const left: Partial<Record<keyof Aarq, unknown>> = { ...aarq };
  for (const field of fields) delete left[field];
  return left as Aarq;
}
