import type { Data, SmallNumberType } from '#dlms/codec/data';
import * as make from '#dlms/codec/data-values';
import { fromHex } from '#dlms/codec/hex';
import { encodeObis, parseObis } from '#dlms/codec/obis';

type Maker = (value: unknown) => Data | undefined;

const RANGES: readonly (readonly [SmallNumberType, number, number])[] = [
  ['integer', -0x80, 0x7f],
  ['long', -0x8000, 0x7fff],
  ['double-long', -0x80000000, 0x7fffffff],
  ['unsigned', 0, 0xff],
  ['long-unsigned', 0, 0xffff],
  ['double-long-unsigned', 0, 0xffffffff],
  ['enum', 0, 0xff],
];

const MAKERS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ...RANGES.map(([type, low, high]): [string, Maker] => [type, wholeNumber(type, low, high)]),
  ['boolean', (value) => (typeof value === 'boolean' ? make.boolean(value) : undefined)],
  ['visible-string', (value) => (isAscii(value) ? make.visibleString(value) : undefined)],
  ['octet-string', (value) => (isHex(value) ? make.octetString(fromHex(value)) : undefined)],
  ['text', (value) => (isAscii(value) ? make.octetString(new Uint8Array(Buffer.from(value, 'ascii'))) : undefined)],
  ['logical-name', logicalName],
  ['array', list(make.array)],
  ['structure', list(make.structure)],
]);

export const NOTATION = `one of ${[...MAKERS.keys()].join(', ')} and its value, as in { long-unsigned: 300 }`;

/**
 * A COSEM value as a meter file writes it: `{ long-unsigned: 300 }`, `{ array: [{ unsigned: 1 }] }`; `text` and
 * `logical-name` are octet-strings. Undefined where it is none.
 */
export function dataFromNotation(value: unknown): Data | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return undefined;
  return MAKERS.get(entry[0])?.(entry[1]);
}

function wholeNumber(type: SmallNumberType, low: number, high: number): Maker {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high ? { type, value } : undefined;
}

function isAscii(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]*$/.test(value);
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9A-Fa-f]{2}\s*)*$/.test(value);
}

const WRITTEN_OBIS = /^\d{1,3}-\d{1,3}:(?:\d{1,3}\.){3}\d{1,3}$/;

function logicalName(value: unknown): Data | undefined {
  if (typeof value !== 'string' || !WRITTEN_OBIS.test(value)) return undefined;
  return make.octetString(encodeObis(parseObis(value)));
}

function list(of: (...elements: readonly Data[]) => Data): Maker {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const elements = value.map(dataFromNotation);
    const good = elements.filter((element) => element !== undefined);
    return good.length === elements.length ? of(...good) : undefined;
  };
}
