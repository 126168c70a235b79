import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import {
  array,
  boolean,
  dateTime,
  doubleLongUnsigned,
  enumerated,
  integer,
  longUnsigned,
  nullData,
  octetString,
  structure,
  unsigned,
} from '#dlms/codec/data-values';
import { type CosemDateTime, decodeDateTime, encodeDateTime } from '#dlms/codec/date-time';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import { Access, elementsOf, found, MINUTE, octetsOf, QUARTER } from './access';

const PROFILE = '1-0:99.1.0.255';
const CLOCK = column(8, '0-0:1.0.0.255');
const IMPORT = column(3, '1-0:1.8.0.255');
const STATUS = column(1, '0-0:96.10.1.255');
const ALL = array();
/** 10:02:26 UTC at instant 0: the next quarter is 12 minutes and 34 seconds away */
const TO_NEXT_QUARTER = 12 * MINUTE + 34_000;

function column(classId: number, name: Obis): Data {
  return structure(longUnsigned(classId), octetString(encodeObis(name)), integer(2), longUnsigned(0));
}

function timeOf(row: Data | undefined): CosemDateTime {
  return decodeDateTime(octetsOf(elementsOf(found(row))[0]));
}

function utcOf(row: Data | undefined): number {
  const { year, month, dayOfMonth, hour, minute, second, deviation } = timeOf(row);
  const local = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), hour, minute, second);
  return local + found(deviation) * MINUTE;
}

function numberIn(row: Data | undefined, index: number): number {
  const data = elementsOf(found(row))[index];
  return data !== undefined && 'value' in data ? Number(data.value) : Number.NaN;
}

function stamp(row: Data | undefined, changes: Partial<CosemDateTime> = {}): Data {
  return octetString(encodeDateTime({ ...timeOf(row), ...changes }));
}

function range(from: Data, to: Data, restricting = CLOCK, selected = ALL): Data {
  return structure(restricting, from, to, selected);
}

function entries(fromRow: number, toRow: number, fromColumn: number, toColumn: number): Data {
  return structure(
    doubleLongUnsigned(fromRow),
    doubleLongUnsigned(toRow),
    longUnsigned(fromColumn),
    longUnsigned(toColumn),
  );
}

const access = new Access('reading');
const rows = access.elements(PROFILE);

describe('the buffer of the load profile', () => {
  it('has 10 000 rows of four columns, as it says itself', () => {
    expect(rows).toHaveLength(10_000);
    expect(access.number(PROFILE, 7)).toBe(10_000);
    expect(access.number(PROFILE, 8)).toBe(10_000);
    expect(access.elements(PROFILE, 3)).toEqual([CLOCK, STATUS, IMPORT, column(3, '1-0:2.8.0.255')]);
  });

  it('is captured every quarter of an hour, first in first out, sorted by the clock', () => {
    expect(access.number(PROFILE, 4)).toBe(900);
    expect(access.number(PROFILE, 5)).toBe(1);
    expect(access.value(PROFILE, 6)).toEqual(CLOCK);
  });

  it('holds in every row a time, a status and two energies', () => {
    const types = new Set(
      rows.map((row) =>
        elementsOf(row)
          .map(({ type }) => type)
          .join(),
      ),
    );
    expect([...types]).toEqual(['octet-string,unsigned,double-long-unsigned,double-long-unsigned']);
  });

  it('steps by 900 s, through the end of summer time too, on the grid', () => {
    const times = rows.map(utcOf);
    expect(times.filter((time, i) => i > 0 && time - found(times[i - 1]) !== QUARTER)).toEqual([]);
    expect(times.filter((time) => time % QUARTER !== 0)).toEqual([]);
    expect(new Set(rows.map((row) => timeOf(row).deviation))).toEqual(new Set([-120, -60]));
  });

  it('ends with the last quarter before now', () => {
    expect(timeOf(rows.at(-1))).toEqual({
      ...{ year: 2026, month: 11, dayOfMonth: 22, dayOfWeek: 7 },
      ...{ hour: 11, minute: 0, second: 0, hundredths: 0, deviation: -60, clockStatus: 0 },
    });
  });

  it('never counts backwards and does not run ahead of the registers', () => {
    for (const [index, register] of [
      [2, '1-0:1.8.0.255'],
      [3, '1-0:2.8.0.255'],
    ] as const) {
      const counts = rows.map((row) => numberIn(row, index));
      expect(counts.filter((count, i) => i > 0 && count < found(counts[i - 1]))).toEqual([]);
      expect(counts.at(-1)).toBeLessThanOrEqual(access.number(register));
      expect(counts[0]).toBeGreaterThan(0);
    }
  });

  it('takes the registers as they stand at the quarter', () => {
    const later = new Access('reading');
    later.now = TO_NEXT_QUARTER;
    const last = later.elements(PROFILE).at(-1);
    expect(numberIn(last, 2)).toBe(later.number('1-0:1.8.0.255'));
    expect(numberIn(last, 3)).toBe(later.number('1-0:2.8.0.255'));
  });
});

