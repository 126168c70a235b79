import type { DlmsClient } from '#client/dlms-client';
import { setAttribute } from '#client/writing';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { readObjectList } from './object-list';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

export type Attributes = readonly AttributeDescriptor[];

/** AUT-02: what one client's object list shows as readable and the other's does not, in the order of the list. */
export async function attributesBeyond(client: DlmsClient, wider: DlmsClient): Promise<Attributes | undefined> {
  const [own, all] = [await listOf(client), await listOf(wider)];
  if (own === undefined || all === undefined) return undefined;
  const readable = new Set(own.map(keyOf));
  return all.filter((attribute) => !readable.has(keyOf(attribute)));
}

/** A read of each, in the association as it stands. */
export async function readsEach(client: DlmsClient, attributes: Attributes): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (const attribute of attributes) {
    observed.push(await observe(`GET of ${keyOf(attribute)}`, client.request(encodeGet(client, attribute))));
  }
  return observed;
}

/** A write of the value that the attribute has: were it served, nothing would change. */
export async function writesBack(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  value: Data,
): Promise<readonly Observed[]> {
  const { last } = await setAttribute(client, attribute, value);
  return [{ what: `SET of ${keyOf(attribute)}`, reply: last }];
}

/** Every attribute that the client may read, by its own association; the connection is given back. */
async function listOf(client: DlmsClient): Promise<Attributes | undefined> {
  await client.disconnect();
  await client.open();
  const objects = await readObjectList(client);
  await client.disconnect();
  return objects?.flatMap(({ classId, logicalName, readable }) =>
    readable.map((attributeId) => ({ classId, logicalName, attributeId })),
  );
}

function keyOf({ classId, logicalName, attributeId }: AttributeDescriptor): string {
  return `${classId}/${logicalName}/${attributeId}`;
}
