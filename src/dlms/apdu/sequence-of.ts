import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';

/** A-XDR SEQUENCE OF: count and elements. */
export function encodeSequenceOf<Element>(
  writer: ByteWriter,
  elements: readonly Element[],
  encode: (writer: ByteWriter, element: Element) => void,
): void {
  writer.length(elements.length);
  for (const element of elements) encode(writer, element);
}

/** @throws PeerProtocolError for a count of more elements than octets are left: each takes at least one */
export function decodeSequenceOf<Element>(
  reader: ByteReader,
  decode: (reader: ByteReader) => Element,
  what: string,
): Element[] {
  const at = reader.offset;
  const count = reader.length(`number of ${what}`);
  if (count > reader.remaining) reader.failAt(at, `number of ${what}: ${count} in ${reader.remaining} octet(s)`);
  const elements: Element[] = [];
  for (let i = 0; i < count; i++) elements.push(decode(reader));
  return elements;
}
