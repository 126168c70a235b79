import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { array, longUnsigned, nullData, octetString, structure, unsigned } from '#dlms/codec/data-values';
import { decodeObis, encodeObis, type Obis } from '#dlms/codec/obis';
import { Access, elementsOf, everyAccess, octetsOf } from './access';

const CURRENT = '0-0:40.0.0.255';
const READABLE = 0x01;
const AE_REQUEST = 0x0c;

interface Listed {
  readonly classId: number;
  readonly version: number;
  readonly name: Obis;
  readonly attributes: readonly (readonly [number, number])[];
  readonly methods: readonly (readonly [number, number])[];
}

function numberOf(data: Data | undefined): number {
  return data !== undefined && 'value' in data ? Number(data.value) : Number.NaN;
}

function listed(element: Data): Listed {
  const [classId, version, name, rights] = elementsOf(element);
  const [attributes, methods] = elementsOf(rights);
  const pair = (entry: Data) => {
    const [id, mode] = elementsOf(entry);
    return [numberOf(id), numberOf(mode)] as const;
  };
  return {
    classId: numberOf(classId),
    version: numberOf(version),
    name: decodeObis(octetsOf(name)),
    attributes: elementsOf(attributes).map(pair),
    methods: elementsOf(methods).map(pair),
  };
}

function listOf(access: Access): Listed[] {
  return access.elements(CURRENT).map(listed);
}

function identities(elements: readonly Data[]): string[] {
  return elements.map((element) => {
    const [classId, , name] = elementsOf(element);
    return `${numberOf(classId)}/${decodeObis(octetsOf(name))}`;
  });
}

function objectId(classId: number, name: Obis): Data {
  return structure(longUnsigned(classId), octetString(encodeObis(name)));
}

describe.each(everyAccess())('object_list for $client of logical device $device.sap', (access) => {
  const list = listOf(access);
  const { association } = access.context;

  it('shows exactly the objects on which the client has rights, each once', () => {
    const allowed = [...access.device.objects.values()].filter(
      ({ classId, logicalName }) => association.rights(classId, logicalName) !== undefined,
    );
    expect(list.map(({ classId, name }) => `${classId}/${name}`).sort()).toEqual(
      allowed.map(({ classId, logicalName }) => `${classId}/${logicalName}`).sort(),
    );
  });

  it('gives every attribute and method with the access mode that the server enforces', () => {
    for (const { classId, name, version, attributes, methods } of list) {
      const object = access.object(name);
      const rights = association.rights(classId, name);
      expect(version).toBe(object.version);
      expect(attributes).toEqual(object.attributeIds.map((id) => [id, rights?.attribute(id)]));
      expect(methods).toEqual(object.methodIds.map((id) => [id, rights?.method(id)]));
    }
  });

  it('has no protection bit without a right, and no right to read a secret', () => {
    for (const { classId, attributes, methods } of list) {
      for (const [, mode] of attributes) expect(mode === 0 || (mode & 0x03) !== 0).toBe(true);
      for (const [, mode] of methods) expect(mode === 0 || (mode & 0x01) !== 0).toBe(true);
      const secret = classId === 15 ? attributes.find(([id]) => id === 7) : undefined;
      expect(READABLE & (secret?.[1] ?? 0)).toBe(0);
      expect(classId !== 15 || secret !== undefined).toBe(true);
    }
  });

  it('holds the current association and the logical device name, readable', () => {
    for (const name of [CURRENT, '0-0:42.0.0.255']) {
      const entry = list.find((candidate) => candidate.name === name);
      expect(entry?.attributes.slice(0, 2)).toEqual([
        [1, 1],
        [2, 1],
      ]);
    }
  });

  it('lets every listed object be told by its readable name', () => {
    for (const { attributes } of list) expect(attributes[0]).toEqual([1, 1]);
  });
});

