import type { DlmsClient } from '#client/dlms-client';
import { type GetOptions, type GetOutcome, getAttribute, getResponseOf } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { concat } from '#dlms/codec/hex';
import { findInterfaceClass } from '#dlms/cosem/interface-class';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import type { ListedObject } from './object-list';
import { FIRST_ENTRIES } from './service-uses';

/** Something that the rig knows and no meter may tell. */
export interface Secret {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** What came when an attribute was read. */
export interface ReadAttribute {
  readonly attribute: AttributeDescriptor;
  /** the encoded value, as far as it was fetched; empty when none came */
  readonly octets: Uint8Array;
}

/** Of a long value, the first blocks: keys are short, and a profile of years is not read for them. */
const MOST_BLOCKS = 40;
const PROFILE_GENERIC = 7;
const BUFFER = 2;
/** Attributes between two reports of progress. */
const OFTEN = 20;
/** Shorter ones turn up by chance. */
const SHORTEST_SECRET = 4;

/** Passwords and keys of all clients of the rig, and the dedicated key of this client's association. */
export function secretsKnown(rig: Rig, client: DlmsClient): readonly Secret[] {
  const declared = [...rig.clients.values()].flatMap(({ role, password, keys }) => [
    { name: `the password of the ${role} client`, octets: password },
    ...Object.entries(keys ?? {}).map(([name, key]) => ({
      name: `the ${name.toUpperCase()} of the ${role} client`,
      octets: key as Uint8Array | undefined,
    })),
  ]);
  return [...declared, { name: 'the dedicated key', octets: client.association.security.dedicatedKey }].flatMap(
    ({ name, octets }) => (octets !== undefined && octets.length >= SHORTEST_SECRET ? [{ name, octets }] : []),
  );
}

/**
 * SEC-58: every attribute of the listed objects, also those without the right to read: what a faulty meter gives
 * away need not be in its list.
 */
export async function readsEverything(
  client: DlmsClient,
  objects: readonly ListedObject[],
  progress: (done: number, of: number) => void,
): Promise<readonly ReadAttribute[]> {
  const attributes = objects.flatMap(attributesOf);
  const read: ReadAttribute[] = [];
  for (const [index, attribute] of attributes.entries()) {
    if (client.association.state !== 'associated') await client.open();
    const outcome = await getAttribute(client, attribute, {
      stopAfterBlocks: MOST_BLOCKS,
      ...rowsOf(client, attribute),
    });
    read.push({ attribute, octets: fetched(outcome) });
    if (index % OFTEN === 0) progress(index, attributes.length);
  }
  return read;
}

/** Of a profile the first rows, where the client may select. */
function rowsOf(client: DlmsClient, { classId, attributeId }: AttributeDescriptor): GetOptions {
  const selects = client.association.settings.conformance.has('selective-access');
  return selects && classId === PROFILE_GENERIC && attributeId === BUFFER ? { selection: FIRST_ENTRIES } : {};
}

/** Those that the list names and those that the class defines. */
function attributesOf({ classId, logicalName, demands }: ListedObject): AttributeDescriptor[] {
  const defined = findInterfaceClass(classId)?.attributes.map(({ id }) => id) ?? [];
  return [...new Set([...demands.keys(), ...defined])].map((attributeId) => ({ classId, logicalName, attributeId }));
}

/** No value holds a secret, forwards or backwards. */
export function examineForSecrets(read: readonly ReadAttribute[], secrets: readonly Secret[]): Findings {
  const examination = new Examination();
  examination.expect(
    read.some(({ octets }) => octets.length > 0),
    'no attribute could be read',
  );
  for (const { attribute, octets } of read) {
    for (const { name, octets: secret } of secrets) {
      const told = holds(octets, secret) || holds(octets, secret.slice().reverse());
      const { classId, logicalName, attributeId } = attribute;
      examination.expect(!told, `${classId}/${logicalName}/${attributeId} shows ${name}`);
    }
  }
  return examination;
}

function holds(octets: Uint8Array, secret: Uint8Array): boolean {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).includes(Buffer.from(secret));
}

function fetched({ replies, rawData }: GetOutcome): Uint8Array {
  if (rawData !== undefined) return rawData;
  return concat(
    ...replies.flatMap((reply) => {
      const response = getResponseOf(reply);
      if (reply.kind !== 'apdu' || response === undefined) return [];
      if (response.choice === 'with-datablock') return 'rawData' in response.block ? [response.block.rawData] : [];
      return [reply.received.plain];
    }),
  );
}
