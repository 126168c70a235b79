import type { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { LocalProtocolError } from '#dlms/errors';

/** What general-ciphering and general-signing begin with (GB 9.2.7.2.4). Every field may be empty. */
export interface GeneralHeader {
  /** usually 8 octets; the answer repeats it */
  readonly transactionId: Uint8Array;
  /** of whoever applied this layer, 0 or 8 octets */
  readonly originatorSystemTitle: Uint8Array;
  /** of whoever shall take this layer off, 0 or 8 octets */
  readonly recipientSystemTitle: Uint8Array;
  /** 0 or 12 octets */
  readonly dateTime: Uint8Array;
  readonly otherInformation: Uint8Array;
}

export interface ReceivedHeader {
  readonly header: GeneralHeader;
  /** M of the additional data (security.md 5): the octets as received, from the first length to the last value */
  readonly headerOctets: Uint8Array;
}

const SIZES = {
  originatorSystemTitle: { what: 'originator-system-title', length: 8 },
  recipientSystemTitle: { what: 'recipient-system-title', length: 8 },
  dateTime: { what: 'date-time', length: 12 },
} as const;

/**
 * M: five octet strings, each with its length, an empty one as `00`.
 * @throws LocalProtocolError when a title has neither 0 nor 8 octets or the date-time neither 0 nor 12
 */
export function encodeGeneralHeader(header: GeneralHeader): Uint8Array {
  for (const field of ['originatorSystemTitle', 'recipientSystemTitle', 'dateTime'] as const) {
    const got = header[field].length;
    if (!isRightLength(field, got)) throw new LocalProtocolError(wrongLength(field, got));
  }
  return new ByteWriter(32)
    .octetString(header.transactionId)
    .octetString(header.originatorSystemTitle)
    .octetString(header.recipientSystemTitle)
    .octetString(header.dateTime)
    .octetString(header.otherInformation)
    .toBytes();
}

/** The reader stands behind the tag. All fields are views on the received octets. */
export function readGeneralHeader(reader: ByteReader): ReceivedHeader {
  const start = reader.offset;
  const header = {
    transactionId: reader.octetString('transaction-id'),
    originatorSystemTitle: readSized(reader, 'originatorSystemTitle'),
    recipientSystemTitle: readSized(reader, 'recipientSystemTitle'),
    dateTime: readSized(reader, 'dateTime'),
    otherInformation: reader.octetString('other-information'),
  };
  return { header, headerOctets: reader.octets.subarray(start, reader.offset) };
}

function readSized(reader: ByteReader, field: keyof typeof SIZES): Uint8Array {
  const at = reader.offset;
  const { what } = SIZES[field];
  const length = reader.length(what);
  if (!isRightLength(field, length)) reader.failAt(at, wrongLength(field, length));
  return reader.take(length, what);
}

function isRightLength(field: keyof typeof SIZES, length: number): boolean {
  return length === 0 || length === SIZES[field].length;
}

function wrongLength(field: keyof typeof SIZES, got: number): string {
  return `${SIZES[field].what}: 0 or ${SIZES[field].length} octets expected, got ${got}`;
}
