import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import {
  array,
  bitString,
  dateTime,
  enumerated,
  integer,
  longUnsigned,
  nullData,
  octetString,
  structure,
  unsigned,
  visibleString,
} from '#dlms/codec/data-values';
import { valueFault } from '#dlms/cosem/value-fault';
import { LocalProtocolError } from '#dlms/errors';

const SUNDAY = '07EA0B1607 0B021A00 FFC4 00';

const FITS: readonly (readonly [string, Data])[] = [
  ['choice', array(nullData)],
  ['octet-string(6)', octetString('0100010800FF')],
  ['octet-string(12):date-time', octetString(SUNDAY)],
  ['bit-string(24)', bitString('0'.repeat(24))],
  ['unsigned[1..7]', unsigned(1)],
  ['unsigned[1..7]', unsigned(7)],
  ['integer[-120..120]', integer(-120)],
  ['enum{0:none,4..15:reserved}', enumerated(15)],
  ['enum[0..252]', enumerated(252)],
  ['structure{scaler:integer,unit:enum[0..255]}', structure(integer(-1), enumerated(30))],
  ['array<long-unsigned>', array()],
  ['choice(null-data|array<integer>)', array(integer(1), integer(2))],
  ['choice(array<choice(structure|null-data)>|compact-array)', array(structure(unsigned(1)), nullData)],
];

const FAULTS: readonly (readonly [string, Data, string])[] = [
  ['unsigned', enumerated(1), 'value: enum where unsigned is due'],
  ['octet-string(6)', octetString('0100010800'), 'value: length 5 where 6 is due'],
  ['octet-string(12):date-time', octetString('07EA0D1607 0B021A00 FFC4 00'), 'month 13'],
  ['octet-string(12):date-time', dateTime(unspecified()), 'value: date-time where octet-string is due'],
  ['bit-string(24)', bitString('0'.repeat(23)), 'value: length 23 where 24 is due'],
  ['unsigned[1..7]', unsigned(8), 'value: 8 is not in 1..7'],
  ['integer[-120..120]', integer(-121), 'value: -121 is not in -120..120'],
  ['enum{0:none,4..15:reserved}', enumerated(3), 'value: enum value 3 is not defined'],
  ['structure{scaler:integer,unit:enum}', structure(integer(0)), 'structure of 1 where 2 elements are due'],
  [
    'structure{scaler:integer,unit:enum}',
    structure(integer(0), unsigned(30)),
    'value.unit: unsigned where enum is due',
  ],
  ['array<long-unsigned>', array(longUnsigned(1), unsigned(2)), 'value[1]: unsigned where long-unsigned is due'],
  ['choice(null-data|array<integer>)', array(unsigned(1)), 'value[0]: unsigned where integer is due'],
  ['choice(null-data|long)', visibleString('x'), 'value: visible-string where null-data or long is due'],
];

function unspecified() {
  const none = undefined;
  return {
    ...{ year: none, month: none, dayOfMonth: none, dayOfWeek: none },
    ...{ hour: none, minute: none, second: none, hundredths: none, deviation: none, clockStatus: none },
  };
}

describe('a value held against the type of the class table', () => {
  it.each(FITS)('%s takes %j', (type, data) => {
    expect(valueFault(type, data)).toBeUndefined();
  });

  it.each(FAULTS)('%s refuses %j', (type, data, reason) => {
    expect(valueFault(type, data)).toContain(reason);
  });

  it.each(['octets', 'array<long', 'unsigned[1..', 'structure{a}', 'choice(long|)', 'long)'])(
    'the notation %s is refused',
    (notation) => {
      expect(() => valueFault(notation, nullData)).toThrow(LocalProtocolError);
    },
  );
});
