import { LocalProtocolError } from '#dlms/errors';
import { malformed } from './malformed';

export interface DataValue {
  readonly value: string;
  readonly unit: string | undefined;
}

/** `address ( value [* unit] )…` (IEC 62056-21 6.5): an empty address goes on with the one before. */
export interface DataSet {
  readonly address: string;
  readonly values: readonly DataValue[];
}

export const LONGEST_ADDRESS = 16;
export const LONGEST_UNIT = 16;
/** of commands, and of readouts in the standard's own words */
export const USUAL_VALUE = 32;
/** of readouts in later practice */
export const LONGEST_VALUE = 128;

const ADDRESS = /^[\x20-\x7e]{0,16}$/;
const VALUE = /^[\x20-\x7e]{0,128}$/;
const DELIMITERS = { address: /[()/!]/, value: /[()*/!]/, unit: /[()/!]/ };

/** @throws LocalProtocolError naming the field that is too long or has a delimiter; never repeats it */
export function encodeDataSet({ address, values }: DataSet): string {
  if (values.length === 0) throw new LocalProtocolError('a data set has at least one value');
  check('address', address, ADDRESS);
  return `${address}${values.map(encodeValue).join('')}`;
}

function encodeValue({ value, unit }: DataValue): string {
  check('value', value, VALUE);
  check('unit', unit ?? '', ADDRESS);
  return unit === undefined ? `(${value})` : `(${value}*${unit})`;
}

function check(field: keyof typeof DELIMITERS, text: string, form: RegExp): void {
  if (!form.test(text) || DELIMITERS[field].test(text))
    throw new LocalProtocolError(`data set: the ${field} is too long, not printable, or has a delimiter within`);
}

const SET_HEAD = /[^()]*/y;
const SET_VALUE = /\(([^()*]*)(?:\*([^()]*))?\)/y;

/**
 * Data sets as they follow each other in one line or message.
 * @param text 7-bit characters of a received line
 * @param whole the octets and the place of the text in them, for errors
 * @throws PeerProtocolError at the first character that is out of place
 */
export function decodeDataSets(text: string, whole: Whole): DataSet[] {
  const sets: DataSet[] = [];
  for (let at = 0; at < text.length; ) {
    const address = match(SET_HEAD, text, at)?.[0] ?? '';
    checkField('address', address, LONGEST_ADDRESS, at, whole);
    const values: DataValue[] = [];
    at = takeValues(text, at + address.length, values, whole);
    sets.push({ address, values });
  }
  return sets;
}

export interface Whole {
  readonly octets: Uint8Array;
  /** of the first character of the text */
  readonly offset: number;
}

function takeValues(text: string, start: number, values: DataValue[], whole: Whole): number {
  let at = start;
  for (let found = match(SET_VALUE, text, at); found !== null; found = match(SET_VALUE, text, at)) {
    const [all, value = '', unit] = found;
    checkField('value', value, LONGEST_VALUE, at + 1, whole);
    checkField('unit', unit ?? '', LONGEST_UNIT, at + value.length + 2, whole);
    values.push({ value, unit });
    at += all.length;
  }
  if (values.length === 0) throw malformed('data set: no value in brackets', whole.octets, whole.offset + at);
  return at;
}

function checkField(field: keyof typeof DELIMITERS, text: string, longest: number, at: number, whole: Whole): void {
  const odd = text.search(/[^\x20-\x7e]/);
  const delimiter = text.search(DELIMITERS[field]);
  const fault = odd >= 0 ? odd : delimiter;
  if (fault >= 0) throw malformed(`data set: no character of a ${field}`, whole.octets, whole.offset + at + fault);
  if (text.length > longest)
    throw malformed(`data set: ${field} beyond ${longest} characters`, whole.octets, whole.offset + at + longest);
}

function match(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}
