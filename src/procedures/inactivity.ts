import type { DlmsClient } from '#client/dlms-client';
import { serves } from './attempts';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { isPending, sendsPassThree } from './pass-three';
import { encodeGetName } from './requests';
import { type Progress, staysSilent } from './silence';

/** A wait that must have been long enough, and one that is not, in parts of a time-out. */
export const WELL_OVER = 1.1;
export const HALF = 0.5;

/**
 * TMO-09: says nothing for longer than the inactivity time-out. A meter that has closed by then is done with; where it
 * has not, a read shows what it does instead.
 */
export async function outlasts(
  client: DlmsClient,
  timeoutMs: number,
  progress: Progress,
): Promise<readonly Observed[]> {
  await staysSilent(client, timeoutMs * WELL_OVER, progress);
  const meanwhile = await observe('silence beyond the inactivity time-out', client.receive(0));
  if (meanwhile.reply.kind !== 'silence') return [meanwhile];
  const late = client.request(encodeGetName(client));
  return [await observe('GET after the inactivity time-out', late, 'late request')];
}

/** How reads at intervals below the inactivity time-out were served. */
export interface KeptOpen {
  /** of each read, whether data came */
  readonly served: readonly boolean[];
  /** connections that it took; one, if the meter kept the first open */
  readonly connections: number;
}

/** TMO-10: reads with such pauses for so long: half a time-out, unless a link on the connection bears no more than less. */
export async function readsInTime(
  client: DlmsClient,
  pauseMs: number,
  longMs: number,
  progress: Progress,
): Promise<KeptOpen> {
  const before = client.channel.connections;
  const served: boolean[] = [];
  for (let elapsed = 0; elapsed < longMs; elapsed += pauseMs) {
    const tell: Progress = (done) => progress(Math.round(elapsed / 1000) + done, Math.round(longMs / 1000));
    await staysSilent(client, pauseMs, tell);
    served.push(await serves(client));
    if (!served.at(-1)) break;
  }
  return { served, connections: client.channel.connections - before + 1 };
}

/** TMO-11: pass 3, right in itself, when the meter has dropped the association that waited for it. */
export async function answersLate(
  client: DlmsClient,
  timeoutMs: number,
  progress: Progress,
): Promise<readonly Observed[]> {
  await client.disconnect();
  const aarq = await observe('AARQ as declared', client.sendAarq());
  if (!isPending(client)) return [aarq];
  await staysSilent(client, timeoutMs * WELL_OVER, progress);
  return [await observe('pass 3 after the time for it', sendsPassThree(client))];
}

/** TMO-12: some time after a broken-off long read, something short. */
export async function readsAfterPause(client: DlmsClient, pauseMs: number, progress: Progress): Promise<KeptOpen> {
  const before = client.channel.connections;
  await staysSilent(client, pauseMs, progress);
  const served = await serves(client);
  return { served: [served], connections: client.channel.connections - before + 1 };
}

/** Every read was served, and on one connection. */
export function examineKeptOpen({ served, connections }: KeptOpen): Findings {
  const examination = new Examination();
  examination.expect(served.length > 0, 'nothing was read');
  for (const [index, wasServed] of served.entries()) examination.expect(wasServed, `read ${index + 1} was not served`);
  examination.expect(connections === 1, `it took ${connections} connections`);
  return examination;
}
