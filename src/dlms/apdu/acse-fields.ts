import {
  BER_TAGS,
  bitStringFrom,
  integerFrom,
  objectIdentifierFrom,
  readInteger,
  readObjectIdentifier,
  readOctetString,
  readTlv,
} from '#dlms/codec/ber';
import { ByteReader } from '#dlms/codec/byte-reader';
import type { BitString, ObjectIdentifier } from './acse';

/** One top-level field of an ACSE APDU. The low five bits of the tag are its place in the order. */
export interface AcseField {
  readonly name: string;
  readonly tag: number;
  /** a tag that some stacks send instead, taken with a note */
  readonly legacyTag?: number;
  readonly mandatory?: true;
}

/** CHOICE of Authentication-value: charstring [0], the only one that COSEM uses */
export const CHARSTRING_TAG = 0x80;
const SEQUENCE_BITS = 0x1f;
const CONSTRUCTED_BIT = 0x20;

/**
 * The fields of one ACSE APDU by their ASN.1 names, split strictly: only fields of the table, in the order of their
 * tags, each once, the mandatory ones present. Each method decodes one field whole, or gives undefined for an absent one.
 */
export class AcseFields<Name extends string> {
  private readonly contents: ReadonlyMap<string, ByteReader>;
  private readonly end: ByteReader;

  /**
   * @param reader stands at the length octet of the APDU, which must end where the reader ends
   * @throws PeerProtocolError naming the first field or length that breaks a rule
   */
  constructor(
    reader: ByteReader,
    private readonly apdu: string,
    table: readonly (AcseField & { readonly name: Name })[],
  ) {
    const body = readBody(reader, apdu);
    this.contents = splitFields(body, apdu, table);
    this.end = body;
  }

  octetString(name: Name): Uint8Array | undefined {
    return this.whole(name, readOctetString);
  }

  bitString(name: Name): BitString | undefined {
    return this.whole(name, bitStringFrom);
  }

  /** INTEGER of one or more octets. One octet is taken as 0..255, as user ids are sent. */
  identifier(name: Name): number | undefined {
    return this.whole(name, readIdentifier);
  }

  integer(name: Name): number | undefined {
    return this.whole(name, readInteger);
  }

  implicitInteger(name: Name): number | undefined {
    return this.whole(name, integerFrom);
  }

  objectIdentifier(name: Name): ObjectIdentifier | undefined {
    return this.whole(name, readObjectIdentifier);
  }

  implicitObjectIdentifier(name: Name): ObjectIdentifier | undefined {
    return this.whole(name, objectIdentifierFrom);
  }

  authenticationValue(name: Name): Uint8Array | undefined {
    return this.whole(name, (contents, what) => readOctetString(contents, what, CHARSTRING_TAG));
  }

  raw(name: Name): Uint8Array | undefined {
    return this.whole(name, (contents, what) => contents.take(contents.remaining, what));
  }

  whole<Value>(name: Name, decode: (contents: ByteReader, what: string) => Value): Value | undefined {
    const contents = this.contents.get(name);
    if (!contents) return undefined;
    const value = decode(contents, name);
    contents.expectEnd(name);
    return value;
  }

  /** For the value of a mandatory field; the constructor has refused its absence already. */
  required<Value>(name: Name, value: Value | undefined): Value {
    return value ?? this.end.failAt(this.end.end, `${this.apdu}: ${name} is missing`);
  }
}

function readBody(reader: ByteReader, apdu: string): ByteReader {
  const at = reader.offset;
  const length = reader.length(apdu);
  if (length !== reader.remaining)
    reader.failAt(at, `${apdu}: length ${length}, but ${reader.remaining} octet(s) follow`);
  return reader.sub(length, apdu);
}

function splitFields(body: ByteReader, apdu: string, table: readonly AcseField[]): ReadonlyMap<string, ByteReader> {
  const found = new Map<string, ByteReader>();
  let previous = -1;
  while (body.remaining > 0) {
    const { tag, offset, contents } = readTlv(body, `${apdu} field`);
    const field = table.find((row) => row.tag === tag || row.legacyTag === tag);
    if (!field) return body.failAt(offset, `${apdu}: no field has tag ${hex(tag)}`);
    if (found.has(field.name)) body.failAt(offset, `${apdu}: ${field.name} occurs twice`);
    const place = tag & SEQUENCE_BITS;
    if (place < previous) body.failAt(offset, `${apdu}: ${field.name} is out of order`);
    if (tag !== field.tag) body.note('legacy-form', offset, `${field.name}: tag ${hex(tag)} for ${hex(field.tag)}`);
    if (tag === field.tag) expectWrapped(contents, field);
    previous = place;
    found.set(field.name, contents);
  }
  const missing = table.find((row) => row.mandatory && !found.has(row.name));
  if (missing) body.fail(`${apdu}: ${missing.name} is missing`);
  return found;
}

/** A constructed field wraps one element. Looked at here, so that of two wrong lengths the first one is reported. */
function expectWrapped(contents: ByteReader, field: AcseField): void {
  if ((field.tag & CONSTRUCTED_BIT) === 0) return;
  const ahead = new ByteReader(contents.octets, [], contents.offset, contents.end);
  readTlv(ahead, field.name);
  ahead.expectEnd(field.name);
}

function readIdentifier(contents: ByteReader, what: string): number {
  const at = contents.offset;
  const value = readInteger(contents, what, BER_TAGS.integer);
  if (value >= 0) return value;
  return value >= -0x80 ? value + 0x100 : contents.failAt(at, `${what}: ${value} is negative`);
}

function hex(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, '0');
}
