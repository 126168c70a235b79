import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute, getResponseOf } from '#client/reading';
import type { Reply } from '#client/reply';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { encodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { dataText } from '#dlms/codec/data-text';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { findInterfaceClass } from '#dlms/cosem/interface-class';
import { Examination, type Findings } from './findings';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { type ListedObject, OBJECT_LIST, readObjectList } from './object-list';

/** One read and the octet by which its reply is known. */
export interface Asked {
  readonly invokeIdAndPriority: number;
  readonly reply: Reply;
}

const INVOKE_IDS = 16;
const INVOKE_ID_AT = 2;
const NULL_DATA: Data = { type: 'null-data' };

/** GET-01: what is short and there in every association, and the clock where the object list shows it. */
export async function readsShortValues(client: DlmsClient, clock: AttributeDescriptor): Promise<Findings> {
  const examination = new Examination();
  const objects = await readObjectList(client);
  const listsClock = objects?.some(({ logicalName }) => logicalName === clock.logicalName) === true;
  for (const attribute of [CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME, ...(listsClock ? [clock] : [])]) {
    const fault = normalFault(await asks(client, attribute));
    examination.expect(fault === undefined, `${attributeText(attribute)}: ${fault}`);
  }
  return examination;
}

/** GET-02: a short value with every invoke-id, in normal and in high priority. */
export async function readsWithEveryInvokeId(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  for (const highPriority of [false, true]) {
    for (let id = 0; id < INVOKE_IDS; id++) {
      const octet = encodeInvokeIdAndPriority({ id, confirmed: true, highPriority });
      const fault = normalFault(await asks(client, LOGICAL_DEVICE_NAME, octet));
      examination.expect(
        fault === undefined,
        `invoke-id ${id}, ${highPriority ? 'high' : 'normal'} priority: ${fault}`,
      );
    }
  }
  return examination;
}

/** GET-02: a long value in either priority; every block carries the octet of the request. */
export async function readsBlocksWithPriorities(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  for (const highPriority of [false, true]) {
    const octet = encodeInvokeIdAndPriority({ id: 5, confirmed: true, highPriority });
    const { replies, rawData } = await getAttribute(client, OBJECT_LIST, { invokeIdAndPriority: octet });
    examination.expect(rawData !== undefined, `${what(octet)}: the object list did not come in blocks to the end`);
    for (const [index, reply] of replies.entries()) {
      const got = getResponseOf(reply)?.invokeIdAndPriority;
      examination.expect(got === octet, `${what(octet)}: block ${index + 1} carries ${got && hex(got)}`);
    }
  }
  return examination;
}

/** GET-10: the name of the device, and the association itself where that can come in blocks. */
export async function readsAllAttributes(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const objects = (await readObjectList(client)) ?? [];
  const names = [LOGICAL_DEVICE_NAME.logicalName, ...(hasBlocks(client) ? [CURRENT_ASSOCIATION.logicalName] : [])];
  const listed = objects.filter(({ logicalName }) => names.includes(logicalName));
  examination.expect(listed.length > 0, 'the object list shows neither the name of the device nor the association');
  for (const object of listed) examination.add(await comparesAttributeZero(client, object));
  return examination;
}

/** GET-29: so many times the same request but for its invoke-id. */
export async function readsRepeatedly(client: DlmsClient, times: number): Promise<Findings> {
  const examination = new Examination();
  let first: string | undefined;
  for (let time = 1; time <= times && examination.faults.length === 0; time++) {
    const asked = await asks(client, LOGICAL_DEVICE_NAME);
    const fault = normalFault(asked);
    examination.expect(fault === undefined, `reply ${time}: ${fault}`);
    const octets = withoutInvokeId(asked.reply);
    first ??= octets;
    examination.expect(octets === first, `reply ${time} is ${octets}, the first one ${first}, but for the invoke-id`);
  }
  return examination;
}

/** A plain GET of one attribute; what answers it first. */
export async function asks(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  invokeIdAndPriority: number = client.association.nextInvokeId(),
): Promise<Asked> {
  const get = encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute });
  return { invokeIdAndPriority, reply: await client.request(get) };
}

/** Why a reply is not get-response-normal with the octet of its request and a value that is not null; undefined when it is. */
export function normalFault({ invokeIdAndPriority, reply }: Asked): string | undefined {
  const response = getResponseOf(reply);
  const { kind, detail } = answerOf(reply);
  if (response === undefined) return `answered by ${kind} (${detail})`;
  if (response.choice !== 'normal') return `answered by get-response-${response.choice}`;
  if ('error' in response.result) return `answered by ${response.result.error}`;
  if (response.result.data.type === 'null-data') return 'answered by null-data, which is no value of that attribute';
  const octet = response.invokeIdAndPriority;
  return octet === invokeIdAndPriority
    ? undefined
    : `answered under ${hex(octet)}, asked under ${hex(invokeIdAndPriority)}`;
}

export function attributeText({ classId, logicalName, attributeId }: AttributeDescriptor): string {
  return `${classId}/${logicalName}/${attributeId}`;
}

/** The value of a get-response-normal; undefined for errors and everything else. */
export function dataIn(reply: Reply): Data | undefined {
  const response = getResponseOf(reply);
  return response?.choice === 'normal' && 'data' in response.result ? response.result.data : undefined;
}

export function isSameValue(one: Data, other: Data): boolean {
  return equalOctets(encodeToBytes(one), encodeToBytes(other));
}

async function comparesAttributeZero(client: DlmsClient, object: ListedObject): Promise<Findings> {
  const examination = new Examination();
  const { classId, version, logicalName } = object;
  const outcome = await getAttribute(client, { classId, logicalName, attributeId: 0 });
  const [result] = outcome.results ?? [];
  const { kind, detail } = answerOf(outcome.last);
  const zero = `attribute 0 of ${classId}/${logicalName}`;
  const elements =
    result !== undefined && 'data' in result && result.data.type === 'structure' ? result.data.elements : undefined;
  examination.expect(elements !== undefined, `${zero}: expected a structure, got ${kind} (${detail})`);
  if (elements === undefined) return examination;
  const count = findInterfaceClass(classId, version)?.attributes.length ?? object.demands.size;
  examination.expect(elements.length === count, `${zero}: ${elements.length} elements for ${count} attributes`);
  for (const [index, element] of elements.entries()) {
    const single = await readSingle(client, { classId, logicalName, attributeId: index + 1 });
    const same = isSameValue(element, single);
    examination.expect(same, `${zero}: element ${index + 1} is ${dataText(element)}, read alone ${dataText(single)}`);
  }
  return examination;
}

/** What attribute 0 has to show for an attribute: its value, or null-data when it cannot be read. */
async function readSingle(client: DlmsClient, attribute: AttributeDescriptor): Promise<Data> {
  const [result] = (await getAttribute(client, attribute)).results ?? [];
  return result !== undefined && 'data' in result ? result.data : NULL_DATA;
}

function hasBlocks(client: DlmsClient): boolean {
  return client.association.negotiated?.negotiatedConformance.has('block-transfer-with-get-or-read') === true;
}

function withoutInvokeId(reply: Reply): string {
  if (reply.kind !== 'apdu') return reply.kind;
  const { octets } = reply.received;
  return toHex(octets.map((octet, index) => (index === INVOKE_ID_AT ? 0 : octet)));
}

function what(octet: number): string {
  return `invoke-id-and-priority ${hex(octet)}`;
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}
