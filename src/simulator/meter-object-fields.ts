import { z } from 'zod';
import { unitCode } from '#dlms/cosem/units';
import { data, obis, octets, u8, u16, u32, word } from './meter-fields';

/** The objects of a meter file, by their classes, and who may touch them. */

const ids = z.array(z.int().min(1).max(127));

/** What one client may do with an object. `read: all` leaves out what `except` names. */
export const grant = z.strictObject({
  read: z.union([z.literal('all'), ids]).default([]),
  except: ids.default([]),
  write: ids.default([]),
  execute: ids.default([]),
  /** attributes and methods whose requests must be authenticated and encrypted, whatever the policy */
  protectedAttributes: ids.default([]),
  protectedMethods: ids.default([]),
  /** attributes whose requests must at least be authenticated */
  authenticatedAttributes: ids.default([]),
});

const access = z.union([word, z.record(word, grant)], 'expected the name of an access profile, or a map of clients');

const base = { logicalName: obis, access };
const unit = z.string().transform((name, context) => {
  const code = unitCode(name);
  if (code !== undefined) return code;
  context.addIssue({ code: 'custom', message: 'expected a unit like Wh, varh, W, V, A or Hz' });
  return z.NEVER;
});

export const captureObject = z.strictObject({ class: u16, logicalName: obis, attribute: z.int().min(1).max(127) });
const scriptedWrite = z.strictObject({
  class: u16,
  logicalName: obis,
  attribute: z.int().min(1).max(127),
  value: data,
});
const energyValue = z.strictObject({ curve: word, rate: z.int().min(1).optional() });

export const objects = z.discriminatedUnion(
  'class',
  [
    z.strictObject({
      class: z.literal(1),
      ...base,
      value: data.optional(),
      maxLength: z.int().min(1).optional(),
      shows: z.enum(['logical-device-name', 'last-event']).optional(),
      /** key set whose invocation counter it shows */
      counterOf: word.optional(),
    }),
    z.strictObject({
      class: z.literal(3),
      ...base,
      value: data.optional(),
      energy: energyValue.optional(),
      power: word.optional(),
      scaler: z.int().min(-128).max(127),
      unit,
    }),
    z.strictObject({
      class: z.literal(7),
      ...base,
      captureObjects: z.array(captureObject).min(1),
      /** 0: the event log of the meter */
      capturePeriodSeconds: u32,
      rows: u32,
      profileEntries: z.int().min(1).max(0xffffffff),
    }),
    z.strictObject({ class: z.literal(8), ...base }),
    z.strictObject({
      class: z.literal(9),
      ...base,
      counter: obis,
      scripts: z.array(z.strictObject({ id: z.int().min(1).max(0xffff), writes: z.array(scriptedWrite) })),
    }),
    z.strictObject({ class: z.literal(15), ...base, association: word.optional() }),
    z.strictObject({ class: z.literal(17), ...base }),
    z.strictObject({ class: z.literal(23), ...base, commSpeed: z.int().min(0).max(9).default(5) }),
    z.strictObject({ class: z.literal(41), ...base, ipReference: obis, mss: z.int().min(40).max(0xffff) }),
    z.strictObject({ class: z.literal(42), ...base, attributes: z.record(z.string(), data) }),
    z.strictObject({ class: z.literal(43), ...base, attributes: z.record(z.string(), data) }),
    z.strictObject({
      class: z.literal(64),
      ...base,
      version: z.union([z.literal(0), z.literal(1)], 'expected 0 or 1').default(1),
      keys: word,
      policy: u8,
      clientSystemTitle: octets(8).optional(),
    }),
    z.strictObject({ class: z.literal(70), ...base, mode: z.int().min(0).max(6) }),
  ],
  { error: 'expected a class that the simulated meter has: 1, 3, 7, 8, 9, 15, 17, 23, 41, 42, 43, 64 or 70' },
);
