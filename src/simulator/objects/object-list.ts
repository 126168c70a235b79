import type { SelectiveAccess } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import {
  array,
  enumerated,
  integer,
  longUnsigned,
  nullData,
  octetString,
  structure,
  unsigned,
} from '#dlms/codec/data-values';
import { decodeObis, encodeObis, type Obis } from '#dlms/codec/obis';
import { valueFault } from '#dlms/cosem/value-fault';
import type { AssociationDefinition, CosemObject, LogicalDevice, ObjectRights } from '../model';

interface Entry {
  readonly object: CosemObject;
  readonly rights: ObjectRights;
}

/** Selectors that an attribute knows, by `class/attribute`. */
const SELECTORS: Readonly<Record<string, readonly number[]>> = { '7/2': [1, 2], '15/2': [1, 2, 3, 4] };

const OBJECT_ID = 'structure{class_id:long-unsigned,logical_name:octet-string(6)}';

/** object_list of an association (class 15 version 3, BB 4.4.4): every object that it may see, with all its rights. */
export function objectList(device: LogicalDevice, association: AssociationDefinition): Data {
  return array(...visible(device, association).map(fullElement));
}

/**
 * Selective access to object_list: 1 without rights, 2 by classes, 3 by a list of objects, 4 one object. Objects
 * that are not in the list are left out. Always an array, so that the type of the attribute does not vary.
 */
export function selectObjects(
  device: LogicalDevice,
  association: AssociationDefinition,
  { selector, parameters }: SelectiveAccess,
): GetDataResult {
  const select = SELECTIONS[selector];
  if (select === undefined) return { error: 'scope-of-access-violated' };
  if (valueFault(select.type, parameters) !== undefined) return { error: 'type-unmatched' };
  return { data: select.of(visible(device, association), parameters) };
}

interface Selection {
  readonly type: string;
  readonly of: (entries: readonly Entry[], parameters: Data) => Data;
}

const SELECTIONS: Readonly<Record<number, Selection>> = {
  1: { type: 'null-data', of: (entries) => array(...entries.map(shortElement)) },
  2: {
    type: 'array<long-unsigned>',
    of: (entries, classes) =>
      array(...entries.filter(({ object }) => numbersIn(classes).includes(object.classId)).map(shortElement)),
  },
  3: { type: `array<${OBJECT_ID}>`, of: (entries, list) => array(...named(entries, elementsOf(list))) },
  4: { type: OBJECT_ID, of: (entries, object) => array(...named(entries, [object])) },
};

function visible(device: LogicalDevice, association: AssociationDefinition): Entry[] {
  const entries: Entry[] = [];
  for (const object of device.objects.values()) {
    const rights = association.rights(object.classId, object.logicalName);
    if (rights !== undefined) entries.push({ object, rights });
  }
  return entries;
}

function fullElement({ object, rights }: Entry): Data {
  const attributes = object.attributeIds.map((id) =>
    structure(integer(id), enumerated(rights.attribute(id)), selectorsOf(object.classId, id)),
  );
  const methods = object.methodIds.map((id) => structure(integer(id), enumerated(rights.method(id))));
  return structure(...identity(object), structure(array(...attributes), array(...methods)));
}

function shortElement({ object }: Entry): Data {
  return structure(...identity(object));
}

function identity({ classId, version, logicalName }: CosemObject): Data[] {
  return [longUnsigned(classId), unsigned(version), octetString(encodeObis(logicalName))];
}

function selectorsOf(classId: number, attributeId: number): Data {
  const selectors = SELECTORS[`${classId}/${attributeId}`];
  return selectors === undefined ? nullData : array(...selectors.map(integer));
}

function named(entries: readonly Entry[], wanted: readonly Data[]): Data[] {
  const ids = wanted.map(objectId);
  return entries.filter(({ object }) => ids.some((id) => id !== undefined && isSame(object, id))).map(fullElement);
}

interface ObjectId {
  readonly classId: number;
  readonly logicalName: Obis;
}

function isSame(object: CosemObject, id: ObjectId): boolean {
  return object.classId === id.classId && object.logicalName === id.logicalName;
}

function objectId(data: Data): ObjectId | undefined {
  const [classId, name] = elementsOf(data);
  if (classId?.type !== 'long-unsigned' || name?.type !== 'octet-string') return undefined;
  return { classId: classId.value, logicalName: decodeObis(name.value) };
}

function elementsOf(data: Data): readonly Data[] {
  return data.type === 'array' || data.type === 'structure' ? data.elements : [];
}

function numbersIn(data: Data): number[] {
  return elementsOf(data).flatMap((element) => (element.type === 'long-unsigned' ? [element.value] : []));
}
