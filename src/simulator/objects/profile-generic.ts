import type { Data } from '#dlms/codec/data';
import {
  array,
  doubleLongUnsigned,
  enumerated,
  integer,
  longUnsigned,
  octetString,
  structure,
} from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import type { CosemObject } from '../model';
import type { ProfileRows } from './profile-buffer';
import { type NamedBuffer, selectRows } from './profile-selection';
import { constant, knownClass, outcome, ServedObject, shows } from './served-object';

const FIFO = 1;
/** data_index of a capture object that is captured whole */
const WHOLE_ATTRIBUTE = 0;

export interface CaptureObject {
  readonly classId: number;
  readonly logicalName: Obis;
  readonly attributeId: number;
}

/**
 * Profile generic (class 7 version 1) that captures by itself, or as events happen (period 0). First in first out.
 * @param captureObjects one per column of the buffer
 */
export function profileObject(
  logicalName: Obis,
  captureObjects: readonly CaptureObject[],
  buffer: ProfileRows,
): CosemObject {
  const profile = named(captureObjects, buffer);
  return new ServedObject(knownClass(7, 1), logicalName, {
    attributes: {
      2: {
        read: ({ now }) => ({ data: array(...buffer.captures(now).map((capture) => buffer.row(capture))) }),
        select: (selection, { now }) => selectRows(profile, selection, now),
      },
      3: constant(array(...profile.captureObjects)),
      4: constant(doubleLongUnsigned(buffer.size.periodSeconds)),
      5: constant(enumerated(FIFO)),
      6: constant(sortObject(profile)),
      7: shows(({ now }) => doubleLongUnsigned(buffer.count(now))),
      8: constant(doubleLongUnsigned(buffer.size.capacity)),
    },
    methods: {
      1: (_, { now }) => {
        buffer.clear(now);
        return outcome('success');
      },
    },
  });
}

function named(captureObjects: readonly CaptureObject[], buffer: ProfileRows): NamedBuffer {
  const clock = captureObjects.findIndex(({ classId, attributeId }) => classId === 8 && attributeId === 2);
  return {
    buffer,
    captureObjects: captureObjects.map(definition),
    clockColumn: clock === -1 ? undefined : clock,
  };
}

function definition({ classId, logicalName, attributeId }: CaptureObject): Data {
  const name = octetString(encodeObis(logicalName));
  return structure(longUnsigned(classId), name, integer(attributeId), longUnsigned(WHOLE_ATTRIBUTE));
}

/** Without a clock column: all zero, which stands for "not defined". */
function sortObject({ captureObjects, clockColumn }: NamedBuffer): Data {
  const clock = clockColumn === undefined ? undefined : captureObjects[clockColumn];
  return clock ?? structure(longUnsigned(0), octetString(new Uint8Array(6)), integer(0), longUnsigned(0));
}
