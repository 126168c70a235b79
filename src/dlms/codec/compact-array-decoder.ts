import type { ByteReader } from './byte-reader';
import type { Data, TypeDescription } from './data';
import { NESTING_LIMIT, DATA_TAGS as TAG } from './data-tags';
import { decodeScalar } from './scalar-decoder';

type PlainType = Exclude<TypeDescription['type'], 'array' | 'structure'>;

/** Values without octets that one octet of contents may bring along: beyond it a few octets would fill the memory. */
const FREE_VALUES_PER_OCTET = 64;

const PLAIN_TYPES = new Map<number, PlainType>();
for (const [type, tag] of Object.entries(TAG)) {
  if (type !== 'array' && type !== 'structure' && type !== 'compact-array') PLAIN_TYPES.set(tag, type as PlainType);
}

/**
 * TypeDescription ‖ length ‖ contents; the elements stand in the contents without tags, as many as fill it (GB 9.5).
 * @param depth how many arrays and structures the compact-array stands in
 */
export function decodeCompactArray(reader: ByteReader, depth: number): Data {
  const description = decodeTypeDescription(reader, depth);
  const length = reader.length('compact-array contents');
  const contents = reader.sub(length, 'compact-array contents');
  return { type: 'compact-array', description, elements: decodeCompactContents(contents, description) };
}

/**
 * One TypeDescription: the tag octet; for array (01) the number of elements in two octets and one TypeDescription; for
 * structure (02) a count and that many TypeDescriptions.
 * @throws PeerProtocolError for a compact-array in it, an unknown tag, nesting beyond the limit
 */
export function decodeTypeDescription(reader: ByteReader, depth = 0): TypeDescription {
  const tag = reader.u8('type description');
  if (depth > NESTING_LIMIT) reader.failAt(reader.offset - 1, 'type description: nested too deeply');
  if (tag === TAG.array) {
    const count = reader.u16('array description');
    return { type: 'array', count, element: decodeTypeDescription(reader, depth + 1) };
  }
  if (tag === TAG.structure) return decodeStructureDescription(reader, depth + 1);
  const type = PLAIN_TYPES.get(tag);
  if (type === undefined) reader.failAt(reader.offset - 1, `type description: tag ${tag} cannot stand in it`);
  return { type };
}

function decodeStructureDescription(reader: ByteReader, depth: number): TypeDescription {
  const at = reader.offset;
  const count = reader.length('structure description');
  if (count > reader.remaining) reader.failAt(at, `structure description: no room for ${count} members`);
  const elements: TypeDescription[] = [];
  for (let i = 0; i < count; i++) elements.push(decodeTypeDescription(reader, depth));
  return { type: 'structure', elements };
}

/**
 * The elements of `contents`, which ends where the last of them ends.
 * @throws PeerProtocolError when the last element is cut short, or when the description lets octets never run out
 */
export function decodeCompactContents(contents: ByteReader, description: TypeDescription): Data[] {
  const elements: Data[] = [];
  const { octets, freeValues } = extentOf(description);
  if (contents.remaining > 0 && octets === 0) contents.fail('compact-array: elements of no octets never fill contents');
  if (contents.remaining > 0 && freeValues > octets * FREE_VALUES_PER_OCTET)
    contents.fail('compact-array: description holds too many values of no octets');
  while (contents.remaining > 0) {
    if (contents.remaining < octets) contents.fail('compact-array: last element is cut short');
    elements.push(decodeElement(contents, description));
  }
  return elements;
}

function decodeElement(contents: ByteReader, description: TypeDescription): Data {
  const elements: Data[] = [];
  switch (description.type) {
    case 'array':
      for (let i = 0; i < description.count; i++) elements.push(decodeElement(contents, description.element));
      return { type: 'array', elements };
    case 'structure':
      for (const member of description.elements) elements.push(decodeElement(contents, member));
      return { type: 'structure', elements };
    default:
      return decodeScalar(contents, TAG[description.type]);
  }
}

/** The least octets an element needs, and how many values in it need none. */
interface Extent {
  readonly octets: number;
  readonly freeValues: number;
}

/** Products of counts are held below this, so that they stay exact and never become infinite. */
const PLENTY = 2 ** 48;

function extentOf(description: TypeDescription): Extent {
  if (description.type === 'array') return sum([extentOf(description.element)], description.count);
  if (description.type === 'structure') return sum(description.elements.map(extentOf), 1);
  const octets = LEAST_OCTETS[description.type] ?? 1;
  return { octets, freeValues: octets === 0 ? 1 : 0 };
}

function sum(parts: readonly Extent[], times: number): Extent {
  let octets = 0;
  let freeValues = 0;
  for (const part of parts) {
    octets += part.octets * times;
    freeValues += part.freeValues * times;
  }
  return { octets: Math.min(octets, PLENTY), freeValues: Math.min(freeValues + (octets === 0 ? 1 : 0), PLENTY) };
}

/** What is not listed needs one octet: a value of that size or a length. */
const LEAST_OCTETS: Partial<Record<PlainType, number>> = {
  'null-data': 0,
  'dont-care': 0,
  'double-long': 4,
  'double-long-unsigned': 4,
  long: 2,
  'long-unsigned': 2,
  long64: 8,
  'long64-unsigned': 8,
  float32: 4,
  float64: 8,
  'date-time': 12,
  date: 5,
  time: 4,
  'delta-long': 2,
  'delta-double-long': 4,
  'delta-long-unsigned': 2,
  'delta-double-long-unsigned': 4,
};
