import type { DlmsClient } from '#client/dlms-client';
import type { OpenChange } from '#dlms/association/open-change';
import { concat } from '#dlms/codec/hex';
import type { Observed } from './observed';
import { sendsAarq } from './opening';

/** What may be wrong with the calling-AP-title, in the words of features. */
export type TitleFault = 'one octet long' | 'two octets too long' | 'missing';

/** In the arc of the mechanisms, but not defined. */
const UNDEFINED_MECHANISM = '2.16.756.5.8.2.42';

/** ASC-12, ASC-13, ASC-14: a title that is none, or no title, where the association needs one. */
export function sendsTitle(client: DlmsClient, fault: TitleFault): Promise<readonly Observed[]> {
  return attempt(client, `AARQ with a system title that is ${fault}`, titleChange(client, fault));
}

function titleChange(client: DlmsClient, fault: TitleFault): OpenChange {
  if (fault === 'missing') return { without: ['callingApTitle'] };
  const right = client.association.security.ownTitle();
  const callingApTitle = fault === 'one octet long' ? right.slice(0, 1) : concat(right, Uint8Array.of(0, 0));
  return { aarq: { callingApTitle } };
}

/** ASC-16: mechanism and right value, but not the functional unit that they belong to. */
export function namesMechanismWithoutUnit(client: DlmsClient): Promise<readonly Observed[]> {
  return attempt(client, 'AARQ without sender-acse-requirements', { without: ['senderAcseRequirements'] });
}

/** ASC-17 */
export function namesUndefinedMechanism(client: DlmsClient): Promise<readonly Observed[]> {
  return attempt(client, 'AARQ with an undefined mechanism', { aarq: { mechanismName: UNDEFINED_MECHANISM } });
}

/** ASC-18: the functional unit and the right value, but no mechanism. */
export function namesNoMechanism(client: DlmsClient): Promise<readonly Observed[]> {
  return attempt(client, 'AARQ without mechanism-name', { without: ['mechanismName'] });
}

async function attempt(client: DlmsClient, what: string, change: OpenChange): Promise<readonly Observed[]> {
  return [await sendsAarq(client, what, change)];
}
