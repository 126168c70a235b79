import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CosemDate,
  type CosemDateTime,
  type CosemTime,
  decodeDate,
  decodeDateTime,
  decodeTime,
  encodeDate,
  encodeDateTime,
  encodeTime,
} from '#dlms/codec/date-time';
import { fromHex, toSpacedHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { arbitraryDate, arbitraryDateTime, arbitraryTime } from './arbitrary-data';
import { thrownBy } from './cut';

describe('date', () => {
  it.each<[string, CosemDate]>([
    ['07 EA 0C 19 FF', { year: 2026, month: 12, dayOfMonth: 25, dayOfWeek: undefined }],
    ['FF FF 03 FE 07', { year: undefined, month: 3, dayOfMonth: 'last', dayOfWeek: 7 }],
    [
      'FF FF FE FD FF',
      { year: undefined, month: 'daylight-savings-begin', dayOfMonth: 'second-last', dayOfWeek: undefined },
    ],
    ['00 00 FD 01 01', { year: 0, month: 'daylight-savings-end', dayOfMonth: 1, dayOfWeek: 1 }],
  ])('%s', (hex, date) => {
    expect(decodeDate(fromHex(hex))).toEqual(date);
    expect(toSpacedHex(encodeDate(date))).toBe(hex);
  });
});

it('takes FF for every field of a time', () => {
  const every: CosemTime = { hour: undefined, minute: undefined, second: undefined, hundredths: undefined };
  expect(decodeTime(fromHex('FFFFFFFF'))).toEqual(every);
  expect(toSpacedHex(encodeTime(every))).toBe('FF FF FF FF');
});

/** `offset` is the field; every octet that is not in `legal` must be refused there and nowhere else. */
const FIELDS: readonly { name: string; offset: number; legal: (octet: number) => boolean }[] = [
  { name: 'month', offset: 2, legal: (octet) => (octet >= 1 && octet <= 12) || octet >= 0xfd },
  { name: 'day of month', offset: 3, legal: (octet) => (octet >= 1 && octet <= 31) || octet >= 0xfd },
  { name: 'day of week', offset: 4, legal: (octet) => (octet >= 1 && octet <= 7) || octet === 0xff },
  { name: 'hour', offset: 5, legal: (octet) => octet <= 23 || octet === 0xff },
  { name: 'minute', offset: 6, legal: (octet) => octet <= 59 || octet === 0xff },
  { name: 'second', offset: 7, legal: (octet) => octet <= 59 || octet === 0xff },
  { name: 'hundredths', offset: 8, legal: (octet) => octet <= 99 || octet === 0xff },
  { name: 'clock status', offset: 11, legal: () => true },
];

describe('date-time fields', () => {
  it.each(FIELDS)('$name takes its range and its special values only', ({ name, offset, legal }) => {
    for (let octet = 0; octet <= 0xff; octet++) {
      const octets = fromHex('07EA031D07031E0F00FF8880');
      octets[offset] = octet;
      const error = thrownBy(() => decodeDateTime(octets));
      if (legal(octet)) expect(error, `${name} ${octet}`).toBeUndefined();
      else expect(error, `${name} ${octet}`).toMatchObject({ name: 'PeerProtocolError', offset });
    }
  });

  it('reads the deviation as signed minutes, any number of them', () => {
    expect(decodeDateTime(fromHex('FFFFFFFFFFFFFFFFFF003C00'))).toMatchObject({ deviation: 60 });
    expect(decodeDateTime(fromHex('FFFFFFFFFFFFFFFFFFFFC400'))).toMatchObject({ deviation: -60 });
    expect(decodeDateTime(fromHex('FFFFFFFFFFFFFFFFFF7FFF00'))).toMatchObject({ deviation: 32767 });
  });
});

describe('wrong lengths', () => {
  it.each([
    ['date of 4', () => decodeDate(fromHex('07EA0C19')), 4],
    ['date of 6', () => decodeDate(fromHex('07EA0C19FF00')), 5],
    ['time of 5', () => decodeTime(fromHex('0000000000')), 4],
    ['date-time of 11', () => decodeDateTime(fromHex('07EA031D07031E0F00FF88')), 11],
    ['date-time of 13', () => decodeDateTime(fromHex('07EA031D07031E0F00FF888000')), 12],
  ])('%s octets', (_, decode, offset) => {
    expect(thrownBy(decode)).toMatchObject({ name: 'PeerProtocolError', offset });
  });
});

describe('values out of range are our fault', () => {
  const dateTime: CosemDateTime = decodeDateTime(fromHex('07EA031D07031E0F00FF8880'));
  it.each<[string, Partial<CosemDateTime>]>([
    ['year 65535', { year: 65535 }],
    ['month 0', { month: 0 }],
    ['day 32', { dayOfMonth: 32 }],
    ['weekday 8', { dayOfWeek: 8 }],
    ['second 60', { second: 60 }],
    ['deviation -32768', { deviation: -32768 }],
    ['status 255', { clockStatus: 255 }],
    ['half an hour', { hour: 0.5 }],
  ])('%s', (_, change) => {
    expect(thrownBy(() => encodeDateTime({ ...dateTime, ...change }))).toBeInstanceOf(LocalProtocolError);
  });
});

describe('every value survives', () => {
  it('date', () => {
    const survives = (date: CosemDate) => void expect(decodeDate(encodeDate(date))).toEqual(date);
    fc.assert(fc.property(arbitraryDate, survives));
  });

  it('time', () => {
    const survives = (time: CosemTime) => void expect(decodeTime(encodeTime(time))).toEqual(time);
    fc.assert(fc.property(arbitraryTime, survives));
  });

  it('date-time', () => {
    const survives = (value: CosemDateTime) => void expect(decodeDateTime(encodeDateTime(value))).toEqual(value);
    fc.assert(fc.property(arbitraryDateTime, survives));
  });
});
