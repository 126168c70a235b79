import type { DlmsClient } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import { dataText } from '#dlms/codec/data-text';
import type { LogicalDeviceDeclaration, MeterDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import {
  type DeviceRead,
  type DeviceVisit,
  type ManagementDeviceReads,
  openingText,
  type PartnersRead,
  readsOne,
  SAP_ASSIGNMENT,
  visitsDevice,
} from './logical-devices';

/** What the meter says of its logical devices, and what was found there. */
export interface SapTour {
  readonly list: DeviceRead;
  /** undefined: the value is no list of SAPs and names */
  readonly entries: readonly LogicalDeviceDeclaration[] | undefined;
  readonly visits: readonly DeviceVisit[];
}

const LONGEST_NAME = 16;
const FLAG_LENGTH = 3;

/** ADR-24: the list, then a visit at each SAP in it. @param visitorsAt clients to try at a SAP */
export async function toursListedDevices(
  reader: DlmsClient,
  visitorsAt: (sap: number) => readonly DlmsClient[],
): Promise<SapTour> {
  await reader.disconnect();
  const opening = await reader.open();
  const list = opening.associated
    ? await readsOne(reader, SAP_ASSIGNMENT)
    : { value: undefined, detail: openingText(opening) };
  await reader.disconnect();
  const entries = list.value && entriesOf(list.value);
  const visits: DeviceVisit[] = [];
  for (const { sap } of entries ?? []) visits.push(await visitsDevice(visitorsAt(sap)));
  return { list, entries, visits };
}

/** ADR-24 */
export function examineTour({ list, entries, visits }: SapTour, { logicalDevices }: MeterDeclaration): Findings {
  const examination = new Examination();
  examination.expect(list.value !== undefined, `the SAP assignment could not be read: ${list.detail}`);
  if (list.value === undefined) return examination;
  examination.expect(entries !== undefined, `no list of SAPs and names: ${dataText(list.value)}`);
  if (entries === undefined) return examination;
  examination.add(examineUniqueness(entries));
  for (const [index, entry] of entries.entries()) examination.add(examineEntry(entry, visits[index]));
  for (const { sap, name } of logicalDevices) {
    const listed = entries.some((entry) => entry.sap === sap && entry.name === name);
    examination.expect(listed, `the declared logical device ${name} at SAP ${sap} is not listed`);
  }
  return examination;
}

/** ADR-25 */
export function examineManagementDevice(reads: ManagementDeviceReads): Findings {
  const examination = new Examination();
  const { opening, name, association, sapAssignment } = reads;
  examination.expect(opening.associated, `no association: ${openingText(opening)}`);
  if (!opening.associated) return examination;
  examination.expect(name.value !== undefined, `logical device name: ${name.detail}`);
  examination.expect(association.value !== undefined, `current association: ${association.detail}`);
  if (sapAssignment !== undefined)
    examination.expect(sapAssignment.value !== undefined, `SAP assignment, which is listed: ${sapAssignment.detail}`);
  return examination;
}

/** ADR-27 */
export function examineDeviceNames(visits: readonly DeviceVisit[], meter: MeterDeclaration): Findings {
  const examination = new Examination();
  examination.expect(visits.length > 0, 'no logical device was visited');
  for (const visit of visits) examination.add(examineName(visit, meter));
  const names = visits.flatMap(({ name }) => nameIn(name.value) ?? []);
  for (const name of repeated(names)) examination.expect(false, `two logical devices are called ${name}`);
  return examination;
}

/** ADR-28. The first read is that of the declared association; others count where the client got in. */
export function examinePartners(reads: readonly PartnersRead[]): Findings {
  const examination = new Examination();
  const [declared] = reads;
  examination.expect(declared?.opening.associated === true, 'the declared association was not opened');
  for (const { clientSap, serverSap, opening, partners } of reads) {
    if (!opening.associated) continue;
    const what = `client ${clientSap} at logical device ${serverSap}`;
    const text = partners.value === undefined ? partners.detail : dataText(partners.value);
    const right = partners.value !== undefined && arePartners(partners.value, clientSap, serverSap);
    examination.expect(right, `${what}: expected structure {integer, long-unsigned} with these, got ${text}`);
  }
  return examination;
}

function examineUniqueness(entries: readonly LogicalDeviceDeclaration[]): Findings {
  const examination = new Examination();
  for (const sap of repeated(entries.map((entry) => entry.sap)))
    examination.expect(false, `SAP ${sap} is listed twice`);
  for (const name of repeated(entries.map((entry) => entry.name))) examination.expect(false, `${name} is listed twice`);
  return examination;
}

function examineEntry({ sap, name }: LogicalDeviceDeclaration, visit: DeviceVisit | undefined): Findings {
  const examination = new Examination();
  const fault = visit?.fault ?? (visit === undefined ? 'not visited' : undefined);
  examination.expect(fault === undefined, `nobody could open an association at the listed SAP ${sap}: ${fault}`);
  if (visit === undefined || fault !== undefined) return examination;
  const found = nameIn(visit.name.value);
  const unnamed = found === undefined && !visit.listsName && visit.listsSapAssignment;
  examination.expect(
    unnamed || found === name,
    `SAP ${sap} is listed as ${name}, but says that it is ${found ?? visit.name.detail}`,
  );
  return examination;
}

function examineName(
  { sap, fault, name, listsName, listsSapAssignment }: DeviceVisit,
  { flagId, logicalDevices }: MeterDeclaration,
): Findings {
  const examination = new Examination();
  examination.expect(fault === undefined, `nobody could open an association at SAP ${sap}: ${fault}`);
  // A device with the SAP assignment may do without the object (addressing.md 1.3).
  if (fault !== undefined || (!listsName && listsSapAssignment && name.value === undefined)) return examination;
  const text = nameIn(name.value);
  const got = name.value === undefined ? name.detail : dataText(name.value);
  examination.expect(text !== undefined, `SAP ${sap}: expected an octet-string or a visible-string, got ${got}`);
  if (text === undefined) return examination;
  const declared = logicalDevices.find((device) => device.sap === sap)?.name;
  const flag = flagId ?? text.slice(0, FLAG_LENGTH).toUpperCase();
  examination.expect(
    text.length <= LONGEST_NAME,
    `SAP ${sap}: a name of ${text.length} octets, ${LONGEST_NAME} allowed`,
  );
  examination.expect(text.startsWith(flag), `SAP ${sap}: ${text} does not begin with the FLAG id ${flag}`);
  examination.expect(text === declared, `SAP ${sap}: the name is ${text}, declared is ${declared}`);
  return examination;
}

function entriesOf(list: Data): readonly LogicalDeviceDeclaration[] | undefined {
  if (list.type !== 'array') return undefined;
  const entries = list.elements.map(entryOf);
  return entries.some((entry) => entry === undefined) ? undefined : entries.flatMap((entry) => entry ?? []);
}

function entryOf(element: Data): LogicalDeviceDeclaration | undefined {
  if (element.type !== 'structure' || element.elements.length !== 2) return undefined;
  const [sap, name] = element.elements;
  if (sap?.type !== 'long-unsigned' || name?.type !== 'octet-string') return undefined;
  return { sap: sap.value, name: textOf(name.value) };
}

function nameIn(value: Data | undefined): string | undefined {
  if (value?.type === 'octet-string') return textOf(value.value);
  return value?.type === 'visible-string' ? value.value : undefined;
}

/** client_SAP is an integer, which has a sign: a SAP above 7F shows as a negative number. */
function arePartners(value: Data, clientSap: number, serverSap: number): boolean {
  if (value.type !== 'structure' || value.elements.length !== 2) return false;
  const [client, server] = value.elements;
  const rightClient = client?.type === 'integer' && (client.value & 0xff) === clientSap;
  return rightClient && server?.type === 'long-unsigned' && server.value === serverSap;
}

function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function repeated<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
