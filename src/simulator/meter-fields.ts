import { z } from 'zod';
import type { CosemDateTime } from '#dlms/codec/date-time';
import { decodeDateTime } from '#dlms/codec/date-time';
import { fromHex } from '#dlms/codec/hex';
import { type Obis, parseObis } from '#dlms/codec/obis';
import { dataFromNotation, NOTATION } from './data-notation';
import { isYearlyMoment } from './objects/calendar-rules';

/** Fields that meter files are made of. Messages say what is expected, never what stood there. */

export const u8 = z.int().min(0).max(0xff);
export const u16 = z.int().min(0).max(0xffff);
export const u32 = z.int().min(0).max(0xffffffff);
export const word = z.string().regex(/^[A-Za-z][\w-]*$/, 'expected a word of letters, digits, - and _');

export const obis = z
  .string()
  .regex(/^(?:\d{1,3})-(?:\d{1,3}):(?:\d{1,3}\.){3}\d{1,3}$/, 'expected a logical name like 1-0:1.8.0.255')
  .refine((text) => (text.match(/\d+/g) ?? []).every((group) => Number(group) <= 255), 'a group is beyond 255')
  .transform((text): Obis => parseObis(text));

/** So many octets. */
export function octets(length: number) {
  return z
    .string(`expected ${length} octets in hex, quoted`)
    .regex(new RegExp(`^[0-9A-Fa-f]{${2 * length}}$`), `expected ${length} octets in hex`)
    .transform(fromHex);
}

export const anyOctets = z
  .string('expected octets in hex, quoted')
  .regex(/^([0-9A-Fa-f]{2})+$/, 'expected octets in hex')
  .transform(fromHex);

export const data = z.unknown().transform((value, context) => {
  const made = dataFromNotation(value);
  if (made !== undefined) return made;
  context.addIssue({ code: 'custom', message: `expected ${NOTATION}` });
  return z.NEVER;
});

export const yearlyMoment = octets(12).transform((value, context): CosemDateTime => {
  const moment = decodedDateTime(value);
  if (moment !== undefined && isYearlyMoment(moment)) return moment;
  context.addIssue({ code: 'custom', message: 'expected 12 octets that name one moment of every year' });
  return z.NEVER;
});

function decodedDateTime(value: Uint8Array): CosemDateTime | undefined {
  try {
    return decodeDateTime(value);
  } catch {
    return undefined;
  }
}
