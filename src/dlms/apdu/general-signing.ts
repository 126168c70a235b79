import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { encodeGeneralHeader, type GeneralHeader, type ReceivedHeader, readGeneralHeader } from './general-header';
import { GENERAL_SIGNING_TAG } from './tags';

/** A general-signing APDU taken out of its envelope; all octets are views on those received. */
export interface GeneralSigningApdu extends ReceivedHeader {
  /** the APDU inside: plain or ciphered */
  readonly content: Uint8Array;
  /** everything between the tag and the length of the signature, as received */
  readonly signedOctets: Uint8Array;
  /** R ‖ S: 64 octets in suite 1, 96 in suite 2; of what length it is here is not judged */
  readonly signature: Uint8Array;
}

export interface GeneralSigningFields {
  readonly header: GeneralHeader;
  readonly content: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * What a signature of ours is to cover, before there is an APDU.
 * @throws LocalProtocolError when a field of the header has a length that it cannot have
 */
export function partsToSign(
  header: GeneralHeader,
  content: Uint8Array,
): Pick<GeneralSigningApdu, 'headerOctets' | 'content' | 'signedOctets'> {
  const headerOctets = encodeGeneralHeader(header);
  const signedOctets = new ByteWriter(content.length + 64).bytes(headerOctets).octetString(content).toBytes();
  return { headerOctets, content, signedOctets };
}

/**
 * `DF ‖ header ‖ length ‖ content ‖ length ‖ signature` (GB 9.2.7.2.5).
 * @throws LocalProtocolError when a field of the header has a length that it cannot have
 */
export function encodeGeneralSigning({ header, content, signature }: GeneralSigningFields): Uint8Array {
  return new ByteWriter(content.length + 160)
    .u8(GENERAL_SIGNING_TAG)
    .bytes(encodeGeneralHeader(header))
    .octetString(content)
    .octetString(signature)
    .toBytes();
}

/** @throws PeerProtocolError for another tag, a length that does not match, and surplus octets */
export function decodeGeneralSigning(octets: Uint8Array, notes: DecodeNote[] = []): GeneralSigningApdu {
  const reader = new ByteReader(octets, notes);
  if (reader.u8('APDU tag') !== GENERAL_SIGNING_TAG) reader.failAt(0, 'tag DF (general-signing) expected');
  const received = readGeneralHeader(reader);
  const content = reader.octetString('signed content');
  const signedOctets = octets.subarray(1, reader.offset);
  const signature = reader.octetString('signature');
  reader.expectEnd('general-signing');
  return { ...received, content, signedOctets, signature };
}
