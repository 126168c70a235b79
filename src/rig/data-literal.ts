import type { Data, SmallNumberType } from '#dlms/codec/data';
import { fromHex } from '#dlms/codec/hex';

interface IntegerType {
  readonly type: SmallNumberType;
  readonly least: number;
  readonly most: number;
}

const INTEGER_TYPES: readonly IntegerType[] = [
  { type: 'integer', least: -128, most: 127 },
  { type: 'long', least: -32768, most: 32767 },
  { type: 'double-long', least: -2147483648, most: 2147483647 },
  { type: 'unsigned', least: 0, most: 255 },
  { type: 'long-unsigned', least: 0, most: 65535 },
  { type: 'double-long-unsigned', least: 0, most: 4294967295 },
  { type: 'enum', least: 0, most: 255 },
];

export const LITERAL_FORMS =
  'visible-string:"text", octet-string:HEX, boolean:true, enum:N, integer:N, long:N, unsigned:N, long-unsigned:N, double-long:N, double-long-unsigned:N or null-data';

/** Reads a simple COSEM value from `TYPE:VALUE`; undefined when the text is none. */
export function dataFromText(text: string): Data | undefined {
  if (text === 'null-data') return { type: 'null-data' };
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : typedValue(text.slice(0, colon), text.slice(colon + 1).trim());
}

function typedValue(type: string, value: string): Data | undefined {
  if (type === 'visible-string') return quoted(value);
  if (type === 'octet-string') return isHex(value) ? { type, value: fromHex(value) } : undefined;
  if (type === 'boolean') return value === 'true' || value === 'false' ? { type, value: value === 'true' } : undefined;
  return integerOf(type, value);
}

function quoted(value: string): Data | undefined {
  const text = /^"([\x20-\x7e\xa0-\xff]*)"$/.exec(value)?.[1];
  return text === undefined ? undefined : { type: 'visible-string', value: text };
}

function isHex(value: string): boolean {
  return /^(?:[0-9A-Fa-f]{2}\s*)*$/.test(value);
}

function integerOf(name: string, text: string): Data | undefined {
  const found = INTEGER_TYPES.find(({ type }) => type === name);
  const value = Number(text);
  if (found === undefined || !/^-?\d+$/.test(text) || value < found.least || value > found.most) return undefined;
  return { type: found.type, value };
}
