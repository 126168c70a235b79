import { ByteReader, type DecodeNote } from './byte-reader';
import { decodeCompactArray } from './compact-array-decoder';
import type { Data } from './data';
import { NESTING_LIMIT, DATA_TAGS as TAG } from './data-tags';
import { decodeScalar } from './scalar-decoder';

/**
 * One `Data`: tag ‖ value (GB 9.5, A-XDR). The reader moves behind it. Octet strings are views on the received octets.
 * What is legal to receive but wrong to send goes to `reader.notes`.
 * @throws PeerProtocolError for an unknown tag, a value cut short, a count that cannot fit, nesting beyond the limit
 */
export function decodeData(reader: ByteReader): Data {
  return decodeNested(reader, 0);
}

/** As `decodeData`, and nothing may follow: @throws PeerProtocolError at the first surplus octet */
export function decodeWholeData(octets: Uint8Array, notes: DecodeNote[] = []): Data {
  const reader = new ByteReader(octets, notes);
  const data = decodeNested(reader, 0);
  reader.expectEnd('Data');
  return data;
}

function decodeNested(reader: ByteReader, depth: number): Data {
  const tag = reader.u8('Data tag');
  switch (tag) {
    case TAG.structure:
      return { type: 'structure', elements: decodeElements(reader, depth + 1) };
    case TAG.array:
      return { type: 'array', elements: decodeElements(reader, depth + 1) };
    case TAG['compact-array']:
      return decodeCompactArray(reader, depth + 1);
    default:
      return decodeScalar(reader, tag);
  }
}

/** Every element takes an octet at least: a larger count is refused before anything is built for it. */
function decodeElements(reader: ByteReader, depth: number): Data[] {
  const at = reader.offset;
  if (depth > NESTING_LIMIT) reader.failAt(at - 1, `more than ${NESTING_LIMIT} arrays and structures in one another`);
  const count = reader.length('number of elements');
  if (count > reader.remaining) reader.failAt(at, `${count} elements cannot stand in ${reader.remaining} octets`);
  const elements: Data[] = [];
  for (let i = 0; i < count; i++) elements.push(decodeNested(reader, depth));
  return elements;
}
