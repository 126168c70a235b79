import { z } from 'zod';
import { CONFORMANCE_BITS } from '#dlms/apdu/conformance';

/** Fields that rig files are made of. */

export const sap = z.int().min(0).max(0xffff);
export const positiveMs = z.int().min(1).max(3_600_000);
export const seconds = z
  .int()
  .min(0)
  .max(86_400 * 7);
export const word = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'a word of letters, digits, - and _');
export const oneLine = z.string().regex(/^[^\n]+$/, 'one line of text');
export const conformance = z.array(z.enum(CONFORMANCE_BITS));
export const protection = z.enum(['none', 'authentication', 'encryption', 'authenticated-encryption']);
/** resolved later: `env:NAME`, `file:PATH`, on a simulator rig also `hex:…` and `text:…` */
export const secret = z.string();
export const attribute = z
  .string()
  .regex(
    /^\d{1,5}\/\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\/-?\d{1,3}$/,
    'class/obis/attribute, such as 1/0-0:96.1.0.255/2',
  );
export const obis = z
  .string()
  .regex(/^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/, 'an OBIS code, such as 0-0:43.1.0.255');
export const title = z.string().regex(/^[0-9A-Fa-f]{16}$/, '16 hex digits (8 octets)');
export const hex = z.string().regex(/^(?:[0-9A-Fa-f]{2})+$/, 'pairs of hex digits');
export const caseId = z.string().regex(/^[A-Z]{3}-\d{2,3}$/, 'a case of the catalogue, such as ASC-06');
/** `TYPE:VALUE`, such as `visible-string:"hello"` or `long-unsigned:5` */
export const literal = z.string();
