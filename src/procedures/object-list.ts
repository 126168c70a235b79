import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { decodeObis, type Obis } from '#dlms/codec/obis';

/** object_list of the current association: in every association, and the longest static value that a client may read. */
export const OBJECT_LIST: AttributeDescriptor = { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 2 };

/** One element of object_list, as far as tests need it (class 15 attribute 2). */
export interface ListedObject {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: Obis;
  /** attributes that the client may read */
  readonly readable: readonly number[];
  /** attributes that the client may write */
  readonly writable: readonly number[];
  /** methods that the client may call */
  readonly callable: readonly number[];
  /** what the access right of each attribute that is listed demands of requests */
  readonly demands: ReadonlyMap<number, ProtectionDemand>;
}

export interface ProtectionDemand {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
}

interface Entry {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: Obis;
  readonly modes: readonly (readonly [attributeId: number, mode: number])[];
  readonly methodModes: readonly (readonly [methodId: number, mode: number])[];
}

/** From version 3 of class 15 on, access modes are bits; before, 1, 3, 4 and 6 are those that permit reading. */
const FIRST_VERSION_WITH_BITS = 3;
const READING_MODES: readonly number[] = [1, 3, 4, 6];
const WRITING_MODES: readonly number[] = [2, 3, 5, 6];
const AUTHENTICATED_MODES: readonly number[] = [4, 5, 6];
const READ_BIT = 0x01;
const WRITE_BIT = 0x02;
const CALL_BIT = 0x01;
const AUTHENTICATED_REQUEST_BIT = 0x04;
const ENCRYPTED_REQUEST_BIT = 0x08;
const NAME_LENGTH = 6;

/** What the client's own association shows, or undefined when it is not an object list that came. */
export async function readObjectList(client: DlmsClient): Promise<readonly ListedObject[] | undefined> {
  const { results } = await getAttribute(client, OBJECT_LIST);
  const [result] = results ?? [];
  return result !== undefined && 'data' in result ? objectsIn(result.data) : undefined;
}

/** The objects of an object_list; undefined when the value is none. */
export function objectsIn(list: Data): readonly ListedObject[] | undefined {
  const entries = elementsOf(list)?.map(entryOf);
  if (entries === undefined) return undefined;
  const version = entries.find((entry) => entry?.classId === 15)?.version ?? FIRST_VERSION_WITH_BITS;
  return entries.flatMap((entry) => (entry === undefined ? [] : [listed(entry, version)]));
}

/** @param of the version of the association object, which says what access modes mean */
function listed({ classId, version, logicalName, modes, methodModes }: Entry, of: number): ListedObject {
  const readable = modes.filter(([, mode]) => permitsReading(mode, of)).map(([attributeId]) => attributeId);
  const writable = modes.filter(([, mode]) => permitsWriting(mode, of)).map(([attributeId]) => attributeId);
  const callable = methodModes.filter(([, mode]) => permitsCalling(mode, of)).map(([methodId]) => methodId);
  const demands = new Map(modes.map(([attributeId, mode]) => [attributeId, demandOf(mode, of)]));
  return { classId, version, logicalName, readable, writable, callable, demands };
}

function demandOf(mode: number, version: number): ProtectionDemand {
  if (version < FIRST_VERSION_WITH_BITS) return { authenticated: AUTHENTICATED_MODES.includes(mode), encrypted: false };
  return { authenticated: (mode & AUTHENTICATED_REQUEST_BIT) !== 0, encrypted: (mode & ENCRYPTED_REQUEST_BIT) !== 0 };
}

function permitsReading(mode: number, version: number): boolean {
  return version >= FIRST_VERSION_WITH_BITS ? (mode & READ_BIT) !== 0 : READING_MODES.includes(mode);
}

function permitsWriting(mode: number, version: number): boolean {
  return version >= FIRST_VERSION_WITH_BITS ? (mode & WRITE_BIT) !== 0 : WRITING_MODES.includes(mode);
}

/** Before version 3, 0 is no access, and anything else is some. */
function permitsCalling(mode: number, version: number): boolean {
  return version >= FIRST_VERSION_WITH_BITS ? (mode & CALL_BIT) !== 0 : mode !== 0;
}

function entryOf(element: Data): Entry | undefined {
  const [classId, version, name, rights] = elementsOf(element) ?? [];
  const id = numberOf(classId);
  if (id === undefined || name?.type !== 'octet-string' || name.value.length !== NAME_LENGTH) return undefined;
  const [attributes, methods] = elementsOf(rights) ?? [];
  const modes = (elementsOf(attributes) ?? []).flatMap(modeOf);
  const methodModes = (elementsOf(methods) ?? []).flatMap(modeOf);
  return { classId: id, version: numberOf(version) ?? 0, logicalName: decodeObis(name.value), modes, methodModes };
}

function modeOf(item: Data): readonly (readonly [number, number])[] {
  const [attributeId, mode] = elementsOf(item) ?? [];
  // class 15 version 0 has booleans for methods
  const [id, bits] = [numberOf(attributeId), mode?.type === 'boolean' ? Number(mode.value) : numberOf(mode)];
  return id === undefined || bits === undefined ? [] : [[id, bits]];
}

function elementsOf(data: Data | undefined): readonly Data[] | undefined {
  return data?.type === 'array' || data?.type === 'structure' ? data.elements : undefined;
}

function numberOf(data: Data | undefined): number | undefined {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : undefined;
}
