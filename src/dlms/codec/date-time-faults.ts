import type { CosemDate, CosemDateTime, CosemTime } from './date-time';

/** Bits 4 to 6 of the clock status are reserved (BB 4.1.6.1). */
const RESERVED_STATUS = 0x70;
/** UTC+14 is the widest there is, either way round. */
const WIDEST_DEVIATION = 840;

/**
 * Everything a date-time must not say, one sentence each, none when it is sound (axdr-data 3.5). Wildcards are no fault
 * here: an attribute that forbids them, like the time of a clock, needs its own check.
 */
export function dateTimeFaults(value: CosemDateTime): readonly string[] {
  return [...dateFaults(value), ...timeFaults(value), ...deviationFaults(value), ...statusFaults(value)];
}

/** Ranges, days that the month does not have, a weekday that is not that of the date. */
export function dateFaults(date: CosemDate): readonly string[] {
  const { year, month, dayOfMonth: day, dayOfWeek } = date;
  const ranges = [
    ...outside('year', year, 0, 0xfffe),
    ...outside('month', month, 1, 12),
    ...outside('day of month', day, 1, 31),
    ...outside('day of week', dayOfWeek, 1, 7),
  ];
  if (ranges.length > 0 || typeof month !== 'number' || typeof day !== 'number') return ranges;
  if (day > daysIn(year, month)) return [`month ${month} has no day ${day}`];
  if (year === undefined || dayOfWeek === undefined) return [];
  const actual = weekdayOf(year, month, day);
  return actual === dayOfWeek ? [] : [`day of week ${dayOfWeek} contradicts the date, which falls on day ${actual}`];
}

export function timeFaults(time: CosemTime): readonly string[] {
  return [
    ...outside('hour', time.hour, 0, 23),
    ...outside('minute', time.minute, 0, 59),
    ...outside('second', time.second, 0, 59),
    ...outside('hundredths', time.hundredths, 0, 99),
  ];
}

function deviationFaults({ deviation }: CosemDateTime): readonly string[] {
  return outside('deviation', deviation, -WIDEST_DEVIATION, WIDEST_DEVIATION);
}

function statusFaults({ clockStatus }: CosemDateTime): readonly string[] {
  if (clockStatus === undefined || (clockStatus & RESERVED_STATUS) === 0) return [];
  return ['clock status has reserved bits set'];
}

function outside(what: string, value: number | string | undefined, low: number, high: number): readonly string[] {
  if (typeof value !== 'number' || (Number.isInteger(value) && value >= low && value <= high)) return [];
  return [`${what} ${value} is not in ${low}..${high}`];
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number | undefined, month: number): number {
  if (month === 2 && year !== undefined && !isLeap(year)) return 28;
  return DAYS[month - 1] ?? 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** 1 Monday .. 7 Sunday of the Gregorian calendar, by counting the days since the start of year 0. */
function weekdayOf(year: number, month: number, day: number): number {
  let days = year * 365 + Math.ceil(year / 4) - Math.ceil(year / 100) + Math.ceil(year / 400) + day;
  for (let before = 1; before < month; before++) days += daysIn(year, before);
  return ((days + 4) % 7) + 1;
}
