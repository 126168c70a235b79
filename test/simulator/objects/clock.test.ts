import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { boolean, integer, long, nullData, octetString, structure } from '#dlms/codec/data-values';
import { type CosemDateTime, decodeDateTime, encodeDateTime } from '#dlms/codec/date-time';
import { loadMeter } from '#simulator/load-meter';
import { Access, DAY, METER, MINUTE, octetsOf, SECOND } from './access';

const CLOCK = '0-0:1.0.0.255';
const START = Date.UTC(2026, 10, 22, 10, 2, 26);

function at(utc: number): Access {
  return new Access('management', loadMeter(METER, utc));
}

function shown(access: Access): CosemDateTime {
  return decodeDateTime(octetsOf(access.value(CLOCK)));
}

/** `2026-03-29 03:30:15 -120 80` */
function text(access: Access): string {
  const { year, month, dayOfMonth, hour, minute, second, deviation, clockStatus } = shown(access);
  const two = (value: unknown) => String(value).padStart(2, '0');
  const date = `${year}-${two(month)}-${two(dayOfMonth)} ${two(hour)}:${two(minute)}:${two(second)}`;
  return `${date} ${deviation} ${two(clockStatus?.toString(16))}`;
}

function utcOf(access: Access): number {
  const { year, month, dayOfMonth, hour, minute, second, deviation } = shown(access);
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), hour, minute, second) + Number(deviation) * MINUTE
  );
}

function time(changes: Partial<CosemDateTime> = {}): Data {
  return octetString(
    encodeDateTime({
      ...{ year: 2026, month: 11, dayOfMonth: 22, dayOfWeek: undefined },
      ...{ hour: 11, minute: 2, second: 26, hundredths: 0, deviation: -60, clockStatus: 0 },
      ...changes,
    }),
  );
}

