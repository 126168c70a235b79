import type { CosemDateTime } from '#dlms/codec/date-time';

/** Milliseconds since 1970-01-01 00:00 UTC, as counted by the meter. */
export type UtcMs = number;

/** What the clock object is set to: how a count of UTC is shown as local time. */
export interface CalendarSettings {
  /** UTC at instant 0 of the simulation */
  readonly utcAtZero: UtcMs;
  /** minutes from local standard time to UTC: -60 in Central Europe */
  readonly timeZone: number;
  /** yearly moments in local time, as in class 8 attributes 5 and 6 */
  readonly dstBegin: CosemDateTime;
  readonly dstEnd: CosemDateTime;
  /** -120..120 minutes; the size counts, whatever the sign */
  readonly dstDeviation: number;
  readonly dstEnabled: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DST_ACTIVE = 0x80;

/** Local time with deviation and status (BB 4.1.6.1): deviation = time_zone - |daylight_savings_deviation| in summer. */
export function localDateTime(settings: CalendarSettings, utc: UtcMs): CosemDateTime {
  const summer = isDaylightSaving(settings, utc);
  const deviation = settings.timeZone - (summer ? Math.abs(settings.dstDeviation) : 0);
  return fieldsOf(utc - deviation * MINUTE, deviation, summer ? DST_ACTIVE : 0);
}

/** Minutes from local time to UTC, summer time included. */
export function deviationAt(settings: CalendarSettings, utc: UtcMs): number {
  return settings.timeZone - (isDaylightSaving(settings, utc) ? Math.abs(settings.dstDeviation) : 0);
}

function fieldsOf(local: number, deviation: number, clockStatus: number): CosemDateTime {
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfWeek: dayOfWeek(local),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    hundredths: Math.floor(date.getUTCMilliseconds() / 10),
    deviation,
    clockStatus,
  };
}

/** 1 Monday .. 7 Sunday; 1970-01-01 was a Thursday. */
function dayOfWeek(local: number): number {
  const days = Math.floor(local / DAY);
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** Begin and end of summer time, UTC; the end may come first, in the southern hemisphere. */
interface Summer {
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** By the year; a profile asks the same few years thousands of times. */
const summers = new WeakMap<CalendarSettings, Map<number, Summer | undefined>>();

export function isDaylightSaving(settings: CalendarSettings, utc: UtcMs): boolean {
  if (!settings.dstEnabled) return false;
  const summer = summerOf(settings, new Date(utc - settings.timeZone * MINUTE).getUTCFullYear());
  if (summer === undefined) return false;
  const { from, to } = summer;
  return from < to ? utc >= from && utc < to : utc >= from || utc < to;
}

function summerOf(settings: CalendarSettings, year: number): Summer | undefined {
  const known = summers.get(settings) ?? new Map<number, Summer | undefined>();
  summers.set(settings, known);
  if (!known.has(year)) known.set(year, summerIn(settings, year));
  return known.get(year);
}

function summerIn(settings: CalendarSettings, year: number): Summer | undefined {
  const begin = momentIn(year, settings.dstBegin);
  const end = momentIn(year, settings.dstEnd);
  if (begin === undefined || end === undefined) return undefined;
  const shift = settings.timeZone - Math.abs(settings.dstDeviation);
  return { from: begin + settings.timeZone * MINUTE, to: end + shift * MINUTE };
}

/** Whether a date-time names one moment of every year, so that it can rule the change to or from summer time. */
export function isYearlyMoment(rule: CosemDateTime): boolean {
  return momentIn(2000, rule) !== undefined;
}

/** Local milliseconds of a yearly moment: "last Sunday in March, 02:00". */
function momentIn(year: number, rule: CosemDateTime): number | undefined {
  const { month, hour = 0, minute = 0, second = 0 } = rule;
  if (typeof month !== 'number') return undefined;
  const day = dayIn(year, month, rule);
  return day === undefined ? undefined : day + hour * HOUR + minute * MINUTE + second * 1000;
}

/** Local midnight. With a day of the week: the first one on or after the day, or the last or second last of the month. */
function dayIn(year: number, month: number, { dayOfMonth, dayOfWeek: weekday }: CosemDateTime): number | undefined {
  if (dayOfMonth === undefined) return undefined;
  if (typeof dayOfMonth === 'number') {
    const day = Date.UTC(year, month - 1, dayOfMonth);
    return weekday === undefined ? day : day + daysFrom(dayOfWeek(day), weekday) * DAY;
  }
  const last = Date.UTC(year, month, 0);
  const nearest = weekday === undefined ? last : last - daysFrom(weekday, dayOfWeek(last)) * DAY;
  if (dayOfMonth === 'last') return nearest;
  return nearest - (weekday === undefined ? 1 : 7) * DAY;
}

/** Days forward from one day of the week to another, 0..6. */
function daysFrom(weekday: number, target: number): number {
  return (target - weekday + 7) % 7;
}

/** A moment as a client gives it. `local` is set where it gave no deviation: then local times have to be compared. */
export interface GivenMoment {
  readonly ms: number;
  readonly local: boolean;
}

/**
 * The moment that a full date-time names; undefined where a date field is a wildcard, the date does not exist, the
 * day of the week contradicts it or the deviation is beyond -840..840. Time fields that are not specified count as 0.
 */
export function givenMoment(value: CosemDateTime): GivenMoment | undefined {
  const { year, month, dayOfMonth, deviation } = value;
  if (year === undefined || typeof month !== 'number' || typeof dayOfMonth !== 'number') return undefined;
  const midnight = Date.UTC(year, month - 1, dayOfMonth);
  if (new Date(midnight).getUTCDate() !== dayOfMonth) return undefined;
  if (value.dayOfWeek !== undefined && value.dayOfWeek !== dayOfWeek(midnight)) return undefined;
  if (deviation !== undefined && Math.abs(deviation) > 840) return undefined;
  const { hour = 0, minute = 0, second = 0, hundredths = 0 } = value;
  const local = midnight + hour * HOUR + minute * MINUTE + second * 1000 + hundredths * 10;
  return deviation === undefined ? { ms: local, local: true } : { ms: local + deviation * MINUTE, local: false };
}

/** UTC of a moment; a local time that comes twice in autumn is taken as the first, in summer time. */
export function toUtc(settings: CalendarSettings, given: GivenMoment): UtcMs {
  if (!given.local) return given.ms;
  const standard = given.ms + settings.timeZone * MINUTE;
  const summer = standard - Math.abs(settings.dstDeviation) * MINUTE;
  return isDaylightSaving(settings, summer) ? summer : standard;
}
