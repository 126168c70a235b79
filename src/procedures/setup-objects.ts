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
  let detail = 'no client is declared';
  for (const client of clients) {
    await client.disconnect();
    const opening = await client.open();
    const attribute = opening.associated ? await setupAttribute(client, classId, attributeId) : undefined;
    const read = attribute && (await readsOne(client, attribute));
    await client.disconnect();
    if (read !== undefined) return read;
    detail = opening.associated ? 'no client is shown an object of that class' : openingText(opening);
  }
  return { value: undefined, detail };
}

/** undefined: the client's object list has no object of that class */
export async function setupAttribute(
  client: DlmsClient,
  classId: number,
  attributeId: number,
): Promise<AttributeDescriptor | undefined> {
  const object = (await readObjectList(client))?.find((listed) => listed.classId === classId);
  return object && { classId, logicalName: object.logicalName, attributeId };
}
