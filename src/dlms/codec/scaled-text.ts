/**
 * value × 10^scaler in decimal digits, exact: `scaledText(123, -2)` is `1.23`. Nothing is rounded and trailing zeros
 * stay, since they tell the resolution. Only a floating-point value that is no whole number is multiplied.
 * @param scaler exponent, -128..127
 */
export function scaledText(value: number | bigint, scaler: number): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return String(value * 10 ** scaler);
  const digits = String(value).replace('-', '');
  const sign = value < 0 ? '-' : '';
  if (scaler >= 0) return sign + (digits === '0' ? digits : digits + '0'.repeat(scaler));
  const padded = digits.padStart(1 - scaler, '0');
  return `${sign}${padded.slice(0, scaler)}.${padded.slice(scaler)}`;
}
