import { expect, it } from 'vitest';
import { scaledText } from '#dlms/codec/scaled-text';

it.each<[number | bigint, number, string]>([
  [123, -2, '1.23'],
  [5, -2, '0.05'],
  [-5, -1, '-0.5'],
  [100, -2, '1.00'],
  [0, -3, '0.000'],
  [0, 3, '0'],
  [12, 3, '12000'],
  [7, 0, '7'],
  [18446744073709551615n, -3, '18446744073709551.615'],
  [-1n, 2, '-100'],
  [1.5, 1, '15'],
])('%s × 10^%i is %s', (value, scaler, text) => expect(scaledText(value, scaler)).toBe(text));
