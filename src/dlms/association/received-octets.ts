/**
 * Where a part of received octets begins in them.
 * @param part a view on the same memory, as the decoders make them; may be empty
 */
export function offsetOf(part: Uint8Array, octets: Uint8Array): number {
  const offset = part.byteOffset - octets.byteOffset;
  return part.buffer === octets.buffer && offset >= 0 && offset <= octets.length ? offset : 0;
}
