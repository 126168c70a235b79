import { describe, expect, it } from 'vitest';
import {
  attributeName,
  className,
  describeAttribute,
  describeMethod,
  INTERFACE_CLASSES,
  methodName,
} from '#dlms/cosem/interface-class';
import { parseValueType } from '#dlms/cosem/value-type';

describe('interface class tables', () => {
  it('name a class, an attribute and a method', () => {
    expect(className(7)).toBe('Profile generic');
    expect(attributeName(3, 0, 2)).toBe('value');
    expect(methodName(64, 1, 2)).toBe('key_transfer');
  });

  it('tell versions apart and take the newest when none is given', () => {
    expect(attributeName(15, 0, 7)).toBe('LLS_secret');
    expect(attributeName(15, 3, 7)).toBe('secret');
    expect(attributeName(15, 1, 10)).toBeUndefined();
    expect(attributeName(15, undefined, 10)).toBe('user_list');
    expect(methodName(64, 0, 2)).toBe('global_key_transfer');
  });

  it('know nothing of what is not in them', () => {
    expect(className(8192)).toBeUndefined();
    expect(attributeName(3, 1, 2)).toBeUndefined();
    expect(attributeName(3, 0, 4)).toBeUndefined();
  });

  it('have no class version twice', () => {
    const keys = INTERFACE_CLASSES.map(({ classId, version }) => `${classId} v${version}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(INTERFACE_CLASSES)(
    '$classId v$version $name: ids run from 1 without a gap and every type can be read',
    (entry) => {
      expect(entry.attributes.map(({ id }) => id)).toEqual(entry.attributes.map((_, i) => i + 1));
      expect(entry.methods.map(({ id }) => id)).toEqual(entry.methods.map((_, i) => i + 1));
      for (const { type } of entry.attributes) expect(() => parseValueType(type)).not.toThrow();
      for (const { parameter, returns } of entry.methods) {
        expect(() => parseValueType(parameter)).not.toThrow();
        if (returns !== undefined) expect(() => parseValueType(returns)).not.toThrow();
      }
    },
  );
});

describe('the text of a reference', () => {
  it('prints class, logical name, id and the name in words', () => {
    const value = { classId: 3, logicalName: '1-0:1.8.0.255', attributeId: 2 } as const;
    expect(describeAttribute(value)).toBe('3/1-0:1.8.0.255/2 Register.value');
    expect(describeAttribute({ ...value, attributeId: 0 })).toBe('3/1-0:1.8.0.255/0 Register.all attributes');
    expect(describeMethod({ classId: 9, logicalName: '0-0:10.0.0.255', methodId: 1 })).toBe(
      '9/0-0:10.0.0.255/1 Script table.execute()',
    );
  });

  it('goes without a name that we do not know', () => {
    expect(describeAttribute({ classId: 3, logicalName: '1-0:1.8.0.255', attributeId: -1 })).toBe(
      '3/1-0:1.8.0.255/-1 Register',
    );
    expect(describeAttribute({ classId: 9000, logicalName: '0-0:1.0.0.255', attributeId: 2 })).toBe(
      '9000/0-0:1.0.0.255/2',
    );
  });
});
