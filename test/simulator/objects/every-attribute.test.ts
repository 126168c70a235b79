import { describe, expect, it } from 'vitest';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import { decodeObis } from '#dlms/codec/obis';
import { valueFault } from '#dlms/cosem/value-fault';
import classes from '../../../fixtures/requirements/classes.json';
import { Access, everyAccess, found, octetsOf } from './access';

/** Every object that a client sees, with the attributes that it may read. */
const VIEWS = everyAccess().flatMap((access) =>
  [...access.device.objects.values()].flatMap((object) => {
    const rights = access.context.association.rights(object.classId, object.logicalName);
    const readable = object.attributeIds.filter((id) => ((rights?.attribute(id) ?? 0) & 1) !== 0);
    const text = `${object.classId}/${object.logicalName} of ${access.device.sap} for ${access.client}`;
    return rights === undefined ? [] : [{ text, access, object, readable }];
  }),
);

function demanded(classId: number, version: number, id: number) {
  const row = found(classes.find((entry) => entry.id === classId && entry.version === version));
  return { basis: row.basis, type: found(row.attributes.find(({ index }) => index === id)).type };
}

describe('every attribute that a client may read', () => {
  it('is more than a few', () => {
    expect(VIEWS.flatMap(({ readable }) => readable).length).toBeGreaterThan(400);
  });

  it.each(VIEWS)('$text has the type that the catalogue demands', ({ access, object, readable }) => {
    for (const id of readable) {
      const { basis, type } = demanded(object.classId, object.version, id);
      expect(basis).toBe('several');
      expect(valueFault(type, access.value(object.logicalName, id), `attribute ${id}`)).toBeUndefined();
    }
  });

  it.each(VIEWS)('$text survives the way over the wire', ({ access, object, readable }) => {
    for (const id of readable) {
      const octets = encodeToBytes(access.value(object.logicalName, id));
      const notes: DecodeNote[] = [];
      expect(equalOctets(encodeToBytes(decodeWholeData(octets, notes)), octets)).toBe(true);
      expect(notes).toEqual([]);
    }
  });
});

describe('every object', () => {
  const access = new Access();

  it.each([...access.device.objects.values()])('$classId/$logicalName shows its own name', (object) => {
    expect(decodeObis(octetsOf(access.value(object.logicalName, 1)))).toBe(object.logicalName);
  });

  it.each([...access.device.objects.values()])(
    '$classId/$logicalName has the attributes and methods of its class',
    ({ classId, version, attributeIds, methodIds }) => {
      const row = found(classes.find((entry) => entry.id === classId && entry.version === version));
      expect(attributeIds).toEqual(row.attributes.map(({ index }) => index));
      expect(methodIds).toEqual(row.methods.map(({ index }) => index));
    },
  );

  it.each([...access.device.objects.values()])('$classId/$logicalName refuses what it does not have', (object) => {
    expect(object.read(99, access.context)).toEqual({ error: 'object-undefined' });
    expect(object.read(-1, access.context)).toEqual({ error: 'object-undefined' });
    expect(object.write(99, { type: 'null-data' }, access.context)).toBe('object-undefined');
    expect(object.invoke(99, { type: 'integer', value: 0 }, access.context)).toEqual({ result: 'object-undefined' });
  });

  it('lets nobody read a secret, whatever the rights say', () => {
    for (const object of access.device.objects.values())
      if (object.classId === 15) expect(object.read(7, access.context)).toEqual({ error: 'read-write-denied' });
  });

  it('knows no selector where the class has none', () => {
    const selection = { selector: 1, parameters: { type: 'null-data' } as const };
    expect(access.object('0-0:40.0.0.255').read(1, access.context, selection)).toHaveProperty('error');
    expect(access.object('1-0:1.8.0.255').read(2, access.context, selection)).toHaveProperty('error');
  });
});

describe('what a class of the tables is called in the catalogue', () => {
  it('comes from several sources for every class that the meter has', () => {
    const used = new Set(
      [...new Access().device.objects.values()].map(({ classId, version }) => `${classId} v${version}`),
    );
    const sure = classes.filter(({ basis }) => basis === 'several').map(({ id, version }) => `${id} v${version}`);
    expect([...used].filter((key) => !sure.includes(key))).toEqual([]);
  });
});
