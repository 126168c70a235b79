import type { ByteReader } from '#dlms/codec/byte-reader';

/** A-XDR BOOLEAN (IEC 61334-6): 00 FALSE, anything else TRUE; TRUE other than 01 is noted. */
export function decodeBoolean(reader: ByteReader, what: string): boolean {
  const octet = reader.u8(what);
  if (octet > 1) {
    reader.note('boolean-not-01', reader.offset - 1, `${what}: TRUE is coded ${octet.toString(16).toUpperCase()}`);
  }
  return octet !== 0;
}
