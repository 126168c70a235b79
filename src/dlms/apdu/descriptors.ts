import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';

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
