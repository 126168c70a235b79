import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { mayBeMeters } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import { OBJECT_LIST } from './object-list';
import type { Observed } from './observed';
import { hasOpened, triesToOpenAnew } from './reopening';
import { encodeGet, encodeGetName } from './requests';

/** How a client got back to the meter after one connection was lost. */
export interface Recovery {
  readonly connection: number;
  /** undefined: not within the time that the meter may take */
  readonly afterMs: number | undefined;
}

/** A connection that the meter does not take. */
const REFUSED: Reply = { kind: 'closed', by: 'reset' };
/** Between two tries to connect. */
const PAUSE_MS = 500;
/** A meter that declares thousands of connections is not filled up. */
const MOST_CONNECTIONS = 16;

/** As many losses as show whether a lost connection leaves its place to the next one: one more than there are places. */
export function lossesToTry(maxConnections: number | undefined): number {
  return Math.min(maxConnections ?? 1, MOST_CONNECTIONS) + 1;
}

/** REL-07: opens, asks for a long value, resets while it is coming and opens again, over and over. */
export async function resetsDuringReply(
  client: DlmsClient,
  times: number,
  recoveryMs: number,
): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (let connection = 1; connection <= times; connection++) {
    await client.send(encodeGet(client, OBJECT_LIST));
    await client.reset();
    const afterMs = await opensWithin(client, recoveryMs);
    recoveries.push({ connection, afterMs });
    if (afterMs === undefined) break;
  }
  return recoveries;
}

/**
 * REL-06: closes the connection in good order, over and over, and reads on the last new connection without an AARQ.
 * A connection that the meter does not take in time shows as closed by it.
 */
export async function readsAfterClosing(
  client: DlmsClient,
  times: number,
  recoveryMs: number,
): Promise<readonly Observed[]> {
  for (let connection = 1; connection < times; connection++) {
    await client.disconnect();
    const afterMs = await opensWithin(client, recoveryMs);
    if (afterMs === undefined) return [refusedConnection(connection)];
  }
  return [await readsOnNewConnection(client, recoveryMs)];
}

/** REL-07: taken back in time, each time. */
export function examineRecoveries(recoveries: readonly Recovery[], recoveryMs: number): Findings {
  const examination = new Examination();
  examination.expect(recoveries.length > 0, 'no connection was lost');
  for (const { connection, afterMs } of recoveries) {
    examination.expect(
      afterMs !== undefined,
      `not taken back within ${recoveryMs} ms after losing connection ${connection}`,
    );
  }
  return examination;
}

/** Tries to open until it succeeds. @returns after how many ms it did, undefined when the time is over */
async function opensWithin(client: DlmsClient, limitMs: number): Promise<number | undefined> {
  return triesWithin(client, limitMs, async () => hasOpened(await triesToOpenAnew(client)));
}

/** A read without an AARQ, on the first new connection that the meter does not drop at once. */
async function readsOnNewConnection(client: DlmsClient, limitMs: number): Promise<Observed> {
  let reply: Reply = REFUSED;
  await triesWithin(client, limitMs, async () => {
    await client.disconnect();
    if (await connects(client)) reply = await client.request(encodeGetName(client));
    return reply.kind !== 'closed';
  });
  return { what: 'GET on a new connection', reply };
}

async function triesWithin(
  { channel }: DlmsClient,
  limitMs: number,
  succeeds: () => Promise<boolean>,
): Promise<number | undefined> {
  const started = channel.clock.now();
  while (!(await succeeds())) {
    if (channel.clock.now() - started >= limitMs) return undefined;
    await channel.idle(PAUSE_MS);
  }
  return channel.clock.now() - started;
}

async function connects(client: DlmsClient): Promise<boolean> {
  try {
    await client.channel.connect();
    return true;
  } catch (error) {
    if (mayBeMeters(error)) return false;
    throw error;
  }
}

function refusedConnection(connection: number): Observed {
  return { what: `connection after closing number ${connection}`, reply: REFUSED };
}