describe('capture', () => {
  it('happens when the quarter passes, not a millisecond earlier, and lets the oldest row go', () => {
    const running = new Access('reading');
    running.now = TO_NEXT_QUARTER - 1;
    expect(running.elements(PROFILE)).toEqual(rows);
    running.now = TO_NEXT_QUARTER;
    const after = running.elements(PROFILE);
    expect(after).toHaveLength(10_000);
    expect(after.slice(0, -1)).toEqual(rows.slice(1));
    expect(utcOf(after.at(-1))).toBe(utcOf(rows.at(-1)) + QUARTER);
  });

  it('goes on from nothing after a reset', () => {
    const fresh = new Access();
    expect(fresh.act(PROFILE, 1, integer(1))).toBe('type-unmatched');
    expect(fresh.act(PROFILE, 1, integer(0))).toBe('success');
    expect(fresh.number(PROFILE, 7)).toBe(0);
    expect(fresh.elements(PROFILE)).toEqual([]);
    fresh.now = TO_NEXT_QUARTER + QUARTER;
    expect(fresh.number(PROFILE, 7)).toBe(2);
    expect(utcOf(fresh.elements(PROFILE)[0])).toBe(utcOf(rows.at(-1)) + QUARTER);
  });

  it('by hand is not offered', () => {
    expect(new Access().act(PROFILE, 2, integer(0))).toBe('object-unavailable');
  });

  it('follows the clock after it was set, and old rows keep their time stamps', () => {
    const set = new Access();
    set.now = MINUTE;
    const tomorrow = { ...timeOf(rows.at(-1)), dayOfMonth: 23, dayOfWeek: 1, minute: 58 };
    expect(set.set('0-0:1.0.0.255', octetString(encodeDateTime(tomorrow)))).toBe('success');
    expect(set.elements(PROFILE)).toEqual(rows);
    set.now += 2 * MINUTE;
    const after = set.elements(PROFILE);
    expect(after.slice(0, -1)).toEqual(rows.slice(1));
    expect(timeOf(after.at(-1))).toEqual({ ...tomorrow, hour: 12, minute: 0 });
    expect(numberIn(after.at(-1), 2)).toBe(set.number('1-0:1.8.0.255'));
  });
});

