import { describe, expect, it } from 'vitest';
import { doubleLongUnsigned, structure } from '#dlms/codec/data-values';
import { decodeDateTime } from '#dlms/codec/date-time';
import { fromHex } from '#dlms/codec/hex';
import type { CalendarSettings } from '#simulator/objects/calendar-rules';
import { MeterClock } from '#simulator/objects/meter-clock';
import { ProfileBuffer } from '#simulator/objects/profile-buffer';

const NOON = Date.UTC(2026, 10, 22, 12);
const NEVER = decodeDateTime(fromHex('FFFF0101FF00000000800000'));
const SETTINGS: CalendarSettings = {
  ...{ utcAtZero: NOON, timeZone: 0, dstBegin: NEVER, dstEnd: NEVER, dstDeviation: 0, dstEnabled: false },
};

/** Captures every minute the number of minutes since instant 0; three rows at first, room for five. */
function minutes(clock = new MeterClock(SETTINGS)) {
  const column = { valueAt: ({ instant }: { instant: number }) => doubleLongUnsigned(100 + instant / 60_000) };
  return new ProfileBuffer(clock, [column], { periodSeconds: 60, initialRows: 3, capacity: 5 }, new WeakMap());
}

function held(buffer: ProfileBuffer, now: number): number[] {
  return buffer.captures(now).map(({ instant }) => instant / 60_000);
}

describe('a profile buffer', () => {
  it('fills from its first rows and then loses the oldest', () => {
    const buffer = minutes();
    expect(held(buffer, 0)).toEqual([-2, -1, 0]);
    expect(held(buffer, 59_999)).toEqual([-2, -1, 0]);
    expect(held(buffer, 60_000)).toEqual([-2, -1, 0, 1]);
    expect(held(buffer, 180_000)).toEqual([-1, 0, 1, 2, 3]);
    expect([0, 60_000, 180_000, 3_600_000].map((now) => buffer.count(now))).toEqual([3, 4, 5, 5]);
  });

  it('gives the same row for the same capture', () => {
    const buffer = minutes();
    const [first] = buffer.captures(0);
    if (first === undefined) throw new Error('no capture');
    expect(buffer.row(first)).toEqual(structure(doubleLongUnsigned(98)));
    expect(buffer.row(first)).toBe(buffer.row(first));
  });

  it('captures on the grid of the clock, also when it is set back', () => {
    const clock = new MeterClock(SETTINGS);
    const buffer = minutes(clock);
    clock.set(90_000, NOON - 3_600_000 + 30_000);
    expect(held(buffer, 90_000)).toEqual([-2, -1, 0, 1]);
    const [, , , , last] = buffer.captures(120_000);
    expect(last).toMatchObject({ instant: 120_000, utc: NOON - 3_600_000 + 60_000 });
  });

  it('has nothing of before a reset', () => {
    const buffer = minutes();
    buffer.clear(60_000);
    expect(held(buffer, 60_000)).toEqual([]);
    expect(held(buffer, 120_000)).toEqual([2]);
  });
});
