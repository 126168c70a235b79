import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute, getNext } from '#client/reading';
import { BlockCollector } from '#dlms/apdu/blocks';
import type { AttributeDescriptor, SelectiveAccess } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { blockIn, opensForShortReplies, outcomeText } from './block-transfer';
import { Examination, type Findings } from './findings';
import { asks, isSameValue } from './get-values';
import { LOGICAL_DEVICE_NAME } from './health';
import { entries } from './profile-selection';
import { type Progress, staysSilent } from './silence';

/** When a profile captures by itself, and what is read of it. */
export interface CapturePlan {
  readonly profile: AttributeDescriptor;
  readonly periodSeconds: number;
  /** from now to the next capture */
  readonly dueSeconds: number;
  readonly columns: number;
  /** undefined: the whole buffer */
  readonly selection: SelectiveAccess | undefined;
}

/** What a slow read gave, beside quick ones before and after it. */
export interface SlowRead {
  readonly before: Data | undefined;
  readonly slow: Data | undefined;
  readonly after: Data | undefined;
  /** what ended the slow read, where it gave nothing */
  readonly ending: string;
}

/** Attributes of Profile generic (class 7). */
const [CAPTURE_OBJECTS, CAPTURE_PERIOD, ENTRIES_IN_USE] = [3, 4, 7];
/** So many rows are enough for several blocks and not too many for a slow line. */
const ROWS = 40;
/** The transfer begins so long before the capture, and ends about as long after it. */
const LEAD_MS = 20_000;
const LONGEST_VALUE = 1024 * 1024;
const DAY = 86_400;
const [HOUR_AT, MINUTE_AT, SECOND_AT] = [5, 6, 7];

/** Reads period, columns and clock; undefined where the profile does not capture by itself. */
export async function plansCapture(
  client: DlmsClient,
  profile: AttributeDescriptor,
  clock: AttributeDescriptor,
): Promise<CapturePlan | undefined> {
  const periodSeconds = numberIn(await read(client, { ...profile, attributeId: CAPTURE_PERIOD }));
  const captureObjects = await read(client, { ...profile, attributeId: CAPTURE_OBJECTS });
  const inUse = numberIn(await read(client, { ...profile, attributeId: ENTRIES_IN_USE }));
  const now = secondOfDay(await read(client, clock));
  if (!periodSeconds || now === undefined || captureObjects?.type !== 'array' || inUse === undefined) return undefined;
  const selects = client.association.negotiated?.negotiatedConformance.has('selective-access') === true;
  const selection = selects ? entries(Math.max(1, inUse - ROWS + 1), 0) : undefined;
  const dueSeconds = periodSeconds - (now % Math.min(periodSeconds, DAY));
  return { profile, periodSeconds, dueSeconds, columns: captureObjects.elements.length, selection };
}

/**
 * GET-27: waits until shortly before the next capture, reads by blocks with pauses until shortly after it, and once
 * more quickly.
 * @param pauseMs how long a meter may be left alone without closing the connection
 */
export async function readsAcrossCapture(
  client: DlmsClient,
  plan: CapturePlan,
  pauseMs: number,
  progress: Progress,
): Promise<SlowRead> {
  await opensForShortReplies(client);
  const quick = await readsRows(client, plan);
  const waitMs = Math.max(0, plan.dueSeconds * 1000 - LEAD_MS);
  await waits(client, waitMs, pauseMs, progress);
  const before = valueIn(await readsRows(client, plan));
  const betweenBlocks = (2 * LEAD_MS) / Math.max(1, quick.replies.length - 1);
  const { slow, ending } = await readsSlowly(client, plan, Math.min(betweenBlocks, pauseMs));
  const after = valueIn(await readsRows(client, plan));
  return { before, slow, after, ending };
}

/** The rows are those from before the capture, or those from after it, and each of them is complete. */
export function examineSlowRead({ before, slow, after, ending }: SlowRead, { columns }: CapturePlan): Findings {
  const examination = new Examination();
  examination.expect(before !== undefined && after !== undefined, 'the buffer could not be read quickly');
  examination.expect(slow !== undefined, `the buffer could not be read slowly: ${ending}`);
  if (before === undefined || slow === undefined || after === undefined) return examination;
  examination.expect(!isSameValue(before, after), 'nothing was captured in spite of the capture period');
  examination.expect(slow.type === 'array', `the buffer is of type ${slow.type}, expected array`);
  for (const [index, row] of (slow.type === 'array' ? slow.elements : []).entries()) {
    const whole = row.type === 'structure' && row.elements.length === columns;
    examination.expect(whole, `row ${index + 1} has not all ${columns} columns`);
  }
  const snapshot = isSameValue(slow, before) || isSameValue(slow, after);
  examination.expect(snapshot, 'the rows are neither those before the capture nor those after it');
  return examination;
}

function readsRows(client: DlmsClient, { profile, selection }: CapturePlan): Promise<GetOutcome> {
  return getAttribute(client, profile, selection && { selection });
}

/** The same read, block by block, with a pause before each next one. */
async function readsSlowly(
  client: DlmsClient,
  { profile, selection }: CapturePlan,
  pauseMs: number,
): Promise<{ slow: Data | undefined; ending: string }> {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const options = { invokeIdAndPriority, stopAfterBlocks: 1, ...(selection && { selection }) };
  const first = await getAttribute(client, profile, options);
  const collector = new BlockCollector(LONGEST_VALUE);
  let { last } = first;
  for (let block = blockIn(last); block !== undefined; block = blockIn(last)) {
    collector.add(block);
    if (block.lastBlock) return { slow: decodeWholeData(collector.joined()), ending: '' };
    await client.channel.idle(pauseMs);
    last = await getNext(client, invokeIdAndPriority, block.blockNumber);
  }
  return { slow: undefined, ending: outcomeText({ ...first, last }) };
}

/** A wait that may be longer than the meter keeps a silent connection: a read now and then says that we are there. */
async function waits(client: DlmsClient, ms: number, pauseMs: number, progress: Progress): Promise<void> {
  for (let done = 0; done < ms; done += pauseMs) {
    const tell = (seconds: number): void => progress(Math.round(done / 1000) + seconds, Math.round(ms / 1000));
    await staysSilent(client, Math.min(pauseMs, ms - done), tell);
    await asks(client, LOGICAL_DEVICE_NAME);
  }
}

async function read(client: DlmsClient, attribute: AttributeDescriptor): Promise<Data | undefined> {
  return valueIn(await getAttribute(client, attribute));
}

function valueIn({ results }: GetOutcome): Data | undefined {
  const [result] = results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function numberIn(value: Data | undefined): number | undefined {
  return value !== undefined && 'value' in value && typeof value.value === 'number' ? value.value : undefined;
}

/** Captures fall on multiples of their period, counted from midnight (BB 4.3.6). */
function secondOfDay(clock: Data | undefined): number | undefined {
  if (clock?.type !== 'octet-string') return undefined;
  const [hour, minute, second] = [HOUR_AT, MINUTE_AT, SECOND_AT].map((at) => clock.value[at] ?? 0xff);
  if (hour === undefined || minute === undefined || second === undefined || hour > 23) return undefined;
  return hour * 3600 + minute * 60 + second;
}
