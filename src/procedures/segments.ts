import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Reply } from '#client/reply';
import { type Delivery, wrapperOf } from '#client/wrapper-channel';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { concat } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';
import { dataIn, isSameValue } from './get-values';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { type Dialogue, examineServedDialogue, opensAndReads } from './wpdu-headers';

/** A dialogue whose messages were sent in pieces. */
export interface CutDialogue {
  readonly how: string;
  readonly dialogue: Dialogue;
}

/** Requests that were sent before the ones in front of them were answered. */
export interface Pipeline {
  readonly asked: readonly Asked[];
  /** what came, at most one for each request */
  readonly replies: readonly Reply[];
}

interface Asked {
  readonly invokeIdAndPriority: number;
  readonly attribute: AttributeDescriptor;
  /** the value as it is read alone; undefined when it was not served */
  readonly alone: Data | undefined;
}

const HEADER_LENGTH = 8;
/** Between two octets, so that the sender's TCP does not put them into one segment. */
const OCTET_PAUSE_MS = 10;
const HEADER_PAUSE_MS = 200;
const HALF_HEADER = 4;

/** WRP-07: everything octet by octet. */
export async function opensAndReadsByOctets(client: DlmsClient): Promise<readonly CutDialogue[]> {
  const pieces = (octets: Uint8Array) => Array.from(octets, (_, at) => octets.subarray(at, at + 1));
  return [await cutDialogue(client, 'octet by octet', { pieces, pauseMs: OCTET_PAUSE_MS })];
}

/** WRP-08: each message with a pause behind the first octets of its header, an opening for each number of them. */
export async function opensAndReadsWithCutHeaders(client: DlmsClient): Promise<readonly CutDialogue[]> {
  const dialogues: CutDialogue[] = [];
  for (let length = 1; length < HEADER_LENGTH; length++) {
    const pieces = (octets: Uint8Array) => [octets.subarray(0, length), octets.subarray(length)];
    const how = `a pause after ${length} octets of each header`;
    dialogues.push(await cutDialogue(client, how, { pieces, pauseMs: HEADER_PAUSE_MS }));
  }
  return dialogues;
}

export function examineCutDialogues(dialogues: readonly CutDialogue[]): Findings {
  const examination = new Examination();
  examination.expect(dialogues.length > 0, 'nothing was sent');
  for (const { how, dialogue } of dialogues) {
    for (const fault of examineServedDialogue(dialogue).faults) examination.expect(false, `${how}: ${fault}`);
  }
  return examination;
}

/** WRP-09: two reads in one segment; then one with the half of the next one's header behind it. */
export async function pipelinesReads(client: DlmsClient): Promise<Pipeline> {
  const asked: Asked[] = [];
  for (const attribute of [LOGICAL_DEVICE_NAME, CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME, CURRENT_ASSOCIATION]) {
    asked.push(await askedAlone(client, attribute));
  }
  const wpdus = asked.map((request) => wpduOf(client, request));
  await wrapperOf(client.channel).sendOctets(concat(...wpdus.slice(0, 2)));
  const replies = await receivesTwo(client);
  await sendsCut(client, concat(...wpdus.slice(2)), (wpdus[2]?.length ?? 0) + HALF_HEADER);
  return { asked, replies: [...replies, ...(await receivesTwo(client))] };
}

export function examinePipeline({ asked, replies }: Pipeline): Findings {
  const examination = new Examination();
  for (const [index, { invokeIdAndPriority, alone }] of asked.entries()) {
    const what = `request ${index + 1} of ${asked.length}`;
    examination.expect(alone !== undefined, `${what}: its attribute was not served alone`);
    const reply = replies.find((candidate) => isAnswerTo(candidate, invokeIdAndPriority));
    examination.expect(reply !== undefined, `${what}: no reply with its invoke-id; ${repliesText(replies)}`);
    const value = reply && dataIn(reply);
    if (reply === undefined || alone === undefined) continue;
    const same = value !== undefined && isSameValue(value, alone);
    examination.expect(same, `${what}: its reply does not hold the value that is read alone`);
  }
  return examination;
}

async function cutDialogue(client: DlmsClient, how: string, delivery: Delivery): Promise<CutDialogue> {
  wrapperOf(client.channel).delivery = delivery;
  try {
    return { how, dialogue: await opensAndReads(client) };
  } finally {
    wrapperOf(client.channel).delivery = undefined;
  }
}

async function sendsCut(client: DlmsClient, octets: Uint8Array, at: number): Promise<void> {
  const pieces = (whole: Uint8Array) => [whole.subarray(0, at), whole.subarray(at)];
  wrapperOf(client.channel).delivery = { pieces, pauseMs: HEADER_PAUSE_MS };
  try {
    await wrapperOf(client.channel).sendOctets(octets);
  } finally {
    wrapperOf(client.channel).delivery = undefined;
  }
}

async function askedAlone(client: DlmsClient, attribute: AttributeDescriptor): Promise<Asked> {
  const [result] = (await getAttribute(client, attribute)).results ?? [];
  const alone = result !== undefined && 'data' in result && result.data.type !== 'null-data' ? result.data : undefined;
  return { invokeIdAndPriority: client.association.nextInvokeId(), attribute, alone };
}

function wpduOf(client: DlmsClient, { invokeIdAndPriority, attribute }: Asked): Uint8Array {
  const get = encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute });
  return wrapperOf(client.channel).encode(client.protected(get));
}

async function receivesTwo(client: DlmsClient): Promise<readonly Reply[]> {
  const first = await client.receive();
  return first.kind === 'apdu' ? [first, await client.receive()] : [first];
}

function isAnswerTo(reply: Reply, invokeIdAndPriority: number): boolean {
  if (reply.kind !== 'apdu') return false;
  const { apdu } = reply.received;
  return apdu.kind === 'get-response' && apdu.invokeIdAndPriority === invokeIdAndPriority;
}

function repliesText(replies: readonly Reply[]): string {
  const kinds = replies.map((reply) => answerOf(reply)).map(({ kind, detail }) => `${kind} (${detail})`);
  return `what came was ${kinds.join(', ')}`;
}
