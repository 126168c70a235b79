import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { mayBeMeters } from '#dlms/errors';

/** Opens as declared on the connection as it stands; on a new one where the meter has closed it meanwhile. */
export async function opensWhereItStands(client: DlmsClient): Promise<OpenOutcome> {
  const opening = await client.open();
  return opening.reply.kind === 'closed' ? client.open() : opening;
}

/** One try to open on a new connection; undefined when the meter does not take the connection. */
export async function triesToOpenAnew(client: DlmsClient): Promise<OpenOutcome | undefined> {
  await client.disconnect();
  return triesToOpen(client);
}

/** The same on the connection as it stands, where there is one. */
export async function triesToOpen(client: DlmsClient): Promise<OpenOutcome | undefined> {
  try {
    return await client.open();
  } catch (error) {
    if (mayBeMeters(error)) return undefined;
    throw error;
  }
}

/** Whether the opening came to an association. */
export function hasOpened(opening: OpenOutcome | undefined): boolean {
  return opening?.associated === true;
}
