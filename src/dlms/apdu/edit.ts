import { readTlv, writeTlv } from '#dlms/codec/ber';
import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { concat } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { AARE_FIELDS } from './aare';
import { AARQ_FIELDS } from './aarq';
import type { AcseField } from './acse-fields';
import { RELEASE_FIELDS } from './release';
import { AARE_TAG, AARQ_TAG, RLRE_TAG, RLRQ_TAG } from './tags';

/**
 * The one place where malformed APDUs are made: named edits of well-formed octets. None of them changes what it is
 * given. An edit that cannot be done (a field that is not there) is a LocalProtocolError: a negative scenario must
 * not send a well-formed APDU by mistake.
 */
export type AcseFieldName = (typeof AARQ_FIELDS | typeof AARE_FIELDS | typeof RELEASE_FIELDS)[number]['name'];

interface EditedField {
  readonly tag: number;
  readonly contents: Uint8Array;
}

const TABLES: ReadonlyMap<number, readonly AcseField[]> = new Map<number, readonly AcseField[]>([
  [AARQ_TAG, AARQ_FIELDS],
  [AARE_TAG, AARE_FIELDS],
  [RLRQ_TAG, RELEASE_FIELDS],
  [RLRE_TAG, RELEASE_FIELDS],
]);

/** @throws LocalProtocolError when the octets are no well-formed AARQ, AARE, RLRQ or RLRE */
export function editAcse(octets: Uint8Array): AcseEdit {
  const tag = octets[0] ?? 0;
  const table = TABLES.get(tag);
  if (!table) throw new LocalProtocolError(`tag ${tag.toString(16)} is no ACSE APDU`);
  return new AcseEdit(tag, table, readFields(octets), 'shortest');
}

/** An ACSE APDU as the list of its top-level fields. Every edit gives a new one; `bytes` ends the chain. */
export class AcseEdit {
  constructor(
    private readonly tag: number,
    private readonly table: readonly AcseField[],
    private readonly fields: readonly EditedField[],
    private readonly outerLength: 'shortest' | 'long' | number,
  ) {}

  /** Leaves the field out. Breaks: a mandatory field, or one that another field needs, is missing (GB 9.4.2). */
  without(name: AcseFieldName): AcseEdit {
    const at = this.indexOf(name);
    return this.edited(this.fields.filter((_, index) => index !== at));
  }

  /**
   * Inserts an absent field in the order of the tags. Breaks nothing by itself: the contents may, or the company.
   * @param contents what stands behind the field's own tag and length, e.g. `80 08 …` for an authentication value
   */
  with(name: AcseFieldName, contents: Uint8Array): AcseEdit {
    const row = this.row(name);
    if (this.fields.some((field) => field.tag === row.tag)) throw new LocalProtocolError(`${name} is there already`);
    const behind = this.fields.findIndex((field) => (field.tag & 0x1f) > (row.tag & 0x1f));
    const at = behind < 0 ? this.fields.length : behind;
    return this.edited([...this.fields.slice(0, at), { tag: row.tag, contents }, ...this.fields.slice(at)]);
  }

  /** Other contents for a field. Breaks what the contents break: a wrong type, name, number or size. */
  replaced(name: AcseFieldName, contents: Uint8Array): AcseEdit {
    const at = this.indexOf(name);
    return this.edited(this.fields.map((field, index) => (index === at ? { tag: field.tag, contents } : field)));
  }

  /** Two fields in each other's place. Breaks: the order of a SEQUENCE (X.690 8.9). */
  swapped(a: AcseFieldName, b: AcseFieldName): AcseEdit {
    const [first, second] = [this.field(a), this.field(b)];
    return this.edited(
      this.fields.map((field) => {
        if (field === first) return second;
        return field === second ? first : field;
      }),
    );
  }

  /** The field a second time behind the first. Breaks: each component of a SEQUENCE stands once (X.690 8.9). */
  repeated(name: AcseFieldName, contents = this.field(name).contents): AcseEdit {
    const at = this.indexOf(name) + 1;
    const { tag } = this.field(name);
    return this.edited([...this.fields.slice(0, at), { tag, contents }, ...this.fields.slice(at)]);
  }

  /** A field whose tag the APDU does not know, at the end. Breaks: only the fields of GB 9.4.2 are permitted. */
  withUnknown(tag: number, contents: Uint8Array): AcseEdit {
    if (this.table.some((row) => row.tag === tag)) throw new LocalProtocolError(`tag ${tag.toString(16)} is known`);
    return this.edited([...this.fields, { tag, contents }]);
  }

