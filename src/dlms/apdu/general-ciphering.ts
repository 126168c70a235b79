import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { encodeGeneralHeader, type GeneralHeader, type ReceivedHeader, readGeneralHeader } from './general-header';
import { type KeyInfo, readKeyInfo, writeKeyInfo } from './key-info';
import { GENERAL_CIPHERING_TAG } from './tags';

/** A general-ciphering APDU taken out of its envelope; all octets are views on those received. */
export interface GeneralCipheringApdu extends ReceivedHeader {
  /** absent: the key of an earlier exchange of the same parties stays in use (security.md 6) */
  readonly keyInfo?: KeyInfo;
  /** SC ‖ IC ‖ …, opaque here */
  readonly content: Uint8Array;
}

export interface GeneralCipheringFields {
  readonly header: GeneralHeader;
  readonly keyInfo?: KeyInfo;
  readonly content: Uint8Array;
}

/**
 * `DD ‖ header ‖ [key-info] ‖ length ‖ content` (GB 9.2.7.2.4).
 * @throws LocalProtocolError when a field of the header has a length that it cannot have
 */
export function encodeGeneralCiphering({ header, keyInfo, content }: GeneralCipheringFields): Uint8Array {
  const writer = new ByteWriter(content.length + 64).u8(GENERAL_CIPHERING_TAG).bytes(encodeGeneralHeader(header));
  writeKeyInfo(writer, keyInfo);
  return writer.octetString(content).toBytes();
}

/** @throws PeerProtocolError for another tag, a length that does not match, an unknown choice, and surplus octets */
export function decodeGeneralCiphering(octets: Uint8Array, notes: DecodeNote[] = []): GeneralCipheringApdu {
  const reader = new ByteReader(octets, notes);
  if (reader.u8('APDU tag') !== GENERAL_CIPHERING_TAG) reader.failAt(0, 'tag DD (general-ciphering) expected');
  const received = readGeneralHeader(reader);
  const keyInfo = readKeyInfo(reader);
  const content = reader.octetString('ciphered content');
  reader.expectEnd('general-ciphering');
  return { ...received, ...(keyInfo && { keyInfo }), content };
}
