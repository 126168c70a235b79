import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import type { CosemObject } from '../model';
import { constant, knownClass, ServedObject } from './served-object';

/** An object of any class whose attributes never change. @param values by attribute id, from 2 on */
export function staticObject(
  classId: number,
  version: number,
  logicalName: Obis,
  values: Readonly<Record<number, Data>>,
): CosemObject {
  const attributes = Object.fromEntries(Object.entries(values).map(([id, data]) => [id, constant(data)]));
  return new ServedObject(knownClass(classId, version), logicalName, { attributes });
}
