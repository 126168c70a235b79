import type { CosemDate, CosemDateTime, CosemTime } from './date-time';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Meaning of the bits of the clock status from the least significant up (BB 4.1.6.1). */
const STATUS_BITS = [
  'invalid-value',
  'doubtful-value',
  'different-clock-base',
  'invalid-clock-status',
  'reserved-4',
  'reserved-5',
  'reserved-6',
  'daylight-saving-active',
];

/** `2026-03-29 03:30:15.00 -120 Sunday status 80 (daylight-saving-active)`: the deviation in minutes, stars for wildcards. */
export function dateTimeText(value: CosemDateTime): string {
  const { deviation } = value;
  const minutes = deviation === undefined ? 'deviation *' : `${deviation < 0 ? '' : '+'}${deviation}`;
  return [calendarText(value), timeText(value), minutes, ...weekday(value), statusText(value.clockStatus)].join(' ');
}

/** `2026-12-25 Friday`, `****-03-last Sunday` */
export function dateText(date: CosemDate): string {
  return [calendarText(date), ...weekday(date)].join(' ');
}

/** `23:59:59.**` */
export function timeText(time: CosemTime): string {
  const [hour, minute, second] = [time.hour, time.minute, time.second].map((field) => padded(field, 2));
  return `${hour}:${minute}:${second}.${padded(time.hundredths, 2)}`;
}

function calendarText(date: CosemDate): string {
  return `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.dayOfMonth, 2)}`;
}

function padded(field: number | string | undefined, width: number): string {
  return field === undefined ? '*'.repeat(width) : String(field).padStart(width, '0');
}

function weekday({ dayOfWeek }: CosemDate): readonly string[] {
  return dayOfWeek === undefined ? [] : [WEEKDAYS[dayOfWeek - 1] ?? `weekday ${dayOfWeek}`];
}

function statusText(status: number | undefined): string {
  if (status === undefined) return 'status *';
  const set = STATUS_BITS.filter((_, bit) => (status & (1 << bit)) !== 0);
  const octet = status.toString(16).toUpperCase().padStart(2, '0');
  return set.length === 0 ? `status ${octet}` : `status ${octet} (${set.join(', ')})`;
}
