import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { type CosemDateTime, readDateTime, writeDateTime } from '#dlms/codec/date-time';

const DATE_TIME_SIZE = 12;

/** OCTET STRING with a date-time in it: `00` for none, else `0C` and twelve octets. */
export function encodeDateTimeString(writer: ByteWriter, dateTime: CosemDateTime | undefined): void {
  if (dateTime) writeDateTime(writer.length(DATE_TIME_SIZE), dateTime);
  else writer.length(0);
}

/** @throws PeerProtocolError for a length of neither 0 nor 12 */
export function decodeDateTimeString(reader: ByteReader): CosemDateTime | undefined {
  const at = reader.offset;
  const length = reader.length('date-time');
  if (length === 0) return undefined;
  if (length !== DATE_TIME_SIZE) reader.failAt(at, `date-time: 0 or ${DATE_TIME_SIZE} octets expected, got ${length}`);
  return readDateTime(reader);
}
