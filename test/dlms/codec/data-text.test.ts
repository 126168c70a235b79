import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { dataText } from '#dlms/codec/data-text';
import * as value from '#dlms/codec/data-values';
import { decodeDate, decodeDateTime, decodeTime } from '#dlms/codec/date-time';
import { fromHex } from '#dlms/codec/hex';

describe('dataText', () => {
  it.each<[Data, string]>([
    [value.nullData, 'null-data'],
    [value.dontCare, 'dont-care'],
    [value.boolean(true), 'boolean true'],
    [value.doubleLongUnsigned(305419896), 'double-long-unsigned 305419896'],
    [value.long64(-5n), 'long64 -5'],
    [value.float64(230.1), 'float64 230.1'],
    [value.bitString('1010101011'), 'bit-string(10) 1010101011'],
    [value.bitString(''), 'bit-string(0)'],
    [value.octetString('0000010000FF'), 'octet-string(6) 00 00 01 00 00 FF'],
    [value.octetString(''), 'octet-string(0)'],
    [value.visibleString('say "no"\n'), 'visible-string(9) "say \\"no\\"\\n"'],
    [value.utf8String('Zähler'), 'utf8-string(7) "Zähler"'],
    [value.date(decodeDate(fromHex('07EA0C1905'))), 'date 2026-12-25 Friday'],
    [value.time(decodeTime(fromHex('173B3BFF'))), 'time 23:59:59.**'],
    [
      value.dateTime(decodeDateTime(fromHex('07EA0B16070B021A00FFC400'))),
      'date-time 2026-11-22 11:02:26.00 -60 Sunday status 00',
    ],
    [value.structure(value.integer(-1), value.enumerated(30)), 'structure(2) {integer -1, enum 30}'],
    [value.array(), 'array(0) []'],
    [value.compactArray({ type: 'unsigned' }, value.unsigned(1)), 'compact-array(1) [unsigned 1]'],
  ])('%o', (data, text) => expect(dataText(data)).toBe(text));

  it('shows twelve octets as a date-time when they are a sound one', () => {
    expect(dataText(value.octetString('07EA0B16070B021A00FFC400'))).toBe(
      'octet-string(12) 07 EA 0B 16 07 0B 02 1A 00 FF C4 00 = 2026-11-22 11:02:26.00 -60 Sunday status 00',
    );
    expect(dataText(value.octetString('07EA0B16010B021A00FFC400'))).not.toContain('=');
    expect(dataText(value.octetString('53494D303030303030303031'))).not.toContain('=');
  });
});

describe('scaler and unit', () => {
  it.each<[Data, { scaler?: number; unit?: string }, string]>([
    [value.doubleLongUnsigned(305419896), { scaler: -1, unit: 'Wh' }, '305419896 × 10^-1 Wh = 30541989.6 Wh'],
    [value.long(-300), { scaler: 2 }, '-300 × 10^2 = -30000'],
    [value.unsigned(5), { scaler: 0, unit: 'V' }, '5 V'],
    [value.unsigned(5), { unit: 'V' }, '5 V'],
  ])('%o with %o', (data, quantity, text) => expect(dataText(data, quantity)).toBe(`${data.type} ${text}`));

  it('say nothing about what is no number', () => {
    expect(dataText(value.boolean(true), { scaler: 3, unit: 'V' })).toBe('boolean true');
  });
});

describe('what is long is shortened and counted', () => {
  it('elements', () => {
    const numbers = Array.from({ length: 10000 }, (_, i) => value.unsigned(i % 256));
    expect(dataText(value.array(...numbers))).toMatch(/^array\(10000\) \[unsigned 0, .*unsigned 7, … 9992 more\]$/);
  });

  it('levels', () => {
    let data = value.structure(value.nullData);
    for (let level = 1; level < 60; level++) data = value.structure(data);
    expect(dataText(data)).toBe('structure(1) {structure(1) {structure(1) {structure(1) {…}}}}');
  });

  it('octets, bits and characters', () => {
    expect(dataText(value.octetString(new Uint8Array(300)))).toMatch(/^octet-string\(300\) (00 ){64}… 236 more$/);
    expect(dataText(value.bitString('1'.repeat(600)))).toMatch(/^bit-string\(600\) 1{512} … 88 more$/);
    expect(dataText(value.visibleString('A'.repeat(200)))).toMatch(/^visible-string\(200\) "A{128}" … 72 more$/);
  });
});
