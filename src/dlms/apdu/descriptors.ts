import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import { decodeObis, encodeObis, type Obis } from '#dlms/codec/obis';

export interface AttributeDescriptor {
  readonly classId: number;
  readonly logicalName: Obis;
  /** Integer8: 1..127 standard, negative manufacturer-specific, 0 all attributes */
  readonly attributeId: number;
}

export interface MethodDescriptor {
  readonly classId: number;
  readonly logicalName: Obis;
  readonly methodId: number;
}

export interface SelectiveAccess {
  readonly selector: number;
  readonly parameters: Data;
}

export interface AttributeSelection {
  readonly attribute: AttributeDescriptor;
  readonly selection?: SelectiveAccess;
}

/** `u16 class-id ‖ 6 octets logical name ‖ i8 attribute-id`. */
export function encodeAttributeDescriptor(writer: ByteWriter, descriptor: AttributeDescriptor): void {
  writer.u16(descriptor.classId).bytes(encodeObis(descriptor.logicalName)).i8(descriptor.attributeId);
}

export function decodeAttributeDescriptor(reader: ByteReader): AttributeDescriptor {
  return {
    classId: reader.u16('class-id'),
    logicalName: decodeObis(reader.take(6, 'logical name')),
    attributeId: reader.i8('attribute-id'),
  };
}

/** `u16 class-id ‖ 6 octets logical name ‖ i8 method-id`. */
export function encodeMethodDescriptor(writer: ByteWriter, descriptor: MethodDescriptor): void {
  writer.u16(descriptor.classId).bytes(encodeObis(descriptor.logicalName)).i8(descriptor.methodId);
}

export function decodeMethodDescriptor(reader: ByteReader): MethodDescriptor {
  return {
    classId: reader.u16('class-id'),
    logicalName: decodeObis(reader.take(6, 'logical name')),
    methodId: reader.i8('method-id'),
  };
}

/** `attribute descriptor ‖ presence [‖ u8 selector ‖ Data]`. */
export function encodeAttributeSelection(writer: ByteWriter, { attribute, selection }: AttributeSelection): void {
  encodeAttributeDescriptor(writer, attribute);
  if (!selection) {
    writer.u8(0);
    return;
  }
  writer.u8(1).u8(selection.selector);
  encodeData(writer, selection.parameters);
}

export function decodeAttributeSelection(reader: ByteReader): AttributeSelection {
  const attribute = decodeAttributeDescriptor(reader);
  if (!reader.presence('access-selection')) return { attribute };
  const selector = reader.u8('access selector');
  return { attribute, selection: { selector, parameters: decodeData(reader) } };
}
