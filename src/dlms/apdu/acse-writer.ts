import { BER_TAGS, writeConstructed, writeInteger, writeOctetString, writeTlv } from '#dlms/codec/ber';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { CHARSTRING_TAG } from './acse-fields';

/** `tag ‖ length ‖ what write writes`: the outer shape of AARQ, AARE, RLRQ and RLRE. */
export function writeAcse(writer: ByteWriter, tag: number, write: (body: ByteWriter) => void): void {
  const body = new ByteWriter(128);
  write(body);
  writer.u8(tag).octetString(body.toBytes());
}

/** `tag ‖ length ‖ 04 ‖ length ‖ octets`; nothing for an absent field. */
export function writeOctetStringField(writer: ByteWriter, tag: number, octets: Uint8Array | undefined): void {
  if (octets) writeConstructed(writer, tag, (contents) => writeOctetString(contents, octets));
}

/** `tag ‖ length ‖ 02 01 xx`: up to 255 in one octet, as user ids are sent. */
export function writeIdentifierField(writer: ByteWriter, tag: number, value: number | undefined): void {
  if (value === undefined) return;
  writeConstructed(writer, tag, (contents) => {
    if (value >= 0 && value <= 0xff) writeTlv(contents, BER_TAGS.integer, new Uint8Array([value]));
    else writeInteger(contents, value);
  });
}

/** `tag ‖ length ‖ 80 ‖ length ‖ octets`: charstring [0] of Authentication-value. */
export function writeAuthenticationValue(writer: ByteWriter, tag: number, octets: Uint8Array | undefined): void {
  if (octets) writeConstructed(writer, tag, (contents) => writeTlv(contents, CHARSTRING_TAG, octets));
}