describe('selection by range', () => {
  const select = (parameters: Data) => access.elements(PROFILE, 2, 1, parameters);

  it('from the first to the last time stamp is everything', () => {
    expect(select(range(stamp(rows[0]), stamp(rows.at(-1))))).toEqual(rows);
  });

  it('includes both ends, and what lies between two rows belongs to neither', () => {
    expect(select(range(stamp(rows[1]), stamp(rows[3])))).toEqual(rows.slice(1, 4));
    expect(select(range(stamp(rows[1], { second: 1 }), stamp(rows[3])))).toEqual(rows.slice(2, 4));
    expect(select(range(stamp(rows[5]), stamp(rows[5])))).toEqual([rows[5]]);
  });

  it('takes a tagged date-time and unspecified seconds as well', () => {
    const from = dateTime({ ...timeOf(rows[1]), second: undefined, hundredths: undefined, dayOfWeek: undefined });
    expect(select(range(from, stamp(rows[3])))).toEqual(rows.slice(1, 4));
  });

  it('outside or turned round finds nothing', () => {
    expect(
      select(
        range(
          stamp(rows[0], { year: 2030, dayOfWeek: undefined }),
          stamp(rows[1], { year: 2031, dayOfWeek: undefined }),
        ),
      ),
    ).toEqual([]);
    expect(select(range(stamp(rows[3]), stamp(rows[1])))).toEqual([]);
  });

  it('goes by the instant, whatever the deviation', () => {
    const last = found(rows.at(-1));
    const asUtc = stamp(last, { hour: 10, deviation: 0 });
    expect(select(range(asUtc, asUtc))).toEqual([last]);
  });

  it('without deviation goes by local time: the hour that came twice is found twice', () => {
    const twice = { year: 2026, month: 10, dayOfMonth: 25, dayOfWeek: 7, deviation: undefined, clockStatus: undefined };
    const found = select(
      range(stamp(rows[0], { ...twice, hour: 2, minute: 30 }), stamp(rows[0], { ...twice, hour: 2, minute: 45 })),
    );
    expect(found.map((row) => [timeOf(row).minute, timeOf(row).deviation])).toEqual([
      [30, -120],
      [45, -120],
      [30, -60],
      [45, -60],
    ]);
  });

  it('gives the selected columns in the order of the buffer', () => {
    const wanted = range(stamp(rows[1]), stamp(rows[2]), CLOCK, array(IMPORT, CLOCK));
    expect(select(wanted)).toEqual(
      rows.slice(1, 3).map((row) => {
        const [time, , energy] = elementsOf(row);
        return structure(found(time), found(energy));
      }),
    );
  });

  it('can restrict by another column', () => {
    const at = (index: number) => doubleLongUnsigned(numberIn(rows[index], 2));
    expect(select(range(at(100), at(102), IMPORT))).toEqual(rows.slice(100, 103));
  });

  it('refuses columns that are not captured', () => {
    const other = column(3, '1-0:3.8.0.255');
    const whole = (restricting: Data, selected: Data) => range(stamp(rows[0]), stamp(rows[1]), restricting, selected);
    expect(access.get(PROFILE, 2, 1, whole(other, ALL))).toEqual({ error: 'other-reason' });
    expect(access.get(PROFILE, 2, 1, whole(CLOCK, array(CLOCK, other)))).toEqual({ error: 'other-reason' });
  });

  it.each([
    ['null-data', nullData],
    ['a structure of three', structure(CLOCK, stamp(rows[0]), stamp(rows[1]))],
    ['a text in place of a time', range(octetString('00'), stamp(rows[1]))],
    [
      'a time that does not exist',
      range(stamp(rows[0], { month: 2, dayOfMonth: 30, dayOfWeek: undefined }), stamp(rows[1])),
    ],
    ['a time without year', range(stamp(rows[0], { year: undefined }), stamp(rows[1]))],
    ['a boolean for an energy', range(boolean(true), boolean(true), IMPORT)],
  ])('refuses %s', (_, parameters) => {
    expect(access.get(PROFILE, 2, 1, parameters)).toEqual({ error: 'type-unmatched' });
  });
});

describe('selection by entry', () => {
  const select = (...numbers: Parameters<typeof entries>) => access.elements(PROFILE, 2, 2, entries(...numbers));

  it('gives one row of one column', () => {
    expect(select(1, 1, 1, 1)).toEqual([structure(found(elementsOf(found(rows[0]))[0]))]);
  });

  it('takes 0 for the last row and the last column', () => {
    expect(select(1, 0, 1, 0)).toEqual(rows);
  });

  it('gives a part', () => {
    expect(select(2, 3, 1, 2)).toEqual(rows.slice(1, 3).map((row) => structure(...elementsOf(row).slice(0, 2))));
    expect(select(2, 3, 3, 4)).toEqual(rows.slice(1, 3).map((row) => structure(...elementsOf(row).slice(2))));
  });

  it('gives the last row, and ends there', () => {
    expect(select(10_000, 10_000, 1, 0)).toEqual(rows.slice(-1));
    expect(select(9_999, 20_000, 1, 0)).toEqual(rows.slice(-2));
  });

  it('finds nothing beyond the last row or with the ends turned round', () => {
    expect(select(10_001, 10_002, 1, 0)).toEqual([]);
    expect(select(3, 2, 1, 0)).toEqual([]);
  });

  it.each([
    ['row 0', entries(0, 1, 1, 0)],
    ['column 0', entries(1, 1, 0, 1)],
    ['a fifth column', entries(1, 1, 1, 5)],
    ['columns turned round', entries(1, 1, 3, 2)],
  ])('refuses %s', (_, parameters) => {
    expect(access.get(PROFILE, 2, 2, parameters)).toEqual({ error: 'other-reason' });
  });

  it('refuses other types and other selectors', () => {
    const wrong = structure(unsigned(1), unsigned(1), unsigned(1), unsigned(1));
    expect(access.get(PROFILE, 2, 2, wrong)).toEqual({ error: 'type-unmatched' });
    expect(access.get(PROFILE, 2, 99, nullData)).toEqual({ error: 'scope-of-access-violated' });
    expect(access.get(PROFILE, 2, 0, enumerated(0))).toEqual({ error: 'scope-of-access-violated' });
  });
});
