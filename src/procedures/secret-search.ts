import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute, getResponseOf } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { concat } from '#dlms/codec/hex';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';

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

/** SEC-58: every attribute that is listed, whether its access right permits reading or not. */
export async function readsEverything(
  client: DlmsClient,
  attributes: readonly AttributeDescriptor[],
): Promise<readonly ReadAttribute[]> {
  const read: ReadAttribute[] = [];
  for (const attribute of attributes) {
    if (client.association.state !== 'associated') await client.open();
    const outcome = await getAttribute(client, attribute, { stopAfterBlocks: MOST_BLOCKS });
    read.push({ attribute, octets: fetched(outcome) });
  }
  return read;
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
