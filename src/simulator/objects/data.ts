import type { DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { doubleLongUnsigned, octetString } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { AccessContext, CosemObject, InvocationCounters } from '../model';
import { knownClass, ServedObject, shows } from './served-object';

const LARGEST_COUNT = 0xffffffff;

/**
 * Data (class 1) with a value of its own. What is written must have the type of the value that it replaces.
 * @param maxLength most octets, characters or elements that a written value may have
 */
export function dataObject(logicalName: Obis, initial: Data, maxLength = Number.POSITIVE_INFINITY): CosemObject {
  let current = initial;
  const write = (value: Data): DataAccessResult => {
    if (value.type !== current.type) return 'type-unmatched';
    if (lengthOf(value) > maxLength) return 'other-reason';
    current = value;
    return 'success';
  };
  return new ServedObject(knownClass(1, 0), logicalName, {
    attributes: { 2: { read: () => ({ data: current }), write } },
  });
}

function lengthOf(value: Data): number {
  if ('elements' in value) return value.elements.length;
  if (value.type === 'octet-string' || value.type === 'visible-string' || value.type === 'utf8-string')
    return value.value.length;
  return 0;
}

/** COSEM logical device name (BB 4.1.8.2): an octet-string of at most 16 characters, manufacturer first. */
export function logicalDeviceNameObject(logicalName: Obis, name: string): CosemObject {
  return dataObject(logicalName, octetString(new Uint8Array(Buffer.from(name, 'ascii'))));
}

/** Event code (0-b:96.11.e.255): that of the last event. */
export function lastEventObject(logicalName: Obis, log: { readonly lastCode: Data }): CosemObject {
  return new ServedObject(knownClass(1, 0), logicalName, { attributes: { 2: shows(() => log.lastCode) } });
}

/** Invocation counter (0-b:43.1.e.255): the last value accepted under the global unicast key; 0 before the first one. */
export function invocationCounterObject(
  logicalName: Obis,
  material: { readonly counters: InvocationCounters },
): CosemObject {
  const last = () => doubleLongUnsigned(Math.max(0, material.counters.lowest - 1));
  return new ServedObject(knownClass(1, 0), logicalName, { attributes: { 2: shows(last) } });
}

/** One more on a counter that is a Data object of the same logical device; after FFFFFFFF comes 0. */
export function countEvent(counter: Obis, context: AccessContext): void {
  const object = context.logicalDevice.objects.get(counter);
  const present = object?.read(2, context);
  if (object === undefined || present === undefined || !('data' in present)) return;
  if (present.data.type !== 'double-long-unsigned') return;
  const next = present.data.value === LARGEST_COUNT ? 0 : present.data.value + 1;
  object.write(2, doubleLongUnsigned(next), context);
}
