import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';

/** COSEM logical device name: there in every logical device, readable in every association (addressing.md 1.3). */
export const LOGICAL_DEVICE_NAME: AttributeDescriptor = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 };
/** logical_name of the current association. */
export const CURRENT_ASSOCIATION: AttributeDescriptor = { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 1 };

/** Whether a meter still serves a correct request. */
export interface Health {
  readonly served: boolean;
  /** it took a new association */
  readonly fresh: boolean;
  /** what came instead */
  readonly detail: string;
}

/** A read in the association as it stands; when that is not served, once more in a fresh one. */
export async function isServed(client: DlmsClient): Promise<Health> {
  if (client.association.state === 'associated' && client.channel.isConnected) {
    const health = await readsName(client, false);
    if (health.served) return health;
  }
  return opensAnew(client);
}

/** A read in the association as it stands; in a fresh one only where the meter has closed the connection. */
export function isServedWhereConnected(client: DlmsClient): Promise<Health> {
  return client.channel.isConnected ? readsName(client, false) : opensAnew(client);
}

/** A new connection, the declared opening and a read. */
export async function opensAnew(client: DlmsClient): Promise<Health> {
  await client.disconnect();
  return opensHere(client);
}

/** The declared opening on the connection as it stands, and a read. */
export async function opensHere(client: DlmsClient): Promise<Health> {
  const opening = await client.open();
  if (opening.associated) return readsName(client, true);
  const detail = opening.hlsFault ?? `the opening was answered by ${detailOf(opening.reply)}`;
  return { served: false, fresh: true, detail };
}

async function readsName(client: DlmsClient, fresh: boolean): Promise<Health> {
  const { last, results } = await getAttribute(client, LOGICAL_DEVICE_NAME);
  const [result] = results ?? [];
  // A meter that says yes to everything has no name to give.
  const served = result !== undefined && 'data' in result && result.data.type !== 'null-data';
  return { served, fresh, detail: served ? '' : `reading the logical device name was answered by ${detailOf(last)}` };
}

function detailOf(reply: Parameters<typeof answerOf>[0]): string {
  const { kind, detail } = answerOf(reply);
  return `${kind} (${detail})`;
}
