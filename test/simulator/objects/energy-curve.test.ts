import { describe, expect, it } from 'vitest';
import { enumerated, integer, structure } from '#dlms/codec/data-values';
import { EnergyCurve } from '#simulator/objects/energy-curve';
import { Access, DAY, MINUTE, QUARTER } from './access';

/** 1 kW at night for rate 2, 2 kW by day for rate 1; half past six at instant 0 */
const CURVE = new EnergyCurve(
  {
    hourlyPower: Array.from({ length: 24 }, (_, hour) => (hour < 6 || hour >= 22 ? 1000 : 2000)),
    rateByHour: Array.from({ length: 24 }, (_, hour) => (hour < 6 || hour >= 22 ? 2 : 1)),
    registers: [500_000, 300_000],
  },
  6.5 * 3600,
);
const HOUR = 60 * MINUTE;

describe('registers that run with time', () => {
  it.each([
    ['at the start', 0, 500_000, 300_000],
    ['after half an hour', HOUR / 2, 501_000, 300_000],
    ['one second earlier', HOUR / 2 - 1000, 500_999, 300_000],
    ['at the change of the rate', 15.5 * HOUR, 531_000, 300_000],
    ['after it', 16.5 * HOUR, 531_000, 301_000],
    ['after a day', DAY, 532_000, 308_000],
    ['after ten days', 10 * DAY, 820_000, 380_000],
    ['before the start', -HOUR, 499_000, 299_500],
    ['a day before', -DAY, 468_000, 292_000],
  ])('count %s', (_, instant, day, night) => {
    expect(CURVE.energyAt(instant, 1)).toBe(day);
    expect(CURVE.energyAt(instant, 2)).toBe(night);
    expect(CURVE.energyAt(instant)).toBe(day + night);
  });

  it('show the power of the hour', () => {
    expect([CURVE.powerAt(0), CURVE.powerAt(16 * HOUR), CURVE.powerAt(-HOUR)]).toEqual([2000, 1000, 1000]);
  });

  it('count nothing for a rate that there is not', () => {
    expect(CURVE.energyAt(DAY, 3)).toBe(0);
  });
});

describe('energy of the meter', () => {
  it.each([0, QUARTER, 11.5 * HOUR, 3.3 * DAY])('is the sum of its rates at %i ms', (now) => {
    const access = new Access('reading');
    access.now = now;
    const rates = [1, 2, 3, 4].map((rate) => access.number(`1-0:1.8.${rate}.255`));
    expect(rates.reduce((sum, rate) => sum + rate)).toBe(access.number('1-0:1.8.0.255'));
  });

  it('goes by local standard time', () => {
    const access = new Access('reading');
    const toTenInTheEvening = 22 * HOUR - (11 * HOUR + 2 * MINUTE + 26_000);
    access.now = toTenInTheEvening - 1;
    expect(access.number('1-0:1.7.0.255')).toBe(860);
    access.now = toTenInTheEvening;
    expect(access.number('1-0:1.7.0.255')).toBe(560);
  });

  it('runs in the one rate of the hour', () => {
    const access = new Access('reading');
    const before = [1, 2].map((rate) => access.number(`1-0:1.8.${rate}.255`));
    access.now = HOUR;
    const after = [1, 2].map((rate) => access.number(`1-0:1.8.${rate}.255`));
    expect(after[0]).toBeGreaterThan(before[0] ?? 0);
    expect(after[1]).toBe(before[1]);
  });

  it.each([
    ['1-0:1.8.0.255', 0, 30],
    ['1-0:2.8.0.255', 0, 30],
    ['1-0:3.8.0.255', 0, 32],
    ['1-0:4.8.0.255', 0, 32],
    ['1-0:1.7.0.255', 0, 27],
    ['1-0:32.7.0.255', -1, 35],
    ['1-0:51.7.0.255', -2, 33],
    ['1-0:14.7.0.255', -2, 44],
  ] as const)('%s has the unit that its OBIS code demands', (name, scaler, unit) => {
    expect(new Access('reading').value(name, 3)).toEqual(structure(integer(scaler), enumerated(unit)));
  });

  it('cannot be reset', () => {
    expect(new Access().act('1-0:1.8.0.255', 1, integer(0))).toBe('object-unavailable');
  });
});
