import { describe, expect, it } from 'vitest';
import { isSamePassword } from '#dlms/security/low-level';

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('isSamePassword', () => {
  it.each(['12345678', '', 'x', 'a password longer than a block of the digest that it is compared by, sixty-four'])(
    'accepts "%s" only for itself',
    (password) => {
      expect(isSamePassword(octets(password), octets(password))).toBe(true);
      expect(isSamePassword(octets(password), octets(`${password}\0`))).toBe(false);
      expect(isSamePassword(octets(`${password}0`), octets(password))).toBe(false);
    },
  );

  it.each(['12345679', '1234567', '123456780', '02345678', '', '12345678 '])('refuses "%s" for "12345678"', (wrong) => {
    expect(isSamePassword(octets('12345678'), octets(wrong))).toBe(false);
  });
});