  /** The outer length in one octet more than it needs: `81 1D` for `1D`. Legal BER, to be accepted (X.690 8.1.3.5). */
  longFormLength(): AcseEdit {
    return new AcseEdit(this.tag, this.table, this.fields, 'long');
  }

  /** The outer length off by so many octets. Breaks: the length is that of the contents (X.690 8.1.3). */
  lengthOffBy(octets: number): AcseEdit {
    return new AcseEdit(this.tag, this.table, this.fields, octets);
  }

  bytes(): Uint8Array {
    const body = new ByteWriter();
    for (const { tag, contents } of this.fields) writeTlv(body, tag, contents);
    return concat(new Uint8Array([this.tag]), this.lengthOctets(body.size), body.toBytes());
  }

  private lengthOctets(size: number): Uint8Array {
    if (this.outerLength !== 'long') {
      return new ByteWriter().length(size + (this.outerLength === 'shortest' ? 0 : this.outerLength)).toBytes();
    }
    const writer = new ByteWriter();
    if (size < 0x80) return writer.u8(0x81).u8(size).toBytes();
    return size < 0x100 ? writer.u8(0x82).u16(size).toBytes() : writer.u8(0x84).u32(size).toBytes();
  }

  private edited(fields: readonly EditedField[]): AcseEdit {
    return new AcseEdit(this.tag, this.table, fields, this.outerLength);
  }

  private row(name: AcseFieldName): AcseField {
    const row = this.table.find((candidate) => candidate.name === name);
    if (!row) throw new LocalProtocolError(`an APDU with tag ${this.tag.toString(16)} has no ${name}`);
    return row;
  }

  private indexOf(name: AcseFieldName): number {
    const { tag } = this.row(name);
    const at = this.fields.findIndex((field) => field.tag === tag);
    if (at < 0) throw new LocalProtocolError(`${name} is not there to be edited`);
    return at;
  }

  private field(name: AcseFieldName): EditedField {
    const field = this.fields[this.indexOf(name)];
    if (!field) throw new LocalProtocolError(`${name} is not there to be edited`);
    return field;
  }
}

/** Only the first `length` octets. Breaks: everything announced must be there. */
export function cut(octets: Uint8Array, length: number): Uint8Array {
  if (!(length >= 0 && length < octets.length)) throw new LocalProtocolError(`no cut: ${length} of ${octets.length}`);
  return octets.slice(0, length);
}

/** Surplus octets at the end. Breaks: an APDU ends with its last component. */
export function append(octets: Uint8Array, ...extra: readonly number[]): Uint8Array {
  if (extra.length === 0) throw new LocalProtocolError('nothing to append');
  return concat(octets, new Uint8Array(extra));
}

/** One bit turned over; bit 0 is the least significant. Breaks: integrity, where the octets are protected. */
export function flipBit(octets: Uint8Array, octetIndex: number, bit: number): Uint8Array {
  if (!(bit >= 0 && bit <= 7)) throw new LocalProtocolError(`an octet has no bit ${bit}`);
  return withOctet(octets, octetIndex, octetAt(octets, octetIndex) ^ (1 << bit));
}

/** Another value in one octet, e.g. an unassigned tag, choice or result. Breaks what that octet stands for. */
export function withOctet(octets: Uint8Array, index: number, value: number): Uint8Array {
  if (octetAt(octets, index) === value) throw new LocalProtocolError(`octet ${index} is ${value} already`);
  const edited = octets.slice();
  edited[index] = value;
  return edited;
}

function octetAt(octets: Uint8Array, index: number): number {
  return octets[index] ?? outside(octets, index);
}

function outside(octets: Uint8Array, index: number): never {
  throw new LocalProtocolError(`there is no octet ${index} in ${octets.length}`);
}

function readFields(octets: Uint8Array): EditedField[] {
  try {
    const apdu = readTlv(new ByteReader(octets), 'ACSE APDU');
    const fields: EditedField[] = [];
    while (apdu.contents.remaining > 0) {
      const { tag, contents } = readTlv(apdu.contents, 'ACSE field');
      fields.push({ tag, contents: contents.take(contents.remaining, 'ACSE field') });
    }
    return fields;
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    throw new LocalProtocolError('only well-formed octets are edited');
  }
}
