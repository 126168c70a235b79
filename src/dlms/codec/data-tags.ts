import type { DataType } from './data';

/** Tag octets of the `Data` CHOICE (GB 9.5). 7, 8, 11 and 14 are reserved or obsolete and refused. */
export const DATA_TAGS = {
  'null-data': 0,
  array: 1,
  structure: 2,
  boolean: 3,
  'bit-string': 4,
  'double-long': 5,
  'double-long-unsigned': 6,
  'octet-string': 9,
  'visible-string': 10,
  'utf8-string': 12,
  bcd: 13,
  integer: 15,
  long: 16,
  unsigned: 17,
  'long-unsigned': 18,
  'compact-array': 19,
  long64: 20,
  'long64-unsigned': 21,
  enum: 22,
  float32: 23,
  float64: 24,
  'date-time': 25,
  date: 26,
  time: 27,
  'delta-integer': 28,
  'delta-long': 29,
  'delta-double-long': 30,
  'delta-unsigned': 31,
  'delta-long-unsigned': 32,
  'delta-double-long-unsigned': 33,
  'dont-care': 255,
} as const satisfies Record<DataType, number>;

/**
 * How many arrays, structures and compact-arrays may stand inside one another. Deeper is refused: a few octets from
 * a meter must not exhaust the stack.
 */
export const NESTING_LIMIT = 64;
