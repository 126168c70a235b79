import type { Data, SmallNumberType } from '#dlms/codec/data';
import { fromHex } from '#dlms/codec/hex';

const INTEGER_RANGES: Partial<Record<SmallNumberType, readonly [number, number]>> = {
  integer: [-128, 127],
  long: [-32768, 32767],
  'double-long': [-2147483648, 2147483647],
  unsigned: [0, 255],
  'long-unsigned': [0, 65535],
  'double-long-unsigned': [0, 4294967295],
  enum: [0, 255],
};

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

function integerOf(type: string, text: string): Data | undefined {
  const range = INTEGER_RANGES[type as SmallNumberType];
  const value = Number(text);
  if (range === undefined || !/^-?\d+$/.test(text) || value < range[0] || value > range[1]) return undefined;
  return { type: type as SmallNumberType, value };
}
