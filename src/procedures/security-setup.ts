import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { invokeMethod } from '#client/writing';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { enumerated } from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import { decodeObis, type Obis } from '#dlms/codec/obis';
import type { ClientProfile, ProtectionKind } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { currentValue } from './protected-services';

const SECURITY_SETUP_REFERENCE: AttributeDescriptor = { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 9 };
const DEFAULT_SETUP: Obis = '0-0:43.0.0.255';
const CLASS_ID = 64;
const NAME_LENGTH = 6;

/** Attributes of a Security setup object that say how messages are protected. */
export interface SecuritySetupShown {
  readonly policy: Data | undefined;
  readonly suite: Data | undefined;
  readonly serverTitle: Data | undefined;
}

/** The Security setup of the current association, by its own reference; where that names none, the usual one. */
export async function securitySetupOf(client: DlmsClient): Promise<Obis> {
  const reference = await currentValue(client, SECURITY_SETUP_REFERENCE);
  const names =
    reference?.type === 'octet-string' && reference.value.length === NAME_LENGTH && reference.value[4] !== 0;
  return names ? decodeObis(reference.value) : DEFAULT_SETUP;
}

export async function readsSecuritySetup(client: DlmsClient): Promise<SecuritySetupShown> {
  const logicalName = await securitySetupOf(client);
  const read = (attributeId: number) => currentValue(client, { classId: CLASS_ID, logicalName, attributeId });
  return { policy: await read(2), suite: await read(3), serverTitle: await read(5) };
}

/**
 * Suite, policy and title are those that the rig declares and the wire shows.
 * @param titles of the meter, as the AARE brought it and as the rig declares it, where they do
 */
export function examineSetup(
  { policy, suite, serverTitle }: SecuritySetupShown,
  profile: ClientProfile,
  titles: readonly (Uint8Array | undefined)[],
  coding: PolicyCoding,
): Findings {
  const examination = new Examination();
  const demanded = policy?.type === 'enum' ? demandOf(policy.value, coding) : policy?.type;
  examination.expect(demanded === profile.policy, `security_policy demands ${demanded}, declared is ${profile.policy}`);
  const suiteShown = suite?.type === 'enum' ? suite.value : suite?.type;
  examination.expect(suiteShown === profile.suite, `security_suite ${suiteShown}, declared is ${profile.suite}`);
  const title = serverTitle?.type === 'octet-string' ? toHex(serverTitle.value) : serverTitle?.type;
  const known = titles.filter((octets) => octets !== undefined).map(toHex);
  examination.expect(known.length > 0, 'the title of the meter is not known');
  for (const expected of known)
    examination.expect(title === expected, `server_system_title ${title}, expected ${expected}`);
  return examination;
}

export function readsPolicy(client: DlmsClient, logicalName: Obis): Promise<Data | undefined> {
  return currentValue(client, { classId: CLASS_ID, logicalName, attributeId: 2 });
}

/** security_activate, protected as the client declares. */
export function activatesPolicy(client: DlmsClient, logicalName: Obis, policy: number): Promise<Reply> {
  return invokeMethod(client, { classId: CLASS_ID, logicalName, methodId: 1 }, enumerated(policy));
}

/** How security_policy is coded: a number of four in version 0 of the class, bits from version 1 on (security.md 7). */
export type PolicyCoding = 'numbers' | 'bits';

const HIGHEST_NUMBER = 3;

/**
 * What a value of security_policy demands of requests. Version 0 has no value above 3: such a one is read as bits,
 * also where the rig forgot to say that the class has a later version.
 */
export function demandOf(policy: number, coding: PolicyCoding): ProtectionKind {
  const isBits = coding === 'bits' || policy > HIGHEST_NUMBER;
  return kindOf((policy & (isBits ? 0x04 : 0x01)) !== 0, (policy & (isBits ? 0x08 : 0x02)) !== 0);
}

export function kindOf(authenticated: boolean, encrypted: boolean): ProtectionKind {
  if (authenticated) return encrypted ? 'authenticated-encryption' : 'authentication';
  return encrypted ? 'encryption' : 'none';
}

/** Whether `given` has everything that is demanded. */
export function covers(given: ProtectionKind, demanded: ProtectionKind): boolean {
  return demanded === 'none' || given === demanded || given === 'authenticated-encryption';
}
