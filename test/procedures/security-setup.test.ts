import { describe, expect, it } from 'vitest';
import { covers, demandOf } from '#procedures/security-setup';

describe('a security policy', () => {
  it('is bits from version 1 of the class on', () => {
    expect(demandOf(0x24, 'bits')).toBe('authentication');
    expect(demandOf(0x48, 'bits')).toBe('encryption');
    expect(demandOf(0x6c, 'bits')).toBe('authenticated-encryption');
    expect(demandOf(0x60, 'bits')).toBe('none');
  });

  it('is a number of four in version 0', () => {
    expect([0, 1, 2, 3].map((policy) => demandOf(policy, 'numbers'))).toEqual([
      'none',
      'authentication',
      'encryption',
      'authenticated-encryption',
    ]);
  });

  it('is bits where no number of version 0 is as high, whatever the rig says of the version', () => {
    expect(demandOf(0x6c, 'numbers')).toBe('authenticated-encryption');
    expect(demandOf(0x04, 'numbers')).toBe('authentication');
  });

  it('is met by as much or more, not by something else', () => {
    expect(covers('authenticated-encryption', 'encryption')).toBe(true);
    expect(covers('authentication', 'encryption')).toBe(false);
    expect(covers('encryption', 'none')).toBe(true);
    expect(covers('none', 'authentication')).toBe(false);
  });
});
