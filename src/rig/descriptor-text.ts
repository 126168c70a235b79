import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Obis } from '#dlms/codec/obis';

/** The texts were checked against the schema: three decimal fields, six groups in the middle one. */

export function obisFromText(text: string): Obis | undefined {
  const groups = text.split(/[-:.]/).map(Number);
  const [a, b, c, d, e, f] = groups;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined)
    return undefined;
  return groups.every((group) => group <= 255) ? `${a}-${b}:${c}.${d}.${e}.${f}` : undefined;
}

/** `1/0-0:96.1.0.255/2`; undefined where a number is out of its range. */
export function attributeFromText(text: string): AttributeDescriptor | undefined {
  const parts = partsOf(text);
  return parts && { classId: parts.classId, logicalName: parts.logicalName, attributeId: parts.member };
}

/** As an attribute, the last number being the method id. */
export function methodFromText(text: string): MethodDescriptor | undefined {
  const parts = partsOf(text);
  return parts && { classId: parts.classId, logicalName: parts.logicalName, methodId: parts.member };
}

function partsOf(text: string): { classId: number; logicalName: Obis; member: number } | undefined {
  const [classText = '', obisText = '', memberText = ''] = text.split('/');
  const logicalName = obisFromText(obisText);
  const classId = Number(classText);
  const member = Number(memberText);
  if (logicalName === undefined || classId > 0xffff || member < -128 || member > 127) return undefined;
  return { classId, logicalName, member };
}
