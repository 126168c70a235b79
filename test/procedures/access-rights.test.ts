import { describe, expect, it } from 'vitest';
import { examinePublicList, unreadableIn } from '#procedures/access-rights';
import type { ListedObject } from '#procedures/object-list';

const OBJECT: ListedObject = {
  classId: 1,
  version: 0,
  logicalName: '0-0:42.0.0.255',
  readable: [1, 2],
  writable: [],
  callable: [],
  demands: new Map([1, 2, 3].map((id) => [id, { authenticated: false, encrypted: false }])),
};
const SETUP: ListedObject = { ...OBJECT, classId: 64, logicalName: '0-0:43.0.0.255' };
const ASSOCIATION: ListedObject = { ...OBJECT, classId: 15, logicalName: '0-0:40.0.0.255' };

describe('the object list of the public client', () => {
  it('is faultless with objects that can be read', () => {
    expect(examinePublicList([OBJECT, ASSOCIATION])).toMatchObject({ faults: [], deviations: [] });
    expect(examinePublicList([{ ...ASSOCIATION, callable: [1] }])).toMatchObject({ faults: [], deviations: [] });
  });

  it('deviates where it shows a Security setup, or lets anybody write or call something else', () => {
    expect(examinePublicList([SETUP])).toMatchObject({ faults: [], deviations: [expect.stringContaining('43.0.0')] });
    expect(examinePublicList([{ ...OBJECT, writable: [2], callable: [1] }]).deviations).toHaveLength(2);
    expect(examinePublicList([{ ...ASSOCIATION, callable: [1, 3] }]).deviations).toHaveLength(1);
  });

  it('is at fault where it gives rights to a Security setup or to a secret', () => {
    expect(examinePublicList([{ ...SETUP, callable: [1] }]).faults).toHaveLength(1);
    expect(examinePublicList([{ ...SETUP, writable: [2] }]).faults).toHaveLength(1);
    expect(examinePublicList([{ ...ASSOCIATION, readable: [7] }]).faults).toHaveLength(1);
    expect(examinePublicList([{ ...ASSOCIATION, writable: [7] }]).faults).toHaveLength(1);
    expect(examinePublicList([]).faults).toEqual(['the object list is empty']);
  });
});

describe('what an object list names without a right to read it', () => {
  it('is every attribute with a mode that does not read', () => {
    expect(unreadableIn([OBJECT])).toEqual([{ classId: 1, logicalName: OBJECT.logicalName, attributeId: 3 }]);
  });
});
