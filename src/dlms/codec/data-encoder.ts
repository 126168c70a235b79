import { LocalProtocolError } from '#dlms/errors';
import { ByteWriter } from './byte-writer';
import type { Data, TypeDescription } from './data';
import { DATA_TAGS as TAG } from './data-tags';
import { encodeScalar } from './scalar-encoder';

/**
 * One `Data`: tag ‖ value (GB 9.5, A-XDR), lengths and counts in their shortest form.
 * @throws LocalProtocolError when a value does not fit its type
 */
export function encodeData(writer: ByteWriter, data: Data): void {
  writer.u8(TAG[data.type]);
  switch (data.type) {
    case 'array':
    case 'structure':
      writer.length(data.elements.length);
      for (const element of data.elements) encodeData(writer, element);
      return;
    case 'compact-array':
      encodeTypeDescription(writer, data.description);
      writer.octetString(encodeCompactContents(data.description, data.elements));
      return;
    default:
      encodeScalar(writer, data);
  }
}

/** As `encodeData`, in an array of its own. */
export function encodeToBytes(data: Data): Uint8Array {
  const writer = new ByteWriter();
  encodeData(writer, data);
  return writer.toBytes();
}

/** The counterpart of `decodeTypeDescription`. */
export function encodeTypeDescription(writer: ByteWriter, description: TypeDescription): void {
  writer.u8(TAG[description.type]);
  if (description.type === 'array') {
    writer.u16(description.count);
    encodeTypeDescription(writer, description.element);
  } else if (description.type === 'structure') {
    writer.length(description.elements.length);
    for (const member of description.elements) encodeTypeDescription(writer, member);
  }
}

/**
 * The elements of a compact-array one after another, without tags and without their length in front.
 * @throws LocalProtocolError when an element is not of the described type, or when elements take no octets, so that
 *   nobody could tell how many they are
 */
export function encodeCompactContents(description: TypeDescription, elements: readonly Data[]): Uint8Array {
  const writer = new ByteWriter();
  for (const element of elements) {
    const before = writer.size;
    encodeElement(writer, description, element);
    if (writer.size === before) throw new LocalProtocolError('compact-array: elements of no octets cannot be counted');
  }
  return writer.toBytes();
}

function encodeElement(writer: ByteWriter, description: TypeDescription, data: Data): void {
  if (description.type === 'array' && data.type === 'array' && data.elements.length === description.count) {
    for (const element of data.elements) encodeElement(writer, description.element, element);
  } else if (description.type === 'structure' && data.type === 'structure') {
    encodeMembers(writer, description.elements, data.elements);
  } else if (isScalar(data) && data.type === description.type) {
    encodeScalar(writer, data);
  } else {
    throw new LocalProtocolError(`compact-array: this ${data.type} does not fit the description ${description.type}`);
  }
}

function encodeMembers(writer: ByteWriter, members: readonly TypeDescription[], values: readonly Data[]): void {
  if (members.length !== values.length)
    throw new LocalProtocolError(`compact-array: structure of ${values.length} where ${members.length} are described`);
  members.forEach((member, i) => {
    const value = values[i];
    if (value !== undefined) encodeElement(writer, member, value);
  });
}

function isScalar(data: Data): data is Parameters<typeof encodeScalar>[1] {
  return data.type !== 'array' && data.type !== 'structure' && data.type !== 'compact-array';
}
