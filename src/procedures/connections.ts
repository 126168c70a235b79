import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { mayBeMeters } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import { isServedWhereConnected } from './health';
import { listens } from './malformed-wpdus';
import { type Observed, observe } from './observed';
import { hasOpened, triesToOpenAnew } from './reopening';
import { encodeGetName } from './requests';
import type { Progress } from './silence';

/** What a meter did with a connection on which nothing was said. */
export interface SilentConnection {
  readonly closed: boolean;
  /** whether a further connection was served; asked where the first was not closed */
  readonly servesAnother: boolean;
}

/** One of several connections that are open at once. */
export interface Place {
  readonly what: string;
  /** whether the meter took it, with an association where it is the first one of its client */
  readonly taken: boolean;
  /** what became of it once one more connection was tried; undefined: it never came to that */
  readonly servedAfterwards: boolean | undefined;
}

export interface FullHouse {
  readonly places: readonly Place[];
  /** whether the connection beyond the last place was given an association */
  readonly surplusTaken: boolean;
}

/** WRP-14 */
export interface Burst {
  /** connections that the meter took */
  readonly taken: number;
  /** after how many ms a client was served; undefined: not in time */
  readonly servedAfterMs: number | undefined;
}

const PAUSE_MS = 1000;

/** WRP-11: a read and at once FIN; then the replies until the connection is closed or nothing more comes. */
export async function readsAndEnds(client: DlmsClient): Promise<readonly Observed[]> {
  await client.send(encodeGetName(client));
  await client.channel.end();
  const first = await observe('GET with FIN behind it', client.receive());
  return first.reply.kind === 'apdu' ? [first, await observe('after the reply', client.receive())] : [first];
}

/** WRP-11: the reply may come or not, but the meter closes its half as well. */
export function examineEnding(observed: readonly Observed[]): Findings {
  const examination = new Examination();
  const answers = observed.slice(0, -1).map(({ reply }) => answerOf(reply));
  for (const { kind, detail } of answers)
    examination.expect(kind === 'data', `the read was answered by ${kind} (${detail})`);
  const last = observed.at(-1)?.reply;
  examination.expect(last?.kind === 'closed', `the meter did not close the connection: ${last?.kind}`);
  return examination;
}

/** WRP-12: a connection without a single octet for that time. */
export async function connectsSilently(
  client: DlmsClient,
  another: DlmsClient,
  ms: number,
  progress: Progress,
): Promise<SilentConnection> {
  await client.channel.connect();
  const reply = await listens(client, ms, progress, () => client.receive(0));
  if (reply.kind === 'closed') return { closed: true, servesAnother: false };
  return { closed: false, servesAnother: hasOpened(await triesToOpenAnew(another)) };
}

/** WRP-12 */
export function examineSilentConnection({ closed, servesAnother }: SilentConnection): Findings {
  const examination = new Examination();
  examination.expect(closed || servesAnother, 'the silent connection was not closed, and no other one is served');
  examination.tolerate(closed, 'a connection without data is not closed after the inactivity time-out');
  return examination;
}

/**
 * WRP-13: a connection of each client, an attempt on one more, and a look at each of the first. A client that has
 * several connections opens its association on the first of them alone: nobody has to serve one client twice at once.
 */
export async function fillsConnections(clients: readonly DlmsClient[], surplus: DlmsClient): Promise<FullHouse> {
  const taken: boolean[] = [];
  for (const client of clients) taken.push(await takesPlace(client, clients));
  const surplusTaken = hasOpened(await triesToOpenAnew(surplus));
  const places: Place[] = [];
  for (const [index, client] of clients.entries()) {
    const what = `connection ${index + 1} of ${clients.length}, the ${client.role} client's`;
    const servedAfterwards = taken[index] === true ? await isServedThere(client) : undefined;
    places.push({ what, taken: taken[index] === true, servedAfterwards });
  }
  return { places, surplusTaken };
}

/** WRP-13 */
export function examineFullHouse({ places, surplusTaken }: FullHouse): Findings {
  const examination = new Examination();
  examination.expect(places.length > 0, 'the meter declares no connection at all');
  for (const { what, taken, servedAfterwards } of places) {
    examination.expect(taken, `${what}: no association`);
    examination.expect(!taken || servedAfterwards === true, `${what}: disturbed by the surplus connection`);
  }
  examination.expect(!surplusTaken, `a connection more than the declared ${places.length} is served`);
  return examination;
}

/** WRP-14: as many connections as asked for, each closed at once; then tries until one is served. */
export async function connectsInBurst(client: DlmsClient, times: number, limitMs: number): Promise<Burst> {
  let taken = 0;
  for (let time = 0; time < times; time++) if (await connectsAndCloses(client, taken > 0)) taken++;
  const { clock } = client.channel;
  const started = clock.now();
  while (!hasOpened(await triesToOpenAnew(client))) {
    if (clock.now() - started >= limitMs) return { taken, servedAfterMs: undefined };
    await client.channel.idle(PAUSE_MS);
  }
  return { taken, servedAfterMs: clock.now() - started };
}

/** WRP-14 */
export function examineBurst({ taken, servedAfterMs }: Burst): Findings {
  const examination = new Examination();
  examination.expect(
    servedAfterMs !== undefined,
    `after ${taken} short connections nobody was served within the inactivity time-out`,
  );
  return examination;
}

async function takesPlace(client: DlmsClient, clients: readonly DlmsClient[]): Promise<boolean> {
  if (client === clients[0]) return (await client.open()).associated;
  const firstOfRole = clients.find(({ role }) => role === client.role);
  return firstOfRole === client ? hasOpened(await triesToOpenAnew(client)) : connects(client);
}

async function connects(client: DlmsClient): Promise<boolean> {
  try {
    await client.channel.connect();
  } catch (error) {
    if (mayBeMeters(error)) return false;
    throw error;
  }
  return isStillOpen(client);
}

async function isServedThere(client: DlmsClient): Promise<boolean> {
  if (!client.channel.isConnected) return false;
  if (client.association.state !== 'associated') return isStillOpen(client);
  return (await isServedWhereConnected(client)).served;
}

async function isStillOpen(client: DlmsClient): Promise<boolean> {
  return (await client.receive(0)).kind === 'silence';
}

/** @param reached whether the meter was there before: then a refusal is its answer to the burst, not the bench's fault */
async function connectsAndCloses(client: DlmsClient, reached: boolean): Promise<boolean> {
  try {
    await client.channel.connect();
  } catch (error) {
    if (mayBeMeters(error) && reached) return false;
    throw error;
  }
  await client.disconnect();
  return true;
}
