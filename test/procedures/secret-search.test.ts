import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { examineForSecrets } from '#procedures/secret-search';

const KEY = fromHex('000102030405060708090A0B0C0D0E0F');
const secrets = [{ name: 'the GUEK', octets: KEY }];
const attribute = { classId: 64, logicalName: '0-0:43.0.0.255', attributeId: 4 } as const;
const faultsIn = (hex: string) => examineForSecrets([{ attribute, octets: fromHex(hex) }], secrets).faults;

describe('the search for secrets', () => {
  it('finds a key in the middle of a value and names only its name', () => {
    expect(faultsIn('0910000102030405060708090A0B0C0D0E0F00')).toEqual(['64/0-0:43.0.0.255/4 shows the GUEK']);
  });

  it('finds it from its end', () => {
    expect(faultsIn('09100F0E0D0C0B0A09080706050403020100')).toHaveLength(1);
  });

  it('lets all other values pass', () => {
    expect(faultsIn('0910000102030405060708090A0B0C0D0E0E')).toEqual([]);
  });

  it('finds fault with a meter of which nothing could be read', () => {
    expect(examineForSecrets([], secrets).faults).toEqual(['no attribute could be read']);
  });
});
