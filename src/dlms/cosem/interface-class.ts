import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { AttributeDefinition, InterfaceClass, MethodDefinition } from './class-definition';
import { ACCESS_CLASSES } from './tables/access-classes';
import { COMMUNICATION_CLASSES } from './tables/communication-classes';
import { DATA_CLASSES } from './tables/data-classes';
import { SECURITY_CLASSES } from './tables/security-classes';
import { TIME_CLASSES } from './tables/time-classes';

/** Every interface class version that we know, by ascending id and version. */
export const INTERFACE_CLASSES: readonly InterfaceClass[] = [
  ...DATA_CLASSES,
  ...TIME_CLASSES,
  ...ACCESS_CLASSES,
  ...SECURITY_CLASSES,
  ...COMMUNICATION_CLASSES,
].sort((a, b) => a.classId - b.classId || a.version - b.version);

/** @param version undefined: the newest version in our tables, good for texts, since descriptors carry no version */
export function findInterfaceClass(classId: number, version?: number): InterfaceClass | undefined {
  const versions = INTERFACE_CLASSES.filter((entry) => entry.classId === classId);
  return version === undefined ? versions.at(-1) : versions.find((entry) => entry.version === version);
}

/** `Register`, or undefined for a class that is not in our tables. */
export function className(classId: number, version?: number): string | undefined {
  return findInterfaceClass(classId, version)?.name;
}

export function findAttribute(
  classId: number,
  version: number | undefined,
  id: number,
): AttributeDefinition | undefined {
  return findInterfaceClass(classId, version)?.attributes.find((attribute) => attribute.id === id);
}

export function findMethod(classId: number, version: number | undefined, id: number): MethodDefinition | undefined {
  return findInterfaceClass(classId, version)?.methods.find((method) => method.id === id);
}

/** `value`; undefined when class, version or attribute is not in our tables. */
export function attributeName(classId: number, version: number | undefined, id: number): string | undefined {
  return findAttribute(classId, version, id)?.name;
}

export function methodName(classId: number, version: number | undefined, id: number): string | undefined {
  return findMethod(classId, version, id)?.name;
}

/** `3/1-0:1.8.0.255/2 Register.value`, without the name where we do not know it. */
export function describeAttribute(
  { classId, logicalName, attributeId }: AttributeDescriptor,
  version?: number,
): string {
  const known = className(classId, version);
  const attribute = attributeId === 0 ? 'all attributes' : attributeName(classId, version, attributeId);
  return withName(`${classId}/${logicalName}/${attributeId}`, known, attribute);
}

/** `9/0-0:10.0.0.255/1 Script table.execute()`, without the name where we do not know it. */
export function describeMethod({ classId, logicalName, methodId }: MethodDescriptor, version?: number): string {
  const method = methodName(classId, version, methodId);
  const called = method === undefined ? undefined : `${method}()`;
  return withName(`${classId}/${logicalName}/${methodId}`, className(classId, version), called);
}

function withName(numbers: string, known: string | undefined, member: string | undefined): string {
  if (known === undefined) return numbers;
  return member === undefined ? `${numbers} ${known}` : `${numbers} ${known}.${member}`;
}
