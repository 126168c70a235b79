import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { type GetOutcome, getAttribute, getNext, getResponseOf } from '#client/reading';
import type { Reply } from '#client/reply';
import type { DataBlock } from '#dlms/apdu/set';
import { equalOctets } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';
import { asks, dataIn, isSameValue, normalFault } from './get-values';
import { LOGICAL_DEVICE_NAME } from './health';
import { OBJECT_LIST } from './object-list';
import { type Observed, observe } from './observed';
import { opensAnewWith } from './opening';
import { limitToOpenWith } from './room-for-opening';

/** What came of a transfer that was disturbed: answers for refusals.yaml, and what it does not see. */
export interface DisturbedTransfer {
  readonly observed: readonly Observed[];
  readonly findings: Findings;
}

/** Findings, and what is worth a note but nobody's fault. */
export interface NotedFindings {
  readonly findings: Findings;
  readonly notes: readonly string[];
}

/** Small enough for every object list to come in blocks, and allowed by every meter (ASC-32). */
export const SMALL_LIMIT = 128;
/** tag, choice, invoke-id, last-block, block number, choice of the result */
const AROUND_RAW_DATA = 9;
/** tag, length, SC, IC before a protected APDU, and the tag behind it, at most */
const AROUND_PROTECTED = 21;

/** The declared opening, but with little room for replies. */
export function opensForShortReplies(client: DlmsClient, limit = SMALL_LIMIT): Promise<OpenOutcome> {
  return opensAnewWith(client, { initiate: { clientMaxReceivePduSize: limitToOpenWith(client, limit) } });
}

/** GET-21: in blocks, which joining them checks, and as with the declared room for replies. */
export async function readsInBlocksAndWhole(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const small = await readsUnder(client, SMALL_LIMIT);
  const declared = await readsUnder(client, undefined);
  const [inBlocks, whole] = [valueIn(small), valueIn(declared)];
  examination.expect(small?.rawData !== undefined, `limit ${SMALL_LIMIT}: ${outcomeText(small)}, expected blocks`);
  examination.expect(whole !== undefined, `declared limit: ${outcomeText(declared)}`);
  const same = inBlocks === undefined || whole === undefined || isSameValue(inBlocks, whole);
  examination.expect(same, 'the value read in blocks is not the one that is read with the declared limit');
  return examination;
}

/** GET-22: no APDU beyond the limit, no empty block before the last one. */
export async function readsUnderLimit(client: DlmsClient, wanted: number): Promise<NotedFindings> {
  const examination = new Examination();
  const limit = limitToOpenWith(client, wanted);
  const opening = await opensForShortReplies(client, limit);
  const heard = client.hear();
  examination.expect(opening.associated, `no association with a limit of ${limit} octets`);
  if (!opening.associated) return { findings: examination, notes: [] };
  const outcome = await getAttribute(client, OBJECT_LIST);
  examination.expect(valueIn(outcome)?.type === 'array', `limit ${limit}: no object list; ${outcomeText(outcome)}`);
  for (const { octets, apdu } of heard)
    examination.expect(octets.length <= limit, `limit ${limit}: ${apdu.kind} of ${octets.length} octets`);
  const room = limit - AROUND_RAW_DATA - (client.association.defaultProtection === undefined ? 0 : AROUND_PROTECTED);
  const short = blocksOf(outcome.replies)
    .slice(0, -1)
    .filter((raw) => raw.length * 2 < room);
  const notes = short.map((raw) => `limit ${limit}: a block of ${raw.length} octets where ${room} have room`);
  return { findings: examination, notes };
}

/** GET-23: the acknowledgement of a block that did not come yet, then the right one. */
export async function acknowledgesWrongly(client: DlmsClient, blockNumber: number): Promise<DisturbedTransfer> {
  const first = await asks(client, OBJECT_LIST);
  const { invokeIdAndPriority } = first;
  const wrong = await observe(
    `GET-next ${blockNumber} after block 1`,
    getNext(client, invokeIdAndPriority, blockNumber),
  );
  const after = await observe('GET-next 1 after that', getNext(client, invokeIdAndPriority, 1), 'after the end');
  const examination = new Examination();
  examination.add(examineFirstBlock(first.reply));
  for (const { what, reply } of [wrong, after]) {
    const response = getResponseOf(reply);
    const ends = response?.choice === 'with-datablock' && response.lastBlock;
    examination.expect(ends, `${what}: expected a last block with an error, got ${replyText(reply)}`);
  }
  return { observed: [wrong, after], findings: examination };
}

