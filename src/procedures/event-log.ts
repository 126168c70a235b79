import type { DlmsClient } from '#client/dlms-client';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { type CosemDateTime, decodeDateTime } from '#dlms/codec/date-time';
import { toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import { readValue } from './lasting-write';

/** Rows of an event log from the oldest to the newest, and in which of their columns time and code stand. */
export interface EventLogView {
  readonly rows: readonly Data[];
  readonly timeAt: number;
  readonly codeAt: number;
}

/** An event log around something that is to be logged, and what the clock of the meter showed then. */
export interface LogTrial {
  readonly before: EventLogView | undefined;
  readonly after: EventLogView | undefined;
  readonly from: Data | undefined;
  readonly to: Data | undefined;
}

export interface LogPlace {
  /** buffer of the log */
  readonly log: AttributeDescriptor;
  /** time of the clock */
  readonly clock: AttributeDescriptor;
}

/** Attributes of Profile generic (class 7). */
const [CAPTURE_OBJECTS, SORT_METHOD] = [3, 5];
const [CLOCK_CLASS, CLOCK_TIME] = [8, 2];
/** Event codes are 0-b:96.11.e.255. */
const EVENT_CODE_GROUPS = [96, 11];
const [GROUP_C, GROUP_D] = [2, 3];
const NEWEST_FIRST = 2;
/** A clock shows whole seconds, and a meter may be a moment late. */
const TOLERANCE_SECONDS = 2;

/** Reads the log and the clock, lets it happen, and reads both again. */
export async function watchesLog(
  client: DlmsClient,
  { log, clock }: LogPlace,
  happen: () => Promise<void>,
): Promise<LogTrial> {
  const before = await readsEventLog(client, log);
  const from = await readValue(client, clock);
  await happen();
  const to = await readValue(client, clock);
  return { before, from, to, after: await readsEventLog(client, log) };
}

/** The whole log; undefined when it could not be read or has no column for time or code. */
export async function readsEventLog(client: DlmsClient, log: AttributeDescriptor): Promise<EventLogView | undefined> {
  const columns = elementsOf(await readValue(client, { ...log, attributeId: CAPTURE_OBJECTS }));
  const timeAt = columns.findIndex(isClock);
  const codeAt = codeColumn(columns, timeAt);
  const buffer = await readValue(client, log);
  if (timeAt < 0 || codeAt < 0 || buffer?.type !== 'array') return undefined;
  const order = numberIn(await readValue(client, { ...log, attributeId: SORT_METHOD }));
  const rows = order === NEWEST_FIRST ? [...buffer.elements].reverse() : buffer.elements;
  return { rows, timeAt, codeAt };
}

/** One new entry with that code, and with a time between the two readings of the clock. */
export function examineLogged({ before, after, from, to }: LogTrial, code: number, what: string): Findings {
  const examination = new Examination();
  examination.expect(before !== undefined && after !== undefined, 'the event log could not be read');
  if (before === undefined || after === undefined) return examination;
  const entries = newRows(before, after).filter((row) => numberIn(elementsOf(row)[after.codeAt]) === code);
  examination.expect(entries.length === 1, `${what} is in the event log ${entries.length} times, expected once`);
  for (const row of entries) examination.add(examineTime(elementsOf(row)[after.timeAt], from, to, what));
  return examination;
}

/** Everything that was in the log before is there still. */
export function examineKept(before: EventLogView | undefined, after: EventLogView | undefined): Findings {
  const examination = new Examination();
  examination.expect(before !== undefined && after !== undefined, 'the event log could not be read');
  if (before === undefined || after === undefined) return examination;
  examination.expect(before.rows.length > 0, 'there was nothing in the event log');
  const kept = new Set(after.rows.map(textOf));
  const lost = before.rows.filter((row) => !kept.has(textOf(row)));
  examination.expect(lost.length === 0, `${lost.length} of ${before.rows.length} entries are gone from the event log`);
  return examination;
}

/** What stands behind the old rows: of a log that is full, the oldest ones have gone. */
function newRows({ rows: before }: EventLogView, { rows: after }: EventLogView): readonly Data[] {
  const [old, now] = [before.map(textOf), after.map(textOf)];
  for (let gone = 0; gone <= old.length; gone++) {
    const kept = old.slice(gone);
    if (kept.length <= now.length && kept.every((row, index) => row === now[index])) return after.slice(kept.length);
  }
  return after;
}

function examineTime(time: Data | undefined, from: Data | undefined, to: Data | undefined, what: string): Findings {
  const examination = new Examination();
  const [at, earliest, latest] = [time, from, to].map((value) => secondsOf(dateTimeIn(value)));
  examination.expect(at !== undefined, `${what} is logged without its time`);
  if (at === undefined || earliest === undefined || latest === undefined) return examination;
  const early = earliest - TOLERANCE_SECONDS - at;
  const late = at - latest - TOLERANCE_SECONDS;
  examination.expect(early <= 0, `${what} is logged ${early} s too early for the clock of the meter`);
  examination.expect(late <= 0, `${what} is logged ${late} s too late for the clock of the meter`);
  return examination;
}

function isClock(column: Data): boolean {
  const [classId, , attribute] = elementsOf(column);
  return numberIn(classId) === CLOCK_CLASS && numberIn(attribute) === CLOCK_TIME;
}

/** The one of an event code object; where there is none, the first one that is not the time. */
function codeColumn(columns: readonly Data[], timeAt: number): number {
  const named = columns.findIndex((column) => {
    const [, name] = elementsOf(column);
    if (name?.type !== 'octet-string') return false;
    return name.value[GROUP_C] === EVENT_CODE_GROUPS[0] && name.value[GROUP_D] === EVENT_CODE_GROUPS[1];
  });
  return named >= 0 ? named : columns.findIndex((_, index) => index !== timeAt);
}

function dateTimeIn(value: Data | undefined): CosemDateTime | undefined {
  if (value?.type === 'date-time') return value.value;
  if (value?.type !== 'octet-string') return undefined;
  try {
    return decodeDateTime(value.value);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}

/** Seconds since 1970, UTC as far as the deviation is known. */
function secondsOf(at: CosemDateTime | undefined): number | undefined {
  if (typeof at?.month !== 'number' || typeof at.dayOfMonth !== 'number') return undefined;
  const { year, month, dayOfMonth, hour, minute, second, deviation = 0 } = at;
  if (year === undefined || hour === undefined || minute === undefined) return undefined;
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute + deviation, second ?? 0) / 1000;
}

function textOf(row: Data): string {
  return toHex(encodeToBytes(row));
}

function elementsOf(data: Data | undefined): readonly Data[] {
  return data?.type === 'array' || data?.type === 'structure' ? data.elements : [];
}

function numberIn(data: Data | undefined): number | undefined {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : undefined;
}
