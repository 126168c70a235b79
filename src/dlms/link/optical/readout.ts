import type { DecodeNote } from '#dlms/codec/byte-reader';
import { type Obis, parseObis } from '#dlms/codec/obis';
import { LocalProtocolError } from '#dlms/errors';
import { codesOf, textOf } from './character';
import { type DataSet, decodeDataSets, encodeDataSet, USUAL_VALUE } from './data-set';
import { malformed } from './malformed';

/** A data set of a readout. */
export interface ReadoutEntry extends DataSet {
  /** the address as an OBIS code, where it is one */
  readonly obis: Obis | undefined;
  /** the address was empty: it is that of the entry before */
  readonly isContinuation: boolean;
  /** from 1 */
  readonly line: number;
}

export interface Readout {
  readonly entries: readonly ReadoutEntry[];
  /** lines that report an error instead of a value: `(ER…)` */
  readonly errors: readonly { readonly line: number; readonly text: string }[];
  readonly notes: readonly DecodeNote[];
}

const END = '!\r\n';
const ERROR_LINE = /^\((ER[^()*/!]{0,30})\)$/;

/** `line CR LF … ! CR LF` (IEC 62056-21 6.5); no line where there are no data. */
export function encodeReadout(lines: readonly (readonly DataSet[])[]): Uint8Array {
  return codesOf(`${lines.map((sets) => `${sets.map(encodeDataSet).join('')}\r\n`).join('')}${END}`);
}

/**
 * The data block of a readout up to and including its `! CR LF`. Lines may be longer than 78 characters. One empty
 * line may lead, as in mode D. Takes time and memory in proportion to its length, which the reader of messages bounds.
 * @throws PeerProtocolError at the first character that is out of place
 */
export function decodeReadout(block: Uint8Array): Readout {
  const text = textOf(block);
  if (!text.endsWith(END)) throw malformed('readout: no ! CR LF at its end', block, block.length);
  const parser = new ReadoutParser(block);
  let at = text.startsWith('\r\n') ? 2 : 0;
  for (let line = 1; at < text.length - END.length; line++) {
    const end = text.indexOf('\r\n', at);
    parser.take(text.slice(at, end), at, line);
    at = end + 2;
  }
  if (at !== text.length - END.length) throw malformed('readout: the last line has no CR LF', block, block.length - 3);
  return parser.readout;
}

class ReadoutParser {
  readonly readout: { entries: ReadoutEntry[]; errors: { line: number; text: string }[]; notes: DecodeNote[] } = {
    entries: [],
    errors: [],
    notes: [],
  };
  private readonly block: Uint8Array;
  private address = '';

  constructor(block: Uint8Array) {
    this.block = block;
  }

  take(text: string, offset: number, line: number): void {
    const error = ERROR_LINE.exec(text)?.[1];
    if (text === '') throw malformed('readout: an empty line', this.block, offset);
    if (error !== undefined) this.readout.errors.push({ line, text: error });
    else for (const set of decodeDataSets(text, { octets: this.block, offset })) this.add(set, offset, line);
  }

  private add({ address, values }: DataSet, offset: number, line: number): void {
    const isContinuation = address === '';
    if (isContinuation && this.address === '') throw malformed('readout: no address', this.block, offset);
    if (!isContinuation) this.address = address;
    if (values.some(({ value }) => value.length > USUAL_VALUE)) {
      this.readout.notes.push({ code: 'legacy-form', offset, text: `line ${line}: value beyond ${USUAL_VALUE}` });
    }
    this.readout.entries.push({ address: this.address, values, obis: obisOf(this.address), isContinuation, line });
  }
}

/** The OBIS code that an address of a readout stands for; undefined where it is none. */
export function obisOf(address: string): Obis | undefined {
  if (!address.includes('.')) return undefined;
  try {
    return parseObis(address);
  } catch (error) {
    if (error instanceof LocalProtocolError) return undefined;
    throw error;
  }
}