/** GET-25: a new read after block 2, and the acknowledgement of that block after it. */
export async function readsDuringTransfer(client: DlmsClient): Promise<DisturbedTransfer> {
  const reference = blocksOf((await getAttribute(client, OBJECT_LIST)).replies);
  const alone = await asks(client, LOGICAL_DEVICE_NAME);
  const { replies, invokeIdAndPriority } = await readsTwoBlocks(client);
  const inBetween = await asks(client, LOGICAL_DEVICE_NAME);
  const old = await observe('GET-next 2 of the old transfer', getNext(client, invokeIdAndPriority, 2), 'old transfer');
  const examination = new Examination();
  examination.expect(reference.length > 2 && replies.length === 2, 'the object list did not come in blocks');
  examination.add(examineInBetween(inBetween.reply, alone.reply, normalFault(inBetween)));
  examination.add(examineContinuation(old.reply, reference[2]));
  const observed = [{ what: 'GET of a short value after block 2', reply: inBetween.reply }, old];
  return { observed, findings: examination };
}

/** GET-26: after a transfer that was broken off, the whole one. */
export async function readsAgainAfterBreak(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const { rawData: undisturbed } = await getAttribute(client, OBJECT_LIST);
  const { replies } = await readsTwoBlocks(client);
  await asks(client, LOGICAL_DEVICE_NAME);
  const again = await getAttribute(client, OBJECT_LIST);
  examination.expect(undisturbed !== undefined && replies.length === 2, 'the object list did not come in blocks');
  examination.expect(again.rawData !== undefined, `the second read: ${outcomeText(again)}`);
  const same = !again.rawData || !undisturbed || equalOctets(again.rawData, undisturbed);
  examination.expect(same, 'the value of the second read is not that of an undisturbed one');
  return examination;
}

/** The block that a reply holds; undefined for errors and everything else. */
export function blockIn(reply: Reply): DataBlock | undefined {
  const response = getResponseOf(reply);
  if (response?.choice !== 'with-datablock' || !('rawData' in response.block)) return undefined;
  const { lastBlock, blockNumber, block } = response;
  return { lastBlock, blockNumber, rawData: block.rawData };
}

/** Raw data of each block among the replies. */
function blocksOf(replies: readonly Reply[]): readonly Uint8Array[] {
  return replies.flatMap((reply) => blockIn(reply)?.rawData ?? []);
}

export function outcomeText(outcome: GetOutcome | undefined): string {
  return outcome === undefined ? 'no association' : `the read ended with ${replyText(outcome.last)}`;
}

async function readsUnder(client: DlmsClient, limit: number | undefined): Promise<GetOutcome | undefined> {
  const opening = limit === undefined ? await opensAnewWith(client, {}) : await opensForShortReplies(client, limit);
  return opening.associated ? getAttribute(client, OBJECT_LIST) : undefined;
}

async function readsTwoBlocks(client: DlmsClient) {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const { replies } = await getAttribute(client, OBJECT_LIST, { invokeIdAndPriority, stopAfterBlocks: 2 });
  return { replies, invokeIdAndPriority };
}

function examineFirstBlock(reply: Reply): Findings {
  const examination = new Examination();
  const block = blockIn(reply);
  const began = block?.blockNumber === 1 && !block.lastBlock;
  examination.expect(began, `the object list: expected a first block of several, got ${replyText(reply)}`);
  return examination;
}

/** A reply with data must be that of the new read; whether an error is one of the right ones, refusals.yaml says. */
function examineInBetween(reply: Reply, alone: Reply, fault: string | undefined): Findings {
  const examination = new Examination();
  if (answerOf(reply).kind !== 'data') return examination;
  examination.expect(fault === undefined, `the new read: ${fault}`);
  const [value, expected] = [dataIn(reply), dataIn(alone)];
  const same = value === undefined || expected === undefined || isSameValue(value, expected);
  examination.expect(same, 'the new read gave another value than it gives alone');
  return examination;
}

/** A reply with data must be block 3 as in a transfer that nobody disturbs. */
function examineContinuation(reply: Reply, expected: Uint8Array | undefined): Findings {
  const examination = new Examination();
  if (answerOf(reply).kind !== 'data') return examination;
  const block = blockIn(reply);
  const continues = block?.blockNumber === 3;
  examination.expect(continues, `the old transfer: expected block 3 or its end, got ${replyText(reply)}`);
  const same = block !== undefined && expected !== undefined && equalOctets(block.rawData, expected);
  examination.expect(!continues || same, 'the old transfer: block 3 holds other data than without the new read');
  return examination;
}

export function valueIn(outcome: GetOutcome | undefined) {
  const [result] = outcome?.results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function replyText(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  const choice = getResponseOf(reply)?.choice;
  return `${kind} (${detail})${choice === undefined ? '' : ` in get-response-${choice}`}`;
}
