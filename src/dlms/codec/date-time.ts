import { LocalProtocolError } from '#dlms/errors';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';

/**
 * Date, time and date-time exactly as they stand on the wire (BB 4.1.6.1): wildcards are `undefined`, special
 * values have names, nothing goes through `Date`.
 */
export interface CosemDate {
  readonly year: number | undefined;
  readonly month: number | 'daylight-savings-begin' | 'daylight-savings-end' | undefined;
  readonly dayOfMonth: number | 'last' | 'second-last' | undefined;
  /** 1 Monday .. 7 Sunday */
  readonly dayOfWeek: number | undefined;
}

export interface CosemTime {
  readonly hour: number | undefined;
  readonly minute: number | undefined;
  readonly second: number | undefined;
  readonly hundredths: number | undefined;
}

export interface CosemDateTime extends CosemDate, CosemTime {
  /** Minutes from local time to UTC (UTC = local + deviation); undefined for 8000h, not specified. */
  readonly deviation: number | undefined;
  /** The status octet; undefined for FFh, not specified. */
  readonly clockStatus: number | undefined;
}

const NOT_SPECIFIED = 0xff;
const YEAR_NOT_SPECIFIED = 0xffff;
const DEVIATION_NOT_SPECIFIED = -0x8000;

/**
 * Date of 5 octets: year (2) month day-of-month day-of-week.
 * @throws PeerProtocolError at the first field that is neither in range nor a special value (BB 4.1.6.1)
 */
export function readDate(reader: ByteReader): CosemDate {
  const year = reader.u16('year');
  return {
    year: year === YEAR_NOT_SPECIFIED ? undefined : year,
    month: readMonth(reader),
    dayOfMonth: readDayOfMonth(reader),
    dayOfWeek: readField(reader, 1, 7, 'day of week'),
  };
}

/**
 * Time of 4 octets: hour minute second hundredths, each FF when not specified.
 * @throws PeerProtocolError at the first field out of range; second 60 is out of range too
 */
export function readTime(reader: ByteReader): CosemTime {
  return {
    hour: readField(reader, 0, 23, 'hour'),
    minute: readField(reader, 0, 59, 'minute'),
    second: readField(reader, 0, 59, 'second'),
    hundredths: readField(reader, 0, 99, 'hundredths'),
  };
}

/**
 * Date-time of 12 octets: date (5) time (4) deviation (2, signed) clock status (1). Any deviation and any status
 * octet is taken as it stands: whether they make sense is for `dateTimeFaults` (date-time-faults).
 * @throws PeerProtocolError as `readDate` and `readTime`
 */
export function readDateTime(reader: ByteReader): CosemDateTime {
  const date = readDate(reader);
  const time = readTime(reader);
  const deviation = reader.i16('deviation');
  const clockStatus = reader.u8('clock status');
  return {
    ...date,
    ...time,
    deviation: deviation === DEVIATION_NOT_SPECIFIED ? undefined : deviation,
    clockStatus: clockStatus === NOT_SPECIFIED ? undefined : clockStatus,
  };
}

/** @throws PeerProtocolError when these are not exactly the 5 octets of a date, see `readDate` */
export function decodeDate(octets: Uint8Array): CosemDate {
  return wholly(octets, readDate, 'date');
}

/** @throws PeerProtocolError when these are not exactly the 4 octets of a time, see `readTime` */
export function decodeTime(octets: Uint8Array): CosemTime {
  return wholly(octets, readTime, 'time');
}

/** @throws PeerProtocolError when these are not exactly the 12 octets of a date-time, see `readDateTime` */
export function decodeDateTime(octets: Uint8Array): CosemDateTime {
  return wholly(octets, readDateTime, 'date-time');
}

/** @throws LocalProtocolError when a field is out of its range */
export function writeDate(writer: ByteWriter, date: CosemDate): void {
  writer.u16(date.year === undefined ? YEAR_NOT_SPECIFIED : inRange(date.year, 0, 0xfffe, 'year'));
  writer
    .u8(monthOctet(date.month))
    .u8(dayOfMonthOctet(date.dayOfMonth))
    .u8(octetOf(date.dayOfWeek, 1, 7, 'day of week'));
}

/** @throws LocalProtocolError when a field is out of its range */
export function writeTime(writer: ByteWriter, time: CosemTime): void {
  writer.u8(octetOf(time.hour, 0, 23, 'hour')).u8(octetOf(time.minute, 0, 59, 'minute'));
  writer.u8(octetOf(time.second, 0, 59, 'second')).u8(octetOf(time.hundredths, 0, 99, 'hundredths'));
}

/** @throws LocalProtocolError when a field is out of its range */
export function writeDateTime(writer: ByteWriter, value: CosemDateTime): void {
  writeDate(writer, value);
  writeTime(writer, value);
  const { deviation } = value;
  writer.i16(deviation === undefined ? DEVIATION_NOT_SPECIFIED : inRange(deviation, -0x7fff, 0x7fff, 'deviation'));
  writer.u8(octetOf(value.clockStatus, 0, 0xfe, 'clock status'));
}

/** The 5 octets of a date. */
export function encodeDate(date: CosemDate): Uint8Array {
  const writer = new ByteWriter(5);
  writeDate(writer, date);
  return writer.toBytes();
}

/** The 4 octets of a time. */
export function encodeTime(time: CosemTime): Uint8Array {
  const writer = new ByteWriter(4);
  writeTime(writer, time);
  return writer.toBytes();
}

/** The 12 octets of a date-time. */
export function encodeDateTime(value: CosemDateTime): Uint8Array {
  const writer = new ByteWriter(12);
  writeDateTime(writer, value);
  return writer.toBytes();
}

function readField(reader: ByteReader, low: number, high: number, what: string): number | undefined {
  const octet = reader.u8(what);
  if (octet === NOT_SPECIFIED) return undefined;
  if (octet < low || octet > high) reader.failAt(reader.offset - 1, `${what} ${octet} is not in ${low}..${high}`);
  return octet;
}

function readMonth(reader: ByteReader): CosemDate['month'] {
  const octet = reader.peek();
  if (octet !== 0xfd && octet !== 0xfe) return readField(reader, 1, 12, 'month');
  reader.offset++;
  return octet === 0xfd ? 'daylight-savings-end' : 'daylight-savings-begin';
}

function readDayOfMonth(reader: ByteReader): CosemDate['dayOfMonth'] {
  const octet = reader.peek();
  if (octet !== 0xfd && octet !== 0xfe) return readField(reader, 1, 31, 'day of month');
  reader.offset++;
  return octet === 0xfd ? 'second-last' : 'last';
}

function wholly<Value>(octets: Uint8Array, read: (reader: ByteReader) => Value, what: string): Value {
  const reader = new ByteReader(octets);
  const value = read(reader);
  reader.expectEnd(what);
  return value;
}

function monthOctet(month: CosemDate['month']): number {
  if (month === 'daylight-savings-end') return 0xfd;
  if (month === 'daylight-savings-begin') return 0xfe;
  return octetOf(month, 1, 12, 'month');
}

function dayOfMonthOctet(day: CosemDate['dayOfMonth']): number {
  if (day === 'second-last') return 0xfd;
  if (day === 'last') return 0xfe;
  return octetOf(day, 1, 31, 'day of month');
}

function octetOf(value: number | undefined, low: number, high: number, what: string): number {
  return value === undefined ? NOT_SPECIFIED : inRange(value, low, high, what);
}

function inRange(value: number, low: number, high: number, what: string): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new LocalProtocolError(`${what} ${value} is not in ${low}..${high}`);
  }
  return value;
}
