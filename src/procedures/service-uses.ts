import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute, getList } from '#client/reading';
import { type Reply, replyText } from '#client/reply';
import { actionResponseOf, invokeMethod, setAttribute } from '#client/writing';
import type { ActionRequest } from '#dlms/apdu/action';
import { encodeApdu } from '#dlms/apdu/apdu';
import { splitIntoBlocks } from '#dlms/apdu/blocks';
import type { ConformanceBit } from '#dlms/apdu/conformance';
import type { SelectiveAccess } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import type { ObjectDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { lastingProtection } from './opening';

/** Services of the conformance block that a client sets going (acse.md 4.1), by the names of their bits. */
export const CLIENT_SERVICES = [
  'get',
  'set',
  'action',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'selective-access',
  'attribute0-supported-with-get',
  'general-protection',
] as const satisfies readonly ConformanceBit[];
export type ClientService = (typeof CLIENT_SERVICES)[number];

/** One positive use of a service, to its end. */
interface ServiceUse {
  readonly served: boolean;
  /** what came instead */
  readonly detail: string;
}

/** An APDU limit below the length of any object list, so that reading that takes blocks. */
export const LIMIT_FOR_BLOCKS = 64;
export const OBJECT_LIST = { ...CURRENT_ASSOCIATION, attributeId: 2 };

const ENTRY_DESCRIPTOR = 2;
const ENTRIES = 2;
const SHORTEST_BLOCK = 1;

const USES: Readonly<Record<ClientService, (client: DlmsClient, objects: ObjectDeclaration) => Promise<ServiceUse>>> = {
  get: async (client) => readUse(await getAttribute(client, LOGICAL_DEVICE_NAME)),
  set: (client, objects) => setUse(client, objects, undefined),
  action: async (client, { testMethod }) => {
    const { method, parameters } = declared(testMethod, 'test method');
    return actionUse(await invokeMethod(client, method, parameters));
  },
  'block-transfer-with-get-or-read': async (client) => blockReadUse(await getAttribute(client, OBJECT_LIST)),
  'block-transfer-with-set-or-write': (client, objects) => setUse(client, objects, SHORTEST_BLOCK),
  'block-transfer-with-action': (client, objects) => invokeInBlocks(client, objects),
  'multiple-references': async (client) =>
    readUse(
      await getList(client, [{ attribute: LOGICAL_DEVICE_NAME }, { attribute: CURRENT_ASSOCIATION }]),
      (values) => values.length === 2,
    ),
  'selective-access': async (client, { profile }) =>
    readUse(
      await getAttribute(client, declared(profile, 'profile'), { selection: FIRST_ENTRIES }),
      ([rows]) => rows?.type === 'array' && rows.elements.length === ENTRIES,
    ),
  'attribute0-supported-with-get': async (client) =>
    readUse(
      await getAttribute(client, { ...LOGICAL_DEVICE_NAME, attributeId: 0 }),
      ([whole]) => whole?.type === 'structure' && whole.elements.length === 2,
    ),
  'general-protection': async (client) => readUse(await readGenerally(client)),
};

/** ASC-28: uses a service once in the association as it stands, to a success; what was written is put back. */
export async function usesService(
  client: DlmsClient,
  service: ClientService,
  objects: ObjectDeclaration,
): Promise<Findings> {
  const examination = new Examination();
  const { served, detail } = await USES[service](client, objects);
  examination.expect(served, `${service}: ${detail}`);
  return examination;
}

/** Services that a client sets going and that are not among those above. */
const UNTRIED_SERVICES: readonly ConformanceBit[] = [
  'general-block-transfer',
  'read',
  'write',
  'unconfirmed-write',
  'access',
  'parameterized-access',
];

/**
 * One line for the report: which services of the client's declared block nothing was tried for. Meters show their
 * profiles to those who have authenticated, so that there is nothing to select from for the others.
 */
export function untriedText({ role, association }: DlmsClient, objects: ObjectDeclaration): string {
  const { conformance, mechanism } = association.settings;
  const selectable = objects.profile !== undefined && mechanism !== 'lowest-level-security';
  const untried: readonly ConformanceBit[] = [
    ...UNTRIED_SERVICES,
    ...(objects.testAttribute === undefined ? WRITING : []),
    ...(objects.testMethod === undefined ? CALLING : []),
    ...(selectable ? [] : SELECTING),
  ];
  const named = untried.filter((bit) => conformance.has(bit));
  return `services not tried with the ${role} client: ${named.length === 0 ? 'none' : named.join(', ')}`;
}

const WRITING = ['set', 'block-transfer-with-set-or-write'] as const;
const CALLING = ['action', 'block-transfer-with-action'] as const;
const SELECTING = ['selective-access'] as const;

/** The rows 1 and 2 of a profile, with all their columns. */
export const FIRST_ENTRIES: SelectiveAccess = {
  selector: ENTRY_DESCRIPTOR,
  parameters: {
    type: 'structure',
    elements: [
      { type: 'double-long-unsigned', value: 1 },
      { type: 'double-long-unsigned', value: ENTRIES },
      { type: 'long-unsigned', value: 1 },
      { type: 'long-unsigned', value: 0 },
    ],
  },
};

/** @throws LocalProtocolError when the rig names no such object: the scenario ought to be inapplicable */
export function declared<T>(object: T | undefined, what: string): T {
  if (object === undefined) throw new LocalProtocolError(`the rig names no ${what}, and this needs one`);
  return object;
}

/** GET in general-glo-ciphering. */
export function readGenerally(client: DlmsClient): Promise<GetOutcome> {
  const protection = lastingProtection(client);
  if (protection === 'none') throw new LocalProtocolError(`the ${client.role} client has no keys to protect with`);
  return getAttribute(client, LOGICAL_DEVICE_NAME, { protection: { ...protection, form: 'general-glo' } });
}

/** All results are data, and the data are what the service has to give. */
function readUse({ results, last }: GetOutcome, right: (values: readonly Data[]) => boolean = () => true): ServiceUse {
  const values = (results ?? []).flatMap((result) => ('data' in result ? [result.data] : []));
  const complete = values.length > 0 && values.length === results?.length;
  if (!complete) return { served: false, detail: detailOf(last) };
  return right(values) ? SERVED : { served: false, detail: 'served, but not what was asked for' };
}

function blockReadUse(outcome: GetOutcome): ServiceUse {
  const use = readUse(outcome);
  if (!use.served || outcome.replies.length > 1) return use;
  return { served: false, detail: 'the whole value came in one APDU' };
}

/** Writes the value that is not there now, and puts the old one back. */
async function setUse(
  client: DlmsClient,
  { testAttribute }: ObjectDeclaration,
  blockSize: number | undefined,
): Promise<ServiceUse> {
  const { attribute, values } = declared(testAttribute, 'test attribute');
  const before = await getAttribute(client, attribute);
  const [old] = before.results ?? [];
  if (old === undefined || !('data' in old)) return { served: false, detail: detailOf(before.last) };
  const options = blockSize === undefined ? {} : { blockSize };
  const written = await setAttribute(client, attribute, otherValue(old.data, values), options);
  const restored = await setAttribute(client, attribute, old.data, options);
  const failed = [written, restored].find(({ result }) => result !== 'success');
  return failed === undefined ? SERVED : { served: false, detail: detailOf(failed.last) };
}

/** Of two harmless values the one that is not `present`. */
export function otherValue(present: Data, [first, second]: readonly [Data, Data]): Data {
  return equalOctets(encodeToBytes(present), encodeToBytes(first)) ? second : first;
}

function actionUse(reply: Reply): ServiceUse {
  const response = actionResponseOf(reply);
  const success = response?.choice === 'normal' && response.outcome.result === 'success';
  return success ? SERVED : { served: false, detail: detailOf(reply) };
}

/** ACTION with its parameter in blocks of one octet. */
async function invokeInBlocks(client: DlmsClient, { testMethod }: ObjectDeclaration): Promise<ServiceUse> {
  const { method, parameters } = declared(testMethod, 'test method');
  const parts = splitIntoBlocks(encodeToBytes(parameters), SHORTEST_BLOCK);
  const invokeIdAndPriority = client.association.nextInvokeId();
  let reply: Reply = { kind: 'silence', waitedMs: 0 };
  for (const [index, rawData] of parts.entries()) {
    const block = { lastBlock: index === parts.length - 1, blockNumber: index + 1, rawData };
    const common = { kind: 'action-request', invokeIdAndPriority, block } as const;
    const request: ActionRequest =
      index === 0 ? { ...common, choice: 'with-first-pblock', method } : { ...common, choice: 'with-pblock' };
    reply = await client.request(encodeApdu(request));
    if (actionResponseOf(reply)?.choice !== 'next-pblock') break;
  }
  return actionUse(reply);
}

const SERVED: ServiceUse = { served: true, detail: '' };

function detailOf(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  return kind === 'other' ? replyText(reply) : `${kind} (${detail})`;
}
