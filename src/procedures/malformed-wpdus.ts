import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { wrapperOf } from '#client/wrapper-channel';
import { cut } from '#dlms/apdu/edit';
import { fromHex } from '#dlms/codec/hex';
import { type Observed, observe } from './observed';
import { triesToOpen } from './reopening';
import { encodeGetName } from './requests';
import type { Progress } from './silence';
import { observeAnywhere } from './wports';

/** A header without an APDU, and the opening that follows it on the same connection. */
export interface EmptyWpdu {
  readonly observed: readonly Observed[];
  /** undefined: the meter could not be reached any more */
  readonly opening: OpenOutcome | undefined;
}

const LONGEST = 0xffff;
const SURPLUS = 10;
/** So much of an AARQ comes behind the header that announces the longest APDU of all. */
const BEGINNING = 20;
/** SNRM with the poll bit from the public client to the management logical device (IEC 62056-46 6.4.3). */
const SNRM = fromHex('7E A0 07 03 21 93 0F 01 7E');
const SLICE_MS = 5000;

/** WRP-02: the declared AARQ under another version of the wrapper, on a connection of its own. */
export async function opensUnderVersion(client: DlmsClient, version: number): Promise<readonly Observed[]> {
  await client.disconnect();
  const aarq = () => client.sendAarq({}, { header: { version } });
  return [await observeAnywhere(client, `AARQ under wrapper version ${version}`, aarq)];
}

/** WRP-03 */
export async function sendsHeaderAlone(client: DlmsClient): Promise<EmptyWpdu> {
  await client.disconnect();
  await client.channel.send(new Uint8Array(0));
  const observed = [await observeAnywhere(client, 'a header with length 0', () => client.receive())];
  return { observed, opening: await triesToOpen(client) };
}

/** WRP-04: an AARQ whose header announces more than comes, and then nothing. */
export async function announcesMore(
  client: DlmsClient,
  waitMs: number,
  progress: Progress,
): Promise<readonly Observed[]> {
  await client.disconnect();
  const aarq = () => client.sendAarq({}, { header: { lengthOffBy: SURPLUS }, timeoutMs: 0 });
  const what = `AARQ that announces ${SURPLUS} octets more, then silence`;
  return [await observeAnywhere(client, what, () => listens(client, waitMs, progress, aarq))];
}

/** WRP-05: a read in the open association whose last octet is beyond the announced length. */
export async function announcesLess(client: DlmsClient): Promise<readonly Observed[]> {
  const get = client.request(encodeGetName(client), { header: { lengthOffBy: -1 } });
  return [await observe('GET that announces one octet less', get)];
}

/** WRP-06: the longest APDU of all is announced, and only its beginning comes. */
export async function announcesMost(
  client: DlmsClient,
  waitMs: number,
  progress: Progress,
): Promise<readonly Observed[]> {
  await client.disconnect();
  const beginning = { edit: (aarq: Uint8Array) => cut(aarq, BEGINNING) };
  const aarq = () => client.sendAarq(beginning, { header: { length: LONGEST }, timeoutMs: 0 });
  const what = `${BEGINNING} octets under length ${LONGEST}, then silence`;
  return [await observeAnywhere(client, what, () => listens(client, waitMs, progress, aarq))];
}

/** WRP-20: what opens a link in the other profile. A UA is no WPDU, and receiving it is an error of the meter. */
export async function sendsHdlcFrame(client: DlmsClient): Promise<readonly Observed[]> {
  await client.disconnect();
  await wrapperOf(client.channel).sendOctets(SNRM, () => ['SNRM']);
  return [await observe('SNRM', client.receive())];
}

/** What comes in a long time after the stimulus, which itself waits for nothing. */
export async function listens(
  client: DlmsClient,
  ms: number,
  progress: Progress,
  stimulus: () => Promise<Reply>,
): Promise<Reply> {
  let reply = await stimulus();
  for (let done = 0; reply.kind === 'silence' && done < ms; done += SLICE_MS) {
    progress(Math.round(done / 1000), Math.round(ms / 1000));
    reply = await client.receive(Math.min(SLICE_MS, ms - done));
  }
  return reply.kind === 'silence' ? { kind: 'silence', waitedMs: ms } : reply;
}
