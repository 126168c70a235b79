import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import * as value from '#dlms/codec/data-values';
import { type CosemDateTime, decodeDateTime, encodeDateTime } from '#dlms/codec/date-time';
import { fromHex, toHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';
import { expectEveryCutRefused } from './cut';

const vectors: Readonly<Record<string, string>> = golden.axdr_xdlms;

function vector(name: string): string {
  const hex = vectors[name];
  if (hex === undefined) throw new Error(`no golden vector "${name}"`);
  return hex;
}

const clock: Data = value.structure(
  value.longUnsigned(8),
  value.octetString('0000010000FF'),
  value.integer(2),
  value.longUnsigned(0),
);

const summer: CosemDateTime = {
  year: 2026,
  month: 3,
  dayOfMonth: 29,
  dayOfWeek: 7,
  hour: 3,
  minute: 30,
  second: 15,
  hundredths: 0,
  deviation: -120,
  clockStatus: 0x80,
};

const unspecified: CosemDateTime = {
  year: undefined,
  month: undefined,
  dayOfMonth: undefined,
  dayOfWeek: undefined,
  hour: undefined,
  minute: undefined,
  second: undefined,
  hundredths: undefined,
  deviation: undefined,
  clockStatus: undefined,
};

const lastSundayOfMarch: CosemDateTime = {
  ...unspecified,
  month: 3,
  dayOfMonth: 'last',
  dayOfWeek: 7,
  hour: 2,
  minute: 0,
  second: 0,
  hundredths: 0,
  clockStatus: 0,
};

const PLAIN_DATA: Readonly<Record<string, Data>> = {
  'dl -1': value.doubleLong(-1),
  dlu: value.doubleLongUnsigned(0x12345678),
  'int -5': value.integer(-5),
  'long -300': value.long(-300),
  'long64 -2': value.long64(-2n),
  'f32 -12.5': value.float32(-12.5),
  'f64 230.1': value.float64(230.1),
  'bitstring 24': value.bitString('000000000111111000011111'),
  'bs 10 bits 1010101011': value.bitString('1010101011'),
  vs: value.visibleString('MMM12345'),
  utf8: value.utf8String('Zähler'),
  'as os': value.octetString('07EA031D07031E0F00FF8880'),
  'as dt': value.dateTime(summer),
  date: value.date({ year: 2026, month: 12, dayOfMonth: 25, dayOfWeek: undefined }),
  time: value.time({ hour: 23, minute: 59, second: 59, hundredths: undefined }),
  scaler_unit: value.structure(value.integer(-1), value.enumerated(30)),
  compact: value.compactArray(
    { type: 'structure', elements: [{ type: 'long-unsigned' }, { type: 'octet-string' }] },
    value.structure(value.longUnsigned(1), value.octetString('AABB')),
    value.structure(value.longUnsigned(2), value.octetString('CC')),
  ),
  'compact 5x u16': value.compactArray({ type: 'long-unsigned' }, ...[1, 2, 3, 4, 5].map(value.longUnsigned)),
  'compact arr': value.compactArray(
    { type: 'array', count: 3, element: { type: 'unsigned' } },
    value.array(...[1, 2, 3].map(value.unsigned)),
    value.array(...[4, 5, 6].map(value.unsigned)),
  ),
};

/** An access selector octet, then a plain Data. */
const SELECTIVE_ACCESS: Readonly<Record<string, Data>> = {
  'range sel': value.structure(
    clock,
    value.octetString('07EA0B01FF000000008000FF'),
    value.octetString('07EA0B02FF000000008000FF'),
    value.array(),
  ),
  'entry sel': value.structure(
    value.doubleLongUnsigned(1),
    value.doubleLongUnsigned(10),
    value.longUnsigned(1),
    value.longUnsigned(0),
  ),
};

const DATE_TIMES: Readonly<Record<string, CosemDateTime>> = {
  'dt summer CEST': summer,
  'dt winter': {
    year: 2026,
    month: 11,
    dayOfMonth: 22,
    dayOfWeek: 7,
    hour: 11,
    minute: 2,
    second: 26,
    hundredths: 0,
    deviation: -60,
    clockStatus: 0,
  },
  'dt unspecified': unspecified,
  'dst begin last sunday march 02:00': lastSundayOfMarch,
  'dst begin alt FFFF 03 FE 07 02000000 8000 00': lastSundayOfMarch,
};

const HEADERS: Readonly<Record<string, Data>> = {
  'array len 200 hdr': value.array(...Array.from({ length: 200 }, () => value.nullData)),
  'os len 300 hdr': value.octetString(new Uint8Array(300)),
};

function checkFourWays(hex: string, data: Data): void {
  const octets = fromHex(hex);
  expect(decodeWholeData(octets)).toEqual(data);
  expect(toHex(encodeToBytes(data))).toBe(hex);
  expect(toHex(encodeToBytes(decodeWholeData(octets)))).toBe(hex);
  expectEveryCutRefused(octets, decodeWholeData);
}

describe('golden vectors of plain Data, four ways', () => {
  it.each(Object.entries(PLAIN_DATA))('%s', (name, data) => checkFourWays(vector(name), data));
  it.each(Object.entries(SELECTIVE_ACCESS))('%s behind its access selector', (name, data) =>
    checkFourWays(vector(name).slice(2), data),
  );
});

describe('golden vectors of bare date-times, four ways', () => {
  it.each(Object.entries(DATE_TIMES))('%s', (name, dateTime) => {
    const octets = fromHex(vector(name));
    expect(decodeDateTime(octets)).toEqual(dateTime);
    expect(toHex(encodeDateTime(dateTime))).toBe(vector(name));
    expect(toHex(encodeDateTime(decodeDateTime(octets)))).toBe(vector(name));
    expectEveryCutRefused(octets, decodeDateTime);
  });
});

describe('golden headers of long values', () => {
  it.each(Object.entries(HEADERS))('%s', (name, data) => {
    const header = fromHex(vector(name));
    const octets = encodeToBytes(data);
    expect(toHex(octets.subarray(0, header.length))).toBe(vector(name));
    expect(decodeWholeData(octets)).toEqual(data);
    expectEveryCutRefused(octets, decodeWholeData);
  });
});

it('leaves only whole APDUs of the golden vectors to others', () => {
  const here = new Set([PLAIN_DATA, SELECTIVE_ACCESS, DATE_TIMES, HEADERS].flatMap((table) => Object.keys(table)));
  const others = Object.keys(vectors).filter((name) => !here.has(name));
  expect(others).toEqual([
    ...['GET range', 'GET entry', 'GET list', 'GET list resp', 'GET next', 'GET db', 'GET db err'],
    ...['SET normal', 'SET first', 'SET block', 'SET list', 'ACTION', 'DN', 'EN', 'EN no time', 'GBT1'],
    ...['access', 'access resp'],
  ]);
});
