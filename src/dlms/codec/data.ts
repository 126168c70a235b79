import type { CosemDate, CosemDateTime, CosemTime } from './date-time';

/** ASN.1 spellings of the `Data` CHOICE (GB 9.5, IEC 61334-6) in the order of their tags. */
export type DataType = Data['type'];

export type SmallNumberType =
  | 'double-long'
  | 'double-long-unsigned'
  | 'bcd'
  | 'integer'
  | 'long'
  | 'unsigned'
  | 'long-unsigned'
  | 'enum'
  | 'float32'
  | 'float64'
  | 'delta-integer'
  | 'delta-long'
  | 'delta-double-long'
  | 'delta-unsigned'
  | 'delta-long-unsigned'
  | 'delta-double-long-unsigned';

/** A COSEM value with its type: `{ type: 'long-unsigned', value: 300 }`. Lossless over the wire encoding. */
export type Data =
  | { readonly type: 'null-data' }
  | { readonly type: 'array'; readonly elements: readonly Data[] }
  | { readonly type: 'structure'; readonly elements: readonly Data[] }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** `bits` is the number of bits; the first one is the most significant of `octets[0]`. */
  | { readonly type: 'bit-string'; readonly bits: number; readonly octets: Uint8Array }
  | { readonly type: SmallNumberType; readonly value: number }
  | { readonly type: 'long64' | 'long64-unsigned'; readonly value: bigint }
  | { readonly type: 'octet-string'; readonly value: Uint8Array }
  /** Each octet is one character (ISO 8859-1), so that nothing is lost when a meter sends more than ASCII. */
  | { readonly type: 'visible-string'; readonly value: string }
  /** The octets as they stand on the wire; `utf8Text` (data-text) decodes them. */
  | { readonly type: 'utf8-string'; readonly value: Uint8Array }
  | { readonly type: 'compact-array'; readonly description: TypeDescription; readonly elements: readonly Data[] }
  | { readonly type: 'date-time'; readonly value: CosemDateTime }
  | { readonly type: 'date'; readonly value: CosemDate }
  | { readonly type: 'time'; readonly value: CosemTime }
  | { readonly type: 'dont-care' };

/** Element description of a compact-array. */
export type TypeDescription =
  | { readonly type: 'array'; readonly count: number; readonly element: TypeDescription }
  | { readonly type: 'structure'; readonly elements: readonly TypeDescription[] }
  | { readonly type: Exclude<DataType, 'array' | 'structure' | 'compact-array'> };
