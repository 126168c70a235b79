import { LocalProtocolError } from '#dlms/errors';
import type { Data, TypeDescription } from './data';
import type { CosemDate, CosemDateTime, CosemTime } from './date-time';
import { fromHex } from './hex';

/** Terse constructors of `Data`, one for every type. Ranges are checked when the value is encoded. */
export const nullData: Data = Object.freeze({ type: 'null-data' });
export const dontCare: Data = Object.freeze({ type: 'dont-care' });

export const array = (...elements: readonly Data[]): Data => ({ type: 'array', elements });
export const structure = (...elements: readonly Data[]): Data => ({ type: 'structure', elements });

/** @param elements each of the described type */
export const compactArray = (description: TypeDescription, ...elements: readonly Data[]): Data => ({
  type: 'compact-array',
  description,
  elements,
});

export const boolean = (value: boolean): Data => ({ type: 'boolean', value });

/** @param bits the bits in their order: `bitString('1010101011')` @throws LocalProtocolError for other characters */
export function bitString(bits: string): Data {
  if (!/^[01]*$/.test(bits)) throw new LocalProtocolError(`"${bits}" are no bits`);
  const octets = new Uint8Array(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) if (bits[i] === '1') octets[i >> 3] = (octets[i >> 3] ?? 0) | (0x80 >> (i & 7));
  return { type: 'bit-string', bits: bits.length, octets };
}

/** @param value the octets, or hex digits with or without spaces */
export const octetString = (value: Uint8Array | string): Data => ({
  type: 'octet-string',
  value: typeof value === 'string' ? fromHex(value) : value,
});

export const visibleString = (value: string): Data => ({ type: 'visible-string', value });
export const utf8String = (text: string): Data => ({ type: 'utf8-string', value: new TextEncoder().encode(text) });

/** @param value the octet, a digit in each half: 0x42 for 42 */
export const bcd = (value: number): Data => ({ type: 'bcd', value });
export const integer = (value: number): Data => ({ type: 'integer', value });
export const long = (value: number): Data => ({ type: 'long', value });
export const doubleLong = (value: number): Data => ({ type: 'double-long', value });
export const long64 = (value: bigint): Data => ({ type: 'long64', value });
export const unsigned = (value: number): Data => ({ type: 'unsigned', value });
export const longUnsigned = (value: number): Data => ({ type: 'long-unsigned', value });
export const doubleLongUnsigned = (value: number): Data => ({ type: 'double-long-unsigned', value });
export const long64Unsigned = (value: bigint): Data => ({ type: 'long64-unsigned', value });
export const enumerated = (value: number): Data => ({ type: 'enum', value });
export const float32 = (value: number): Data => ({ type: 'float32', value });
export const float64 = (value: number): Data => ({ type: 'float64', value });

export const dateTime = (value: CosemDateTime): Data => ({ type: 'date-time', value });
export const date = (value: CosemDate): Data => ({ type: 'date', value });
export const time = (value: CosemTime): Data => ({ type: 'time', value });

export const deltaInteger = (value: number): Data => ({ type: 'delta-integer', value });
export const deltaLong = (value: number): Data => ({ type: 'delta-long', value });
export const deltaDoubleLong = (value: number): Data => ({ type: 'delta-double-long', value });
export const deltaUnsigned = (value: number): Data => ({ type: 'delta-unsigned', value });
export const deltaLongUnsigned = (value: number): Data => ({ type: 'delta-long-unsigned', value });
export const deltaDoubleLongUnsigned = (value: number): Data => ({ type: 'delta-double-long-unsigned', value });
