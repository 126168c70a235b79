import type { Data } from '#dlms/codec/data';
import { octetString, visibleString } from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { scaledText } from '#dlms/codec/scaled-text';
import { unitName } from '#dlms/cosem/units';
import { type DataValue, LONGEST_VALUE } from '#dlms/link/optical/data-set';
import { obisOf } from '#dlms/link/optical/readout';

/** The shortest address by which a readout can name an object: `1.8.0`, or `0-0:96.13.0` where that says another one. */
export function readoutAddress(name: Obis): string {
  const reduced = name.replace(/^\d+-\d+:/, '').replace(/\.255$/, '');
  return obisOf(reduced) === name ? reduced : name.replace(/\.(\d+)$/, '*$1');
}

/** A value as a line of a readout shows it. @param scaling scaler_unit of a Register, undefined for a Data object */
export function readoutValue(data: Data, scaling: Data | undefined): DataValue {
  const [scaler, unit] = scaling !== undefined && 'elements' in scaling ? scaling.elements : [];
  const isScaled = isNumber(data) && scaler !== undefined && isNumber(scaler) && unit !== undefined && isNumber(unit);
  if (!isScaled) return { value: plainText(data), unit: undefined };
  return { value: scaledText(data.value, Number(scaler.value)), unit: unitText(Number(unit.value)) };
}

/** What was written in a text, in the type of the present value; undefined where it has none such. */
export function writtenValue(text: string, present: Data): Data | undefined {
  if (present.type === 'visible-string') return visibleString(text);
  if (present.type === 'octet-string') return octetString(new Uint8Array(Buffer.from(text, 'ascii')));
  return undefined;
}

function plainText(data: Data): string {
  if (isNumber(data)) return String(data.value);
  if (data.type === 'visible-string') return lineText(data.value);
  if (data.type === 'boolean') return data.value ? '1' : '0';
  return data.type === 'octet-string' ? octetsText(data.value) : '';
}

function octetsText(octets: Uint8Array): string {
  const isText = octets.every((octet) => octet >= 0x20 && octet <= 0x7e);
  return lineText(isText ? Buffer.from(octets).toString('ascii') : toHex(octets));
}

/** Brackets and the like would end the value. */
function lineText(text: string): string {
  return text.replace(/[()*/!]|[^\x20-\x7e]/g, '_').slice(0, LONGEST_VALUE);
}

function unitText(code: number): string | undefined {
  const text = unitName(code)
    ?.replace(/²/g, '2')
    .replace(/³/g, '3')
    .replace(/[^\x20-\x7e]/g, '');
  return text === undefined || /[()/!]/.test(text) ? undefined : text;
}

function isNumber(data: Data): data is Extract<Data, { value: number | bigint }> {
  return 'value' in data && (typeof data.value === 'number' || typeof data.value === 'bigint');
}
