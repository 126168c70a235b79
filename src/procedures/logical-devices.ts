import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { type ListedObject, readObjectList } from './object-list';

/** List of the logical devices with their SAPs, in the management logical device (addressing.md 1.4). */
export const SAP_ASSIGNMENT: AttributeDescriptor = { classId: 17, logicalName: '0-0:41.0.0.255', attributeId: 2 };
/** associated_partners_id of the current association. */
const PARTNERS: AttributeDescriptor = { ...CURRENT_ASSOCIATION, attributeId: 3 };

/** What one read came to. */
export interface DeviceRead {
  readonly value: Data | undefined;
  /** what came instead of a value */
  readonly detail: string;
}

/** One logical device as the first client saw it whose association it opened. */
export interface DeviceVisit {
  readonly sap: number;
  /** why nobody got in; undefined when somebody did */
  readonly fault: string | undefined;
  readonly name: DeviceRead;
  readonly listsName: boolean;
  readonly listsSapAssignment: boolean;
}

/** One association and whom its partners attribute names. */
export interface PartnersRead {
  readonly clientSap: number;
  readonly serverSap: number;
  readonly opening: OpenOutcome;
  readonly partners: DeviceRead;
}

/** What the public client must be able to read in the management logical device (addressing.md 1.1). */
export interface ManagementDeviceReads {
  readonly opening: OpenOutcome;
  readonly name: DeviceRead;
  readonly association: DeviceRead;
  /** undefined: the object list does not show it */
  readonly sapAssignment: DeviceRead | undefined;
}

/** None of what is read here may be null. */
const NO_VALUE: DeviceRead = { value: undefined, detail: 'null-data' };
const NOT_READ: DeviceRead = { value: undefined, detail: 'not read' };

/** ADR-27, ADR-24: the name of a logical device. @param visitors clients of that device, of whom one may get in */
export async function visitsDevice(visitors: readonly DlmsClient[]): Promise<DeviceVisit> {
  const sap = visitors[0]?.association.settings.serverSap ?? 0;
  let fault = 'nobody tried';
  for (const visitor of visitors) {
    await visitor.disconnect();
    const opening = await visitor.open();
    const visit = opening.associated ? await visitInside(visitor, sap) : undefined;
    await visitor.disconnect();
    if (visit !== undefined) return visit;
    fault = openingText(opening);
  }
  return { sap, fault, name: NOT_READ, listsName: false, listsSapAssignment: false };
}

/** ADR-27: one visit after the other. @param visitors for each device the clients that may get in */
export async function visitsEach(visitors: readonly (readonly DlmsClient[])[]): Promise<readonly DeviceVisit[]> {
  const visits: DeviceVisit[] = [];
  for (const clients of visitors) visits.push(await visitsDevice(clients));
  return visits;
}

/** ADR-25: the declared opening, and what every meter must show to everybody. */
export async function readsManagementDevice(client: DlmsClient): Promise<ManagementDeviceReads> {
  await client.disconnect();
  const opening = await client.open();
  if (!opening.associated) return { opening, name: NOT_READ, association: NOT_READ, sapAssignment: undefined };
  const name = await readsOne(client, LOGICAL_DEVICE_NAME);
  const association = await readsOne(client, CURRENT_ASSOCIATION);
  const listed = shows(await readObjectList(client), SAP_ASSIGNMENT);
  const sapAssignment = listed ? await readsOne(client, SAP_ASSIGNMENT) : undefined;
  return { opening, name, association, sapAssignment };
}

/** ADR-28: whom each association names as its partners. @param clients one client at several logical devices */
export async function readsPartners(clients: readonly DlmsClient[]): Promise<readonly PartnersRead[]> {
  const reads: PartnersRead[] = [];
  for (const client of clients) {
    const { clientSap, serverSap } = client.association.settings;
    await client.disconnect();
    const opening = await client.open();
    const partners = opening.associated ? await readsOne(client, PARTNERS) : NOT_READ;
    await client.disconnect();
    reads.push({ clientSap, serverSap, opening, partners });
  }
  return reads;
}

/** One attribute in the association as it stands. */
export async function readsOne(client: DlmsClient, attribute: AttributeDescriptor): Promise<DeviceRead> {
  const { results, last } = await getAttribute(client, attribute);
  const [result] = results ?? [];
  if (result !== undefined && 'data' in result) {
    return result.data.type === 'null-data' ? NO_VALUE : { value: result.data, detail: '' };
  }
  const { kind, detail } = answerOf(last);
  return { value: undefined, detail: `${kind} (${detail})` };
}

/** Why an opening did not come to an association. */
export function openingText({ reply, hlsFault }: OpenOutcome): string {
  const { kind, detail } = answerOf(reply);
  return hlsFault ?? `${kind} (${detail})`;
}

async function visitInside(visitor: DlmsClient, sap: number): Promise<DeviceVisit> {
  const name = await readsOne(visitor, LOGICAL_DEVICE_NAME);
  const objects = await readObjectList(visitor);
  const listsName = shows(objects, LOGICAL_DEVICE_NAME);
  return { sap, fault: undefined, name, listsName, listsSapAssignment: shows(objects, SAP_ASSIGNMENT) };
}

/** By the logical name alone: a logical device name may be a Register as well. */
function shows(objects: readonly ListedObject[] | undefined, { logicalName }: AttributeDescriptor): boolean {
  return objects?.some((object) => object.logicalName === logicalName) === true;
}