describe('rights of the clients of the management logical device', () => {
  it('show the public client no more than it may see', () => {
    expect(listOf(new Access('public')).map(({ name }) => name)).toEqual([
      '0-0:42.0.0.255',
      '0-0:41.0.0.255',
      CURRENT,
      '0-0:40.0.1.255',
      '0-0:43.1.0.255',
      '0-0:43.1.1.255',
      '1-0:0.2.0.255',
      '0-0:0.2.1.255',
      '0-0:1.0.0.255',
    ]);
  });

  it('let public and reading client call nothing, and the latter write its password and the message on the display', () => {
    const writable = (client: 'public' | 'reading') =>
      listOf(new Access(client)).filter(({ attributes }) => attributes.some(([, mode]) => mode > 1));
    expect(writable('public')).toEqual([]);
    expect(writable('reading').map(({ name }) => name)).toEqual([CURRENT, '0-0:96.13.0.255']);
    for (const client of ['public', 'reading'] as const) {
      const entries = listOf(new Access(client));
      expect(entries.flatMap(({ methods }) => methods).filter(([, mode]) => mode > 0)).toEqual([]);
    }
  });

  it('ask more protection of the maintenance client than its policy, for one attribute', () => {
    const access = new Access('maintenance');
    const entry = listOf(access).find(({ name }) => name === '0-0:96.1.1.255');
    expect(entry?.attributes).toEqual([
      [1, 0x01],
      [2, 0x01 | AE_REQUEST],
    ]);
    expect(access.number('0-0:43.0.1.255')).toBe(0);
  });

  it('let management and maintenance write the test attribute and execute the test script', () => {
    for (const client of ['management', 'maintenance'] as const) {
      const { association } = new Access(client).context;
      expect(association.rights(1, '0-0:96.13.0.255')?.attribute(2)).toBe(3);
      expect(association.rights(9, '0-0:10.0.0.255')?.method(1)).toBe(1);
    }
  });

  it('know no object under another class', () => {
    expect(new Access().context.association.rights(3, '0-0:42.0.0.255')).toBeUndefined();
  });
});

describe('selective access to object_list', () => {
  const access = new Access('reading');
  const all = access.elements(CURRENT);

  it('1 leaves out the access rights', () => {
    const short = access.elements(CURRENT, 2, 1, nullData);
    expect(short.map((element) => elementsOf(element).length)).toEqual(all.map(() => 3));
    expect(identities(short)).toEqual(identities(all));
  });

  it('2 picks classes', () => {
    const classes = identities(access.elements(CURRENT, 2, 2, array(longUnsigned(7), longUnsigned(8))));
    expect(classes.sort()).toEqual(['7/0-0:99.98.1.255', '7/1-0:99.1.0.255', '8/0-0:1.0.0.255']);
    expect(access.elements(CURRENT, 2, 2, array(longUnsigned(99)))).toEqual([]);
  });

  it('3 picks objects, and only those that this client sees', () => {
    const wanted = array(objectId(8, '0-0:1.0.0.255'), objectId(64, '0-0:43.0.0.255'), objectId(3, '0-0:42.0.0.255'));
    const picked = access.elements(CURRENT, 2, 3, wanted);
    expect(identities(picked)).toEqual(['8/0-0:1.0.0.255']);
    expect(all).toContainEqual(picked[0]);
  });

  it('4 picks one object', () => {
    expect(identities(access.elements(CURRENT, 2, 4, objectId(8, '0-0:1.0.0.255')))).toEqual(['8/0-0:1.0.0.255']);
  });

  it('refuses unknown selectors and parameters of the wrong type', () => {
    expect(access.get(CURRENT, 2, 5, nullData)).toEqual({ error: 'scope-of-access-violated' });
    expect(access.get(CURRENT, 2, 1, unsigned(0))).toEqual({ error: 'type-unmatched' });
    expect(access.get(CURRENT, 2, 2, array(unsigned(7)))).toEqual({ error: 'type-unmatched' });
    expect(access.get(CURRENT, 2, 4, structure(longUnsigned(8), octetString('0000010000')))).toEqual({
      error: 'type-unmatched',
    });
  });
});

describe('references between objects', () => {
  it.each(everyAccess())('resolve for $client of logical device $device.sap', (access) => {
    const known = listOf(access).map(({ classId, name }) => `${classId}/${name}`);
    const missing = referencesOf(access).filter((reference) => !known.includes(reference));
    expect(missing).toEqual([]);
  });

  it('are there at all', () => {
    expect(referencesOf(new Access()).length).toBeGreaterThan(8);
  });
});

/** Every class and name that an object of the list points to; all zero points nowhere. */
function referencesOf(access: Access): string[] {
  return listOf(access).flatMap(({ classId, name }) => {
    if (classId === 7) return access.elements(name, 3).map(reference);
    if (classId === 41) return [`42/${nameIn(access.value(name, 3))}`];
    if (classId === 42) return [`43/${nameIn(access.value(name, 2))}`];
    if (classId === 9) return access.elements(name).flatMap(actionsOf);
    const setup = classId === 15 ? nameIn(access.value(name, 9)) : '0-0:0.0.0.0';
    return setup === '0-0:0.0.0.0' ? [] : [`64/${setup}`];
  });
}

function reference(definition: Data): string {
  const [classId, name] = elementsOf(definition);
  return `${numberOf(classId)}/${nameIn(name)}`;
}

function actionsOf(script: Data): string[] {
  return elementsOf(elementsOf(script)[1]).map((action) => {
    const [, classId, name] = elementsOf(action);
    return `${numberOf(classId)}/${nameIn(name)}`;
  });
}

function nameIn(data: Data | undefined): Obis {
  return decodeObis(octetsOf(data));
}
