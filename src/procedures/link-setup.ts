import type { DlmsClient } from '#client/dlms-client';
import { setAttribute } from '#client/writing';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { longUnsigned } from '#dlms/codec/data-values';
import { equalOctets } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import { connecting, examineExchanges, type LinkExchange } from './hdlc-exchanges';
import { readValue } from './lasting-write';
import { polls, saysNothing } from './link-timeouts';
import type { DeviceRead } from './logical-devices';
import { takesLine } from './meter-forms';
import { readsSetups, setupAttribute } from './setup-objects';
import type { Progress } from './silence';

const HDLC_SETUP = 23;
const INACTIVITY = 8;
const NEVER = longUnsigned(0);

/** What became of a link that shall never end by itself. */
export interface EndlessLink {
  /** of setting the time-out to never */
  readonly writeResult: string | undefined;
  readonly exchanges: readonly LinkExchange[];
  /** the time-out as it was, and as it was found after it had been put back */
  readonly before: Data;
  readonly after: Data | undefined;
}

/** TMO-05: inactivity_time_out of each port as the first client reads it to whom its setup object is shown. */
export function readsLinkInactivity(clients: readonly DlmsClient[]): Promise<readonly DeviceRead[]> {
  return readsSetups(clients, HDLC_SETUP, INACTIVITY);
}

/** TMO-05: each is well formed, and one of them is what was declared of this port. */
export function examineLinkInactivity(reads: readonly DeviceRead[], seconds: number): Findings {
  const examination = new Examination();
  for (const { value, detail } of reads) {
    const got = value === undefined ? detail : value.type;
    examination.expect(value?.type === 'long-unsigned', `inactivity_time_out: expected long-unsigned, got ${got}`);
  }
  const shown = reads.flatMap(({ value }) => (value?.type === 'long-unsigned' ? [value.value] : []));
  const isShown = shown.includes(seconds);
  examination.expect(isShown, `inactivity_time_out: expected ${seconds}, got ${shown.join(', ') || 'no number'}`);
  return examination;
}

/** TMO-04: sets the time-out to never, connects anew, says nothing for that time, polls, and puts the time-out back. */
export async function staysConnected(client: DlmsClient, ms: number, progress: Progress): Promise<EndlessLink> {
  const { attribute, before } = await readsTimeout(client);
  const { result: writeResult } = await setAttribute(client, attribute, NEVER);
  let exchanges: readonly LinkExchange[] = [];
  let after: Data | undefined;
  try {
    exchanges = await isSilentAndPolls(client, ms, progress);
  } finally {
    after = await putsBack(client, attribute, before);
  }
  return { writeResult, exchanges, before, after };
}

/** TMO-04 */
export function examineEndlessLink({ writeResult, exchanges, before, after }: EndlessLink): Findings {
  const examination = new Examination();
  examination.expect(writeResult === 'success', `setting it to never was answered by ${writeResult ?? 'no result'}`);
  examination.add(examineExchanges(exchanges));
  const isRestored = after !== undefined && equalOctets(encodeToBytes(after), encodeToBytes(before));
  examination.expect(isRestored, 'the time-out that was there before could not be put back');
  return examination;
}

/** @throws LineLost when the client is not shown the time-out: then there is nothing to put back */
async function readsTimeout(client: DlmsClient): Promise<{ attribute: AttributeDescriptor; before: Data }> {
  await client.disconnect();
  const { associated } = await client.open();
  const attribute = associated ? await setupAttribute(client, HDLC_SETUP, INACTIVITY) : undefined;
  const before = attribute && (await readValue(client, attribute));
  if (attribute !== undefined && before !== undefined) return { attribute, before };
  throw new LineLost(`the ${client.role} client could not read inactivity_time_out beforehand`);
}

/** What is written counts for the next connection. */
async function isSilentAndPolls(client: DlmsClient, ms: number, progress: Progress): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const snrm = await connecting('SNRM', frames);
  if (frames.link === undefined) return [snrm];
  const silence = await saysNothing(client, frames, ms, progress);
  const poll = await polls('RR after the silence', frames);
  await frames.disconnect();
  return [snrm, silence, poll];
}

async function putsBack(client: DlmsClient, attribute: AttributeDescriptor, before: Data): Promise<Data | undefined> {
  await client.disconnect();
  await client.open();
  await setAttribute(client, attribute, before);
  return readValue(client, attribute);
}
