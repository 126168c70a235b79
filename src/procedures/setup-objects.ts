import type { DlmsClient } from '#client/dlms-client';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { type DeviceRead, openingText, readsOne } from './logical-devices';
import { readObjectList } from './object-list';

/** An attribute of the first object of a class, as the first client reads it to whom such an object is shown. */
export async function readsSetup(
  clients: readonly DlmsClient[],
  classId: number,
  attributeId: number,
): Promise<DeviceRead> {
  const [first] = await readsSetups(clients, classId, attributeId);
  return first;
}

/** The same of every object of the class that this client is shown; at least one read, be it that nothing was there. */
export async function readsSetups(
  clients: readonly DlmsClient[],
  classId: number,
  attributeId: number,
): Promise<readonly [DeviceRead, ...DeviceRead[]]> {
  let detail = 'no client is declared';
  for (const client of clients) {
    await client.disconnect();
    const opening = await client.open();
    const attributes = opening.associated ? await setupAttributes(client, classId, attributeId) : [];
    const reads: DeviceRead[] = [];
    for (const attribute of attributes) reads.push(await readsOne(client, attribute));
    await client.disconnect();
    const [first, ...others] = reads;
    if (first !== undefined) return [first, ...others];
    detail = opening.associated ? 'no client is shown an object of that class' : openingText(opening);
  }
  return [{ value: undefined, detail }];
}

/** undefined: the client's object list has no object of that class */
export async function setupAttribute(
  client: DlmsClient,
  classId: number,
  attributeId: number,
): Promise<AttributeDescriptor | undefined> {
  return (await setupAttributes(client, classId, attributeId))[0];
}

/** That attribute of every object of a class which the client's object list has: ports may have one each. */
export async function setupAttributes(
  client: DlmsClient,
  classId: number,
  attributeId: number,
): Promise<readonly AttributeDescriptor[]> {
  const objects = (await readObjectList(client)) ?? [];
  return objects
    .filter((listed) => listed.classId === classId)
    .map(({ logicalName }) => ({ classId, logicalName, attributeId }));
}
