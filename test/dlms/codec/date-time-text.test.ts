import { expect, it } from 'vitest';
import { decodeDate, decodeDateTime, decodeTime } from '#dlms/codec/date-time';
import { dateText, dateTimeText, timeText } from '#dlms/codec/date-time-text';
import { fromHex } from '#dlms/codec/hex';

it.each([
  ['07EA031D07031E0F00FF8880', '2026-03-29 03:30:15.00 -120 Sunday status 80 (daylight-saving-active)'],
  ['07EA0B16070B021A00003C03', '2026-11-22 11:02:26.00 +60 Sunday status 03 (invalid-value, doubtful-value)'],
  ['07EA0B16FF0B021AFF000000', '2026-11-22 11:02:26.** +0 status 00'],
  ['FFFFFFFFFFFFFFFFFF8000FF', '****-**-** **:**:**.** deviation * status *'],
  ['FFFF03FE0702000000800000', '****-03-last 02:00:00.00 deviation * Sunday status 00'],
])('prints %s', (hex, text) => expect(dateTimeText(decodeDateTime(fromHex(hex)))).toBe(text));

it('prints dates and times alone', () => {
  expect(dateText(decodeDate(fromHex('07EA0C1905')))).toBe('2026-12-25 Friday');
  expect(dateText(decodeDate(fromHex('FFFFFEFDFF')))).toBe('****-daylight-savings-begin-second-last');
  expect(timeText(decodeTime(fromHex('173B3BFF')))).toBe('23:59:59.**');
});
