import { describe, expect, it } from 'vitest';
import type { Grant } from '#simulator/meter-file';
import { grantFor, rightsOf } from '#simulator/objects/access-rights';

const NOTHING: Grant = {
  read: [],
  except: [],
  write: [],
  execute: [],
  protectedAttributes: [],
  protectedMethods: [],
  authenticatedAttributes: [],
};

function modes(classId: number, grant: Partial<Grant>) {
  const rights = rightsOf(classId, { ...NOTHING, ...grant });
  return { attributes: [1, 2, 3].map((id) => rights.attribute(id)), methods: [1, 2].map((id) => rights.method(id)) };
}

describe('the access modes of a grant', () => {
  it.each([
    [{}, [0, 0, 0], [0, 0]],
    [{ read: 'all' as const }, [1, 1, 1], [0, 0]],
    [{ read: 'all' as const, except: [2] }, [1, 0, 1], [0, 0]],
    [{ read: [1], write: [1, 2] }, [3, 2, 0], [0, 0]],
    [{ execute: [2] }, [0, 0, 0], [0, 1]],
    [{ read: [1, 2], write: [2], protectedAttributes: [2] }, [1, 0x0f, 0], [0, 0]],
    [{ execute: [1], protectedMethods: [1] }, [0, 0, 0], [0x0d, 0]],
    [{ read: [1], protectedAttributes: [2], protectedMethods: [1] }, [1, 0, 0], [0, 0]],
  ])('%j', (grant, attributes, methods) => {
    expect(modes(3, grant)).toEqual({ attributes, methods });
  });

  it('ends with the attributes of the class', () => {
    expect(modes(1, { read: 'all' }).attributes).toEqual([1, 1, 0]);
  });
});

describe('the grant of a client', () => {
  const profiles = { everybody: { public: NOTHING } };

  it('comes from the object or from the profile that it names', () => {
    expect(grantFor('public', { access: 'everybody' }, profiles)).toBe(NOTHING);
    expect(grantFor('reading', { access: { reading: NOTHING } }, profiles)).toBe(NOTHING);
  });

  it('is none where neither names the client', () => {
    expect(grantFor('reading', { access: 'everybody' }, profiles)).toBeUndefined();
    expect(grantFor('public', { access: { reading: NOTHING } }, profiles)).toBeUndefined();
  });
});
