import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute, getList } from '#client/reading';
import type { Reply } from '#client/reply';
import { invokeMethod, setAttribute } from '#client/writing';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { OpenChange } from '#dlms/association/open-change';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import type { ObjectDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { conformanceWithout } from './negotiation';
import { type Observed, observe } from './observed';
import { opensAnewWith } from './opening';
import { limitToOpenWith } from './room-for-opening';
import {
  type ClientService,
  declared,
  FIRST_ENTRIES,
  LIMIT_FOR_BLOCKS,
  OBJECT_LIST,
  otherValue,
  readGenerally,
} from './service-uses';

/** What came of using a service that was not negotiated. */
export interface ForbiddenUse {
  readonly observed: readonly Observed[];
  /** whether it changed anything all the same */
  readonly state: Findings;
}

/** Reply_to_HLS_authentication outside of an authentication: the one method that every association shows. */
const PASS_THREE = { classId: 15, logicalName: CURRENT_ASSOCIATION.logicalName, methodId: 1 } as const;

/** One service refused: what was sent goes no further than its first APDU. */
const FIRST_APDUS: Readonly<Record<ClientService, (client: DlmsClient, objects: ObjectDeclaration) => Promise<Reply>>> =
  {
    get: async (client) => (await getAttribute(client, LOGICAL_DEVICE_NAME)).last,
    set: (client, objects) => writesOnce(client, objects),
    action: (client, { testMethod }) => {
      const { method, parameters } = declared(testMethod, 'test method');
      return invokeMethod(client, method, parameters);
    },
    'block-transfer-with-get-or-read': async (client) =>
      (await getAttribute(client, OBJECT_LIST, { stopAfterBlocks: 1 })).last,
    'block-transfer-with-set-or-write': (client, objects) => sendsFirstSetBlock(client, objects),
    'block-transfer-with-action': (client) => sendsFirstActionBlock(client),
    'multiple-references': async (client) =>
      (await getList(client, [{ attribute: LOGICAL_DEVICE_NAME }, { attribute: CURRENT_ASSOCIATION }])).last,
    'selective-access': async (client, { profile }) =>
      (await getAttribute(client, declared(profile, 'profile'), { selection: FIRST_ENTRIES, stopAfterBlocks: 1 })).last,
    'attribute0-supported-with-get': async (client) =>
      (await getAttribute(client, { ...LOGICAL_DEVICE_NAME, attributeId: 0 })).last,
    'general-protection': async (client) => (await readGenerally(client)).last,
  };

const VARIANTS: Partial<Record<ClientService, string>> = {
  'block-transfer-with-get-or-read': 'value that is too long',
  'attribute0-supported-with-get': 'attribute 0',
};

/** The declared opening; reading in blocks is called for by a limit that the object list does not fit. */
export function opensFor(client: DlmsClient, service: ClientService): Promise<OpenOutcome> {
  return opensAnewWith(client, limitFor(client, service));
}

/** The declared opening without one service. */
export function opensWithout(client: DlmsClient, service: ClientService): Promise<OpenOutcome> {
  const { initiate } = limitFor(client, service);
  const proposedConformance = conformanceWithout(client, service);
  return opensAnewWith(client, { initiate: { ...initiate, proposedConformance } });
}

/** ASC-29: the service that was left out, and whether it did anything; what it has changed is put back. */
export async function usesForbiddenService(
  client: DlmsClient,
  service: ClientService,
  objects: ObjectDeclaration,
): Promise<ForbiddenUse> {
  const touched = touchedBy(service, objects);
  const before = await readValue(client, touched);
  const reply = FIRST_APDUS[service](client, objects);
  const observed = [await observe(`${service}, which was not negotiated`, reply, VARIANTS[service])];
  const after = await readValue(client, touched);
  const state = new Examination();
  state.expect(isSame(before, after), `refused, but carried out: ${service} has changed a value`);
  if (touched !== undefined && before !== undefined && writes(service) && !isSame(before, after))
    await setAttribute(client, touched, before);
  return { observed, state };
}

function limitFor(client: DlmsClient, service: ClientService): OpenChange {
  return service === 'block-transfer-with-get-or-read'
    ? { initiate: { clientMaxReceivePduSize: limitToOpenWith(client, LIMIT_FOR_BLOCKS) } }
    : {};
}

/** What the service would change, if it was carried out. */
function touchedBy(service: ClientService, objects: ObjectDeclaration): AttributeDescriptor | undefined {
  if (writes(service)) return objects.testAttribute?.attribute;
  return service === 'action' ? objects.testMethod?.counter : undefined;
}

function writes(service: ClientService): boolean {
  return service === 'set' || service === 'block-transfer-with-set-or-write';
}

async function readValue(client: DlmsClient, attribute: AttributeDescriptor | undefined): Promise<Data | undefined> {
  if (attribute === undefined) return undefined;
  const [result] = (await getAttribute(client, attribute)).results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function isSame(one: Data | undefined, other: Data | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return equalOctets(encodeToBytes(one), encodeToBytes(other));
}

async function writesOnce(client: DlmsClient, { testAttribute }: ObjectDeclaration): Promise<Reply> {
  const { attribute, values } = declared(testAttribute, 'test attribute');
  const present = await readValue(client, attribute);
  return (await setAttribute(client, attribute, present === undefined ? values[0] : otherValue(present, values))).last;
}

/** Half of a value: the transfer is never completed. */
function sendsFirstSetBlock(client: DlmsClient, { testAttribute }: ObjectDeclaration): Promise<Reply> {
  const { attribute, values } = declared(testAttribute, 'test attribute');
  const rawData = encodeToBytes(values[0]).subarray(0, 1);
  const block = { lastBlock: false, blockNumber: 1, rawData };
  const invokeIdAndPriority = client.association.nextInvokeId();
  return client.request(
    encodeApdu({ kind: 'set-request', choice: 'with-first-datablock', invokeIdAndPriority, attribute, block }),
  );
}

/** The first octet of a parameter: the transfer is never completed. */
function sendsFirstActionBlock(client: DlmsClient): Promise<Reply> {
  const block = { lastBlock: false, blockNumber: 1, rawData: Uint8Array.of(0x09) };
  const invokeIdAndPriority = client.association.nextInvokeId();
  return client.request(
    encodeApdu({ kind: 'action-request', choice: 'with-first-pblock', invokeIdAndPriority, method: PASS_THREE, block }),
  );
}
