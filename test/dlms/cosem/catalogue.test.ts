import { describe, expect, it } from 'vitest';
import { INTERFACE_CLASSES } from '#dlms/cosem/interface-class';
import classes from '../../../fixtures/requirements/classes.json';

describe('the tables against the catalogue', () => {
  it.each(INTERFACE_CLASSES)('$classId v$version $name', ({ classId, version, name, attributes, methods }) => {
    const row = classes.find((entry) => entry.id === classId && entry.version === version);
    expect(name).toBe(row?.name);
    expect(attributes).toEqual(
      row?.attributes.map((attribute) => ({
        id: attribute.index,
        name: attribute.name,
        type: attribute.type,
        kind: attribute.static ? 'static' : 'dynamic',
      })),
    );
    expect(methods.map(({ id, name: called, parameter, returns }) => [id, called, parameter, returns])).toEqual(
      row?.methods.map((method) => [method.index, method.name, method.parameter, returnsOf(method)]),
    );
  });
});

function returnsOf(method: object): unknown {
  return 'returns' in method ? method.returns : undefined;
}
