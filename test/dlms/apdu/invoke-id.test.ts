import { expect, it } from 'vitest';
import { decodeInvokeIdAndPriority, encodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';

it.each([
  [0xc1, { id: 1, confirmed: true, highPriority: true }],
  [0x41, { id: 1, confirmed: true, highPriority: false }],
  [0x81, { id: 1, confirmed: false, highPriority: true }],
  [0x0f, { id: 15, confirmed: false, highPriority: false }],
])('octet %i', (octet, value) => {
  expect(decodeInvokeIdAndPriority(octet)).toEqual(value);
  expect(encodeInvokeIdAndPriority(value)).toBe(octet);
});

it('does not look at the reserved bits', () => {
  expect(decodeInvokeIdAndPriority(0xf1)).toEqual(decodeInvokeIdAndPriority(0xc1));
});
