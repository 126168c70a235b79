import type { SelectiveAccess } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import { array, structure } from '#dlms/codec/data-values';
import { type CosemDateTime, decodeDateTime } from '#dlms/codec/date-time';
import { equalOctets } from '#dlms/codec/hex';
import { valueFault } from '#dlms/cosem/value-fault';
import { PeerProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import { deviationAt, givenMoment } from './calendar-rules';
import type { Capture, ProfileRows } from './profile-buffer';

const OBJECT =
  'structure{class_id:long-unsigned,logical_name:octet-string(6),attribute_index:integer,data_index:long-unsigned}';
const RANGE = `structure{restricting_object:${OBJECT},from_value:choice,to_value:choice,selected_values:array<${OBJECT}>}`;
const ENTRIES =
  'structure{from_entry:double-long-unsigned,to_entry:double-long-unsigned,from_selected_value:long-unsigned,to_selected_value:long-unsigned}';
const MINUTE = 60_000;

/** Columns as the client names them: capture_object_definition in the order of the buffer. */
export interface NamedBuffer {
  readonly buffer: ProfileRows;
  readonly captureObjects: readonly Data[];
  /** index of the column that holds the clock */
  readonly clockColumn: number | undefined;
}

/**
 * Selective access to the buffer of a profile (BB 4.3.6): by range, selector 1, or by entry, selector 2. Parameters
 * of the wrong type are type-unmatched, of a column that is not there or an entry 0 other-reason; nothing found is
 * an empty array.
 */
export function selectRows(profile: NamedBuffer, selection: SelectiveAccess, now: Instant): GetDataResult {
  if (selection.selector === 1) return byRange(profile, selection.parameters, now);
  if (selection.selector === 2) return byEntry(profile.buffer, selection.parameters, now);
  return { error: 'scope-of-access-violated' };
}

function byEntry(buffer: ProfileRows, parameters: Data, now: Instant): GetDataResult {
  if (valueFault(ENTRIES, parameters) !== undefined) return { error: 'type-unmatched' };
  const [fromRow = 0, toRow = 0, fromColumn = 0, toColumn = 0] = numbersIn(parameters);
  const lastColumn = toColumn === 0 ? buffer.columns.length : toColumn;
  if (fromRow === 0 || fromColumn === 0 || fromColumn > lastColumn || lastColumn > buffer.columns.length)
    return { error: 'other-reason' };
  const captures = buffer.captures(now);
  const wanted = captures.slice(fromRow - 1, toRow === 0 ? captures.length : toRow);
  const columns = buffer.columns.map((_, i) => i).slice(fromColumn - 1, lastColumn);
  return { data: rowsOf(buffer, wanted, columns) };
}

function numbersIn(parameters: Data): number[] {
  const elements = 'elements' in parameters ? parameters.elements : [];
  return elements.map((element) => ('value' in element && typeof element.value === 'number' ? element.value : 0));
}

function byRange(profile: NamedBuffer, parameters: Data, now: Instant): GetDataResult {
  if (valueFault(RANGE, parameters) !== undefined || parameters.type !== 'structure')
    return { error: 'type-unmatched' };
  const [restricting, from, to, selected] = parameters.elements;
  if (restricting === undefined || from === undefined || to === undefined || selected?.type !== 'array')
    return { error: 'type-unmatched' };
  const column = columnOf(profile, restricting);
  const columns = selected.elements.length === 0 ? allColumns(profile) : columnsOf(profile, selected.elements);
  if (column === undefined || columns === undefined) return { error: 'other-reason' };
  const distanceFrom = column === profile.clockColumn ? clockBound(from) : numberBound(from, profile.buffer, column);
  const distanceTo = column === profile.clockColumn ? clockBound(to) : numberBound(to, profile.buffer, column);
  if (distanceFrom === undefined || distanceTo === undefined) return { error: 'type-unmatched' };
  const wanted = profile.buffer
    .captures(now)
    .filter((capture) => distanceFrom(capture) >= 0 && distanceTo(capture) <= 0);
  return { data: rowsOf(profile.buffer, wanted, columns) };
}

/** How far a capture lies behind a bound; negative: before it. */
type Bound = (capture: Capture) => number;

/** A bound without deviation is held against the local time that the row shows, any other against UTC. */
function clockBound(value: Data): Bound | undefined {
  const given = dateTimeIn(value);
  const moment = given && givenMoment(given);
  if (moment === undefined) return undefined;
  return moment.local ? (capture) => localMs(capture) - moment.ms : ({ utc }) => utc - moment.ms;
}

function dateTimeIn(value: Data): CosemDateTime | undefined {
  if (value.type === 'date-time') return value.value;
  if (value.type !== 'octet-string') return undefined;
  try {
    return decodeDateTime(value.value);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}

function localMs({ settings, utc }: Capture): number {
  return utc - deviationAt(settings, utc) * MINUTE;
}

function numberBound(value: Data, buffer: ProfileRows, column: number): Bound | undefined {
  const bound = numberIn(value);
  if (bound === undefined) return undefined;
  return (capture) => {
    const row = buffer.row(capture);
    const held = row.type === 'structure' ? numberIn(row.elements[column]) : undefined;
    return held === undefined ? Number.NaN : held - bound;
  };
}

function numberIn(value: Data | undefined): number | undefined {
  if (value === undefined || !('value' in value)) return undefined;
  return typeof value.value === 'number' ? value.value : undefined;
}

function allColumns({ captureObjects }: NamedBuffer): number[] {
  return captureObjects.map((_, i) => i);
}

/** The named columns in the order of the buffer; undefined when one of them is not captured. */
function columnsOf(profile: NamedBuffer, named: readonly Data[]): number[] | undefined {
  const columns = named.map((definition) => columnOf(profile, definition));
  if (columns.includes(undefined)) return undefined;
  return allColumns(profile).filter((column) => columns.includes(column));
}

function columnOf({ captureObjects }: NamedBuffer, definition: Data): number | undefined {
  const found = captureObjects.findIndex((object) => sameDefinition(object, definition));
  return found === -1 ? undefined : found;
}

function sameDefinition(a: Data, b: Data): boolean {
  if (a.type === 'structure' && b.type === 'structure') {
    return (
      a.elements.length === b.elements.length && a.elements.every((element, i) => sameMember(element, b.elements[i]))
    );
  }
  return false;
}

function sameMember(a: Data, b: Data | undefined): boolean {
  if (a.type === 'octet-string' && b?.type === 'octet-string') return equalOctets(a.value, b.value);
  return b !== undefined && numberIn(a) !== undefined && numberIn(a) === numberIn(b);
}

function rowsOf(buffer: ProfileRows, captures: readonly Capture[], columns: readonly number[]): Data {
  if (columns.length === buffer.columns.length) return array(...captures.map((capture) => buffer.row(capture)));
  return array(...captures.map((capture) => partOf(buffer.row(capture), columns)));
}

function partOf(row: Data, columns: readonly number[]): Data {
  if (row.type !== 'structure') return row;
  return structure(...columns.flatMap((column) => row.elements[column] ?? []));
}
