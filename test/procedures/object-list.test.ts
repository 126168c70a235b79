import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, integer, longUnsigned, octetString, structure, unsigned } from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import { objectsIn } from '#procedures/object-list';

describe('objects of an object list', () => {
  it('takes access modes of class 15 version 3 for bits', () => {
    const list = array(association(3), entry(3, 0, '1-0:1.8.0.255', [0, 1, 2, 3, 5]));
    expect(readableOf(list, 3)).toEqual([2, 4, 5]);
  });

  it('takes access modes of earlier versions for a list of words', () => {
    const list = array(association(2), entry(3, 0, '1-0:1.8.0.255', [0, 1, 2, 3, 4, 5, 6]));
    expect(readableOf(list, 3)).toEqual([2, 4, 5, 7]);
  });

  it('passes over elements that are no objects', () => {
    expect(objectsIn(array(integer(1), association(3)))).toHaveLength(1);
  });

  it('is nothing where the value is no list', () => {
    expect(objectsIn(octetString(new Uint8Array(6)))).toBeUndefined();
  });
});

function readableOf(list: Data, classId: number): readonly number[] | undefined {
  return objectsIn(list)?.find((object) => object.classId === classId)?.readable;
}

function association(version: number): Data {
  return entry(15, version, '0-0:40.0.0.255', []);
}

/** @param modes access modes of the attributes from 1 on */
function entry(classId: number, version: number, logicalName: Obis, modes: readonly number[]): Data {
  const attributes = modes.map((mode, index) => structure(integer(index + 1), enumerated(mode), array()));
  const rights = structure(array(...attributes), array());
  return structure(longUnsigned(classId), unsigned(version), octetString(encodeObis(logicalName)), rights);
}
