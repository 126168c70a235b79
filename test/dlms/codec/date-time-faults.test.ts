import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CosemDateTime, decodeDateTime } from '#dlms/codec/date-time';
import { dateFaults, dateTimeFaults } from '#dlms/codec/date-time-faults';
import { fromHex } from '#dlms/codec/hex';

const sunday = decodeDateTime(fromHex('07EA031D07031E0F00FF8880'));
const faultsOf = (change: Partial<CosemDateTime>) => dateTimeFaults({ ...sunday, ...change });

describe('dateTimeFaults', () => {
  it.each([
    ['a summer Sunday', '07EA031D07031E0F00FF8880'],
    ['nothing specified', 'FFFFFFFFFFFFFFFFFF8000FF'],
    ['the last Sunday of March', 'FFFF03FE0702000000800000'],
    ['the last Sunday of March 2026, by rule', '07EA03FE0702000000800000'],
    ['29 February of any year', 'FFFF021DFF00000000000000'],
    ['UTC+14 by the sign rule', '07EA031D07031E0F00FCB800'],
  ])('finds none in %s', (_, hex) => expect(dateTimeFaults(decodeDateTime(fromHex(hex)))).toEqual([]));

  it.each<[string, Partial<CosemDateTime>, string]>([
    ['a weekday of another date', { dayOfWeek: 1 }, 'day of week 1 contradicts the date, which falls on day 7'],
    ['31 April', { month: 4, dayOfMonth: 31 }, 'month 4 has no day 31'],
    ['29 February 2026', { month: 2, dayOfMonth: 29 }, 'month 2 has no day 29'],
    ['30 February of any year', { year: undefined, month: 2, dayOfMonth: 30 }, 'month 2 has no day 30'],
    ['deviation -841', { deviation: -841 }, 'deviation -841 is not in -840..840'],
    ['deviation 841', { deviation: 841 }, 'deviation 841 is not in -840..840'],
    ['reserved status bits', { clockStatus: 0x10 }, 'clock status has reserved bits set'],
    ['month 13', { month: 13 }, 'month 13 is not in 1..12'],
    ['hour 24', { hour: 24 }, 'hour 24 is not in 0..23'],
    ['hundredths 100', { hundredths: 100 }, 'hundredths 100 is not in 0..99'],
  ])('names %s', (_, change, fault) => expect(faultsOf(change)).toEqual([fault]));

  it('names all of them', () => {
    expect(faultsOf({ hour: 25, minute: 60, deviation: 900 })).toHaveLength(3);
  });
});

it('knows the weekday of every date, as the calendar of the platform does', () => {
  const days = fc.integer({ min: Date.UTC(1600, 0, 1) / 86_400_000, max: Date.UTC(9999, 11, 31) / 86_400_000 });
  const faultless = (day: number) => {
    const date = new Date(day * 86_400_000);
    const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    for (let dayOfWeek = 1; dayOfWeek <= 7; dayOfWeek++) {
      const right = dayOfWeek === (date.getUTCDay() || 7);
      expect(dateFaults({ year, month, dayOfMonth, dayOfWeek })).toHaveLength(right ? 0 : 1);
    }
  };
  fc.assert(fc.property(days, faultless), { numRuns: 500 });
});
