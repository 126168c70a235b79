import type { Data } from './data';
import { type CosemDateTime, decodeDateTime } from './date-time';
import { dateTimeFaults } from './date-time-faults';
import { dateText, dateTimeText, timeText } from './date-time-text';
import { toSpacedHex } from './hex';
import { scaledText } from './scaled-text';

/** What an object says about its value. The unit as it is to be printed: `Wh`. */
export interface Quantity {
  readonly scaler?: number;
  readonly unit?: string;
}

const ELEMENTS_SHOWN = 8;
const LEVELS_SHOWN = 3;
const OCTETS_SHOWN = 64;
const CHARACTERS_SHOWN = 128;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A value on one line with its raw type: `double-long-unsigned 305419896 × 10^-1 Wh = 30541989.6 Wh`,
 * `octet-string(6) 00 00 01 00 00 FF`, `structure(2) {integer -1, enum 30}`. What is long is shortened and counted.
 * @param quantity scaler and unit of the object, for a number; ignored for other types
 */
export function dataText(data: Data, quantity: Quantity = {}): string {
  if (isNumber(data)) return `${data.type} ${withQuantity(data.value, quantity)}`;
  return textAt(data, 0);
}

/** The text of a utf8-string; what is malformed shows as U+FFFD. */
export function utf8Text(octets: Uint8Array): string {
  return UTF8.decode(octets);
}

function textAt(data: Data, level: number): string {
  switch (data.type) {
    case 'null-data':
    case 'dont-care':
      return data.type;
    case 'array':
    case 'compact-array':
      return `${data.type}(${data.elements.length}) [${elementsText(data.elements, level)}]`;
    case 'structure':
      return `structure(${data.elements.length}) {${elementsText(data.elements, level)}}`;
    case 'bit-string':
      return `bit-string(${data.bits}) ${bitsText(data.octets, data.bits)}`.trimEnd();
    case 'octet-string':
      return octetStringText(data.value);
    case 'visible-string':
      return `visible-string(${data.value.length}) ${quoted(data.value)}`;
    case 'utf8-string':
      return `utf8-string(${data.value.length}) ${quoted(utf8Text(data.value))}`;
    case 'date-time':
      return `date-time ${dateTimeText(data.value)}`;
    case 'date':
      return `date ${dateText(data.value)}`;
    case 'time':
      return `time ${timeText(data.value)}`;
    default:
      return `${data.type} ${String(data.value)}`;
  }
}

function elementsText(elements: readonly Data[], level: number): string {
  if (level >= LEVELS_SHOWN) return elements.length === 0 ? '' : '…';
  const shown = elements.slice(0, ELEMENTS_SHOWN).map((element) => textAt(element, level + 1));
  if (elements.length > ELEMENTS_SHOWN) shown.push(`… ${elements.length - ELEMENTS_SHOWN} more`);
  return shown.join(', ');
}

function octetStringText(octets: Uint8Array): string {
  const hex = `octet-string(${octets.length}) ${octetsText(octets)}`.trimEnd();
  const instant = soundDateTime(octets);
  return instant === undefined ? hex : `${hex} = ${dateTimeText(instant)}`;
}

function octetsText(octets: Uint8Array): string {
  const hex = toSpacedHex(octets.subarray(0, OCTETS_SHOWN));
  return octets.length > OCTETS_SHOWN ? `${hex} … ${octets.length - OCTETS_SHOWN} more` : hex;
}

/** Twelve octets are most often a date-time (BB 4.1.6.1); they are one when nothing is wrong with it. */
function soundDateTime(octets: Uint8Array): CosemDateTime | undefined {
  if (octets.length !== 12) return undefined;
  try {
    const value = decodeDateTime(octets);
    return dateTimeFaults(value).length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function bitsText(octets: Uint8Array, bits: number): string {
  const shown = octets.subarray(0, OCTETS_SHOWN);
  const text = Array.from(shown, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return octets.length > OCTETS_SHOWN ? `${text} … ${bits - OCTETS_SHOWN * 8} more` : text.slice(0, bits);
}

function quoted(text: string): string {
  if (text.length <= CHARACTERS_SHOWN) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, CHARACTERS_SHOWN))} … ${text.length - CHARACTERS_SHOWN} more`;
}

type NumberData = Extract<Data, { value: number } | { value: bigint }>;

function isNumber(data: Data): data is NumberData {
  return 'value' in data && (typeof data.value === 'number' || typeof data.value === 'bigint');
}

function withQuantity(value: number | bigint, { scaler = 0, unit }: Quantity): string {
  const of = unit === undefined ? '' : ` ${unit}`;
  if (scaler === 0) return `${value}${of}`;
  return `${value} × 10^${scaler}${of} = ${scaledText(value, scaler)}${of}`;
}