describe('the time that the clock shows', () => {
  it('starts as the file says and runs with the simulation', () => {
    const access = new Access();
    expect(text(access)).toBe('2026-11-22 11:02:26 -60 00');
    access.now = 90 * SECOND + 250;
    expect(text(access)).toBe('2026-11-22 11:03:56 -60 00');
    expect(shown(access)).toMatchObject({ dayOfWeek: 7, hundredths: 25 });
  });

  it('starts elsewhere when told so', () => {
    expect(utcOf(at(START + DAY))).toBe(START + DAY);
  });

  it.each([
    ['one second before the begin', Date.UTC(2026, 2, 29, 0, 59, 59), '2026-03-29 01:59:59 -60 00'],
    ['at the begin', Date.UTC(2026, 2, 29, 1, 0, 0), '2026-03-29 03:00:00 -120 80'],
    ['as in the reference', Date.UTC(2026, 2, 29, 1, 30, 15), '2026-03-29 03:30:15 -120 80'],
    ['one second before the end', Date.UTC(2026, 9, 25, 0, 59, 59), '2026-10-25 02:59:59 -120 80'],
    ['at the end', Date.UTC(2026, 9, 25, 1, 0, 0), '2026-10-25 02:00:00 -60 00'],
    ['in another year, another Sunday', Date.UTC(2027, 2, 28, 1, 0, 0), '2027-03-28 03:00:00 -120 80'],
    ['over New Year', Date.UTC(2026, 11, 31, 23, 30, 0), '2027-01-01 00:30:00 -60 00'],
  ])('is right %s of summer time', (_, utc, expected) => {
    expect(text(at(utc))).toBe(expected);
  });

  it('keeps the rule deviation = time_zone - |daylight_savings_deviation| and the status bit, all year', () => {
    for (let day = 0; day < 365; day++) {
      const access = at(START + day * DAY);
      const { deviation, clockStatus } = shown(access);
      const summer = clockStatus === 0x80;
      expect(deviation).toBe(access.number(CLOCK, 3) - (summer ? Math.abs(access.number(CLOCK, 7)) : 0));
      expect(access.number(CLOCK, 4)).toBe(clockStatus);
    }
  });

  it('has the right day of the week', () => {
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => shown(at(Date.UTC(2026, 10, 23, 12) + day * DAY)).dayOfWeek);
    expect(week).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('setting the clock', () => {
  it.each([
    ['with its own deviation', time({ hour: 12 }), START + 60 * MINUTE],
    ['as UTC', time({ hour: 12, deviation: 0 }), START + 120 * MINUTE],
    [
      'as local time without deviation and status',
      time({ hour: 12, deviation: undefined, clockStatus: undefined }),
      START + 60 * MINUTE,
    ],
    ['without hundredths and seconds', time({ second: undefined, hundredths: undefined }), START - 26 * SECOND],
    ['to 29 February of a leap year', time({ year: 2028, month: 2, dayOfMonth: 29 }), Date.UTC(2028, 1, 29, 10, 2, 26)],
    ['to local summer time', time({ month: 7, deviation: undefined }), Date.UTC(2026, 6, 22, 9, 2, 26)],
  ])('works %s', (_, value, utc) => {
    const access = new Access();
    expect(access.set(CLOCK, value)).toBe('success');
    expect(utcOf(access)).toBe(utc);
    access.now = MINUTE;
    expect(utcOf(access)).toBe(utc + MINUTE);
  });

  it.each([
    ['29 February of a common year', time({ month: 2, dayOfMonth: 29 }), 'other-reason'],
    ['30 February', time({ month: 2, dayOfMonth: 30 }), 'other-reason'],
    ['the wrong day of the week', time({ dayOfWeek: 1 }), 'other-reason'],
    ['no year', time({ year: undefined }), 'other-reason'],
    ['no hour', time({ hour: undefined }), 'other-reason'],
    ['a deviation that no place has', time({ deviation: 841 }), 'other-reason'],
    ['month 13', octetString('07EA0D16FF0B021A00FFC400'), 'type-unmatched'],
    ['hour 24', octetString('07EA0B16FF18021A00FFC400'), 'type-unmatched'],
    ['minute 60', octetString('07EA0B16FF0B3C1A00FFC400'), 'type-unmatched'],
    ['11 octets', octetString('07EA0B16FF0B021A00FFC4'), 'type-unmatched'],
    ['null-data', nullData, 'type-unmatched'],
  ])('refuses %s, and time runs on', (_, value, result) => {
    const access = new Access();
    expect(access.set(CLOCK, value)).toBe(result);
    expect(utcOf(access)).toBe(START);
  });

  it('to another zone keeps the instant', () => {
    const access = new Access();
    expect(access.set(CLOCK, long(0), 3)).toBe('success');
    expect(text(access)).toBe('2026-11-22 10:02:26 0 00');
    expect(access.set(CLOCK, long(841), 3)).toBe('type-unmatched');
    expect(utcOf(access)).toBe(START);
  });

  it('summer time off and on keeps the instant', () => {
    const access = at(Date.UTC(2026, 6, 1, 12));
    expect(text(access)).toBe('2026-07-01 14:00:00 -120 80');
    expect(access.set(CLOCK, boolean(false), 8)).toBe('success');
    expect(text(access)).toBe('2026-07-01 13:00:00 -60 00');
    expect(access.set(CLOCK, boolean(true), 8)).toBe('success');
    expect(text(access)).toBe('2026-07-01 14:00:00 -120 80');
  });

  it('takes a negative summer deviation for the same as a positive one', () => {
    const access = at(Date.UTC(2026, 6, 1, 12));
    expect(access.set(CLOCK, integer(-60), 7)).toBe('success');
    expect(text(access)).toBe('2026-07-01 14:00:00 -120 80');
  });

  it('follows other rules: southern summer, fixed days', () => {
    const access = at(Date.UTC(2026, 0, 15, 12));
    expect(access.set(CLOCK, octetString('FFFF0A01070200000080 0000'), 5)).toBe('success');
    expect(access.set(CLOCK, octetString('FFFF0401FF0300000080 0000'), 6)).toBe('success');
    expect(text(access)).toBe('2026-01-15 14:00:00 -120 80');
    access.now = Date.UTC(2026, 3, 1, 1) - Date.UTC(2026, 0, 15, 12);
    expect(text(access)).toBe('2026-04-01 02:00:00 -60 00');
    access.now = Date.UTC(2026, 9, 4, 1) - Date.UTC(2026, 0, 15, 12);
    expect(text(access)).toBe('2026-10-04 03:00:00 -120 80');
  });

  it.each([
    ['the second last day of March', 'FFFF03FDFF0200000080 0000', Date.UTC(2026, 2, 30, 1)],
    ['the second last Sunday of March', 'FFFF03FD070200000080 0000', Date.UTC(2026, 2, 22, 1)],
    ['the last day of March', 'FFFF03FEFF0200000080 0000', Date.UTC(2026, 2, 31, 1)],
    ['the first Sunday from 8 March on', 'FFFF0308070200000080 0000', Date.UTC(2026, 2, 8, 1)],
    ['the first Sunday from 9 March on', 'FFFF0309070200000080 0000', Date.UTC(2026, 2, 15, 1)],
  ])('knows %s', (_, rule, begin) => {
    const access = at(begin);
    expect(access.set(CLOCK, octetString(rule), 5)).toBe('success');
    expect(shown(access).deviation).toBe(-120);
    access.now = -1000;
    expect(shown(access).deviation).toBe(-60);
  });

  it('refuses a rule that names no moment of the year', () => {
    const access = new Access();
    expect(access.set(CLOCK, octetString('FFFFFFFEFF0200000080 0000'), 5)).toBe('other-reason');
    expect(access.value(CLOCK, 5)).toEqual(octetString('FFFF03FE07020000008000 00'));
  });

  it('does not touch status and clock base', () => {
    const access = new Access();
    expect(access.set(CLOCK, access.value(CLOCK, 4), 4)).toBe('read-write-denied');
    expect(access.set(CLOCK, access.value(CLOCK, 9), 9)).toBe('read-write-denied');
  });
});

describe('adjusting the clock', () => {
  it.each([
    ['adjust_to_quarter', 1, integer(0), '2026-11-22 11:00:00 -60 00'],
    ['adjust_to_measuring_period', 2, integer(0), '2026-11-22 11:00:00 -60 00'],
    ['adjust_to_minute', 3, integer(0), '2026-11-22 11:02:00 -60 00'],
    ['shift_time forward', 6, long(30), '2026-11-22 11:02:56 -60 00'],
    ['shift_time back', 6, long(-900), '2026-11-22 10:47:26 -60 00'],
  ])('by %s', (_, method, parameters, expected) => {
    const access = new Access();
    expect(access.act(CLOCK, method, parameters)).toBe('success');
    expect(text(access)).toBe(expected);
  });

  it.each([901, -901])('refuses to shift by %i s', (seconds) => {
    const access = new Access();
    expect(access.act(CLOCK, 6, long(seconds))).toBe('type-unmatched');
    expect(utcOf(access)).toBe(START);
  });

  it('to a preset time works within its interval only', () => {
    const access = new Access();
    const preset = (from: number, to: number) =>
      structure(time({ hour: 15 }), time({ hour: from }), time({ hour: to }));
    expect(access.act(CLOCK, 4, integer(0))).toBe('other-reason');
    for (const [from, to] of [
      [12, 13],
      [9, 10],
    ] as const) {
      expect(access.act(CLOCK, 5, preset(from, to))).toBe('success');
      expect(access.act(CLOCK, 4, integer(0))).toBe('other-reason');
      expect(utcOf(access)).toBe(START);
    }
    expect(access.act(CLOCK, 5, preset(11, 12))).toBe('success');
    expect(access.act(CLOCK, 4, integer(0))).toBe('success');
    expect(text(access)).toBe('2026-11-22 15:02:26 -60 00');
  });
});
