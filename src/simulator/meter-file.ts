import { z } from 'zod';
import { CONFORMANCE_BITS } from '#dlms/apdu/conformance';
import type { CosemDateTime } from '#dlms/codec/date-time';
import { decodeDateTime } from '#dlms/codec/date-time';
import { fromHex } from '#dlms/codec/hex';
import { type Obis, parseObis } from '#dlms/codec/obis';
import { unitCode } from '#dlms/cosem/units';
import { BAUD_RATES } from '#dlms/link/optical/line-speed';
import { dataFromNotation, NOTATION } from './data-notation';
import { isYearlyMoment } from './objects/calendar-rules';

/** The form of fixtures/meters/*.yaml. Messages say what is expected, never what stood there. */

const u8 = z.int().min(0).max(0xff);
const u16 = z.int().min(0).max(0xffff);
const u32 = z.int().min(0).max(0xffffffff);
const word = z.string().regex(/^[A-Za-z][\w-]*$/, 'expected a word of letters, digits, - and _');

const obis = z
  .string()
  .regex(/^(?:\d{1,3})-(?:\d{1,3}):(?:\d{1,3}\.){3}\d{1,3}$/, 'expected a logical name like 1-0:1.8.0.255')
  .refine((text) => (text.match(/\d+/g) ?? []).every((group) => Number(group) <= 255), 'a group is beyond 255')
  .transform((text): Obis => parseObis(text));

function octets(length: number) {
  return z
    .string(`expected ${length} octets in hex, quoted`)
    .regex(new RegExp(`^[0-9A-Fa-f]{${2 * length}}$`), `expected ${length} octets in hex`)
    .transform(fromHex);
}

const data = z.unknown().transform((value, context) => {
  const made = dataFromNotation(value);
  if (made !== undefined) return made;
  context.addIssue({ code: 'custom', message: `expected ${NOTATION}` });
  return z.NEVER;
});

const yearlyMoment = octets(12).transform((value, context): CosemDateTime => {
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

const ids = z.array(z.int().min(1).max(127));

/** What one client may do with an object. `read: all` leaves out what `except` names. */
const grant = z.strictObject({
  read: z.union([z.literal('all'), ids]).default([]),
  except: ids.default([]),
  write: ids.default([]),
  execute: ids.default([]),
  /** attributes and methods whose requests must be authenticated and encrypted, whatever the policy */
  protectedAttributes: ids.default([]),
  protectedMethods: ids.default([]),
});

const access = z.union([word, z.record(word, grant)], 'expected the name of an access profile, or a map of clients');

const base = { logicalName: obis, access };
const unit = z.string().transform((name, context) => {
  const code = unitCode(name);
  if (code !== undefined) return code;
  context.addIssue({ code: 'custom', message: 'expected a unit like Wh, varh, W, V, A or Hz' });
  return z.NEVER;
});

const captureObject = z.strictObject({ class: u16, logicalName: obis, attribute: z.int().min(1).max(127) });
const scriptedWrite = z.strictObject({
  class: u16,
  logicalName: obis,
  attribute: z.int().min(1).max(127),
  value: data,
});
const energyValue = z.strictObject({ curve: word, rate: z.int().min(1).optional() });

const objects = z.discriminatedUnion(
  'class',
  [
    z.strictObject({
      class: z.literal(1),
      ...base,
      value: data.optional(),
      maxLength: z.int().min(1).optional(),
      shows: z.literal('logical-device-name').optional(),
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
      capturePeriodSeconds: z.int().min(1).max(0xffffffff),
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
      keys: word,
      policy: u8,
      clientSystemTitle: octets(8).optional(),
    }),
    z.strictObject({ class: z.literal(70), ...base, mode: z.int().min(0).max(6) }),
  ],
  { error: 'expected a class that the simulated meter has: 1, 3, 7, 8, 9, 15, 17, 23, 41, 42, 43, 64 or 70' },
);

/** Without it the meter has the defaults of BB 4.7.2, but for the inter-octet time-out, which suits a line over TCP. */
const hdlc = z.strictObject({
  physicalAddress: z.int().min(0x10).max(0x3ffd).default(17),
  addressBytes: z
    .array(z.union([z.literal(1), z.literal(2), z.literal(4)], 'expected 1, 2 or 4'))
    .min(1)
    .default([1, 2, 4]),
  inactivitySeconds: u16.default(120),
  interOctetMs: z.int().min(20).max(6000).default(1000),
  maxInfo: z.int().min(32).max(2030).default(128),
  window: z.int().min(1).max(7).default(1),
  maxLinks: z.int().min(1).max(0xff).default(8),
  calls: z.boolean().default(false),
});

const secretText = z.string().regex(/^[^()*/!]{1,32}$/, 'expected 1 to 32 characters, none of ()*/!');
const baudRate = z.union(
  BAUD_RATES.map((rate) => z.literal(rate)),
  `expected one of ${BAUD_RATES.join(', ')}`,
);

/** The local port (IEC 62056-21): how a client signs on, and what the ASCII modes show. */
const optical = z.strictObject({
  /** A to E; in mode D the meter sends unasked every `pushSeconds` */
  mode: z.enum(['A', 'B', 'C', 'D', 'E']).default('E'),
  /** that the identification names; mode A stays at 300, mode D at 2400 */
  baud: baudRate.default(9600),
  /** slower ones that an option select may ask for */
  lowerBauds: z.array(baudRate).default([]),
  deviceAddress: z
    .string()
    .regex(/^[0-9A-Za-z ]{0,32}$/, 'expected at most 32 of 0-9 A-Z a-z and space')
    .default(''),
  identification: z
    .string()
    .regex(/^[\x20\x22-\x2e\x30-\x5b\x5d-\x7e]{0,14}$/, 'expected at most 14 characters, none of /!\\')
    .default(''),
  /** false: HDLC is there, but the identification does not say so */
  announcesHdlc: z.boolean().default(true),
  /** answers after 20 ms in place of 200 */
  isQuick: z.boolean().default(false),
  confirmation: z.enum(['new-speed', 'old-speed', 'none']).default('new-speed'),
  isBattery: z.boolean().default(false),
  optionSelectWaitMs: z.int().min(1501).max(2200).default(1800),
  inactivitySeconds: z.int().min(60).max(120).default(90),
  pushSeconds: z.int().min(1).default(10),
  passwords: z.strictObject({ p1: secretText.optional(), p2: secretText.optional() }).prefault({}),
  /** objects of the first logical device, classes 1 and 3, in the order in which they are shown */
  readout: z.array(obis).default([]),
  /** those of them that may be read before a password */
  free: z.array(obis).default([]),
  /** Data objects that may be written after one */
  writable: z.array(obis).default([]),
});

const association = z.strictObject({
  client: word,
  logicalName: obis,
  clientSap: z.int().min(1).max(0x7f),
  authentication: z.enum(['none', 'low', 'hls-gmac']),
  ciphered: z.boolean(),
  password: z.string().optional(),
  securitySetup: obis.optional(),
  conformance: z.array(z.enum(CONFORMANCE_BITS)),
  preEstablished: z.boolean().default(false),
  users: z.array(z.strictObject({ id: z.int().min(0).max(255), name: z.string().regex(/^[\x20-\x7e]*$/) })).default([]),
});

const keySet = z.strictObject({
  guek: octets(16),
  gak: octets(16),
  gbek: octets(16).optional(),
  kek: octets(16).optional(),
});

const hours = z.array(z.number().min(0)).length(24, 'expected 24 values, one an hour');

const curve = z.strictObject({
  hourlyPower: hours,
  rateByHour: z.array(z.int().min(1)).length(24, 'expected 24 values, one an hour'),
  registers: z.array(u32).min(1),
});

export const meterFileSchema = z.strictObject({
  version: z.literal(1),
  manufacturer: z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters'),
  systemTitle: octets(8),
  tcp: z.strictObject({
    port: z.int().min(1).max(0xffff),
    inactivitySeconds: u16,
    maxConnections: z.int().min(1).max(0xff),
  }),
  hdlc: hdlc.prefault({}),
  optical: optical.optional(),
  gateway: z
    .strictObject({
      networkId: u8,
      address: z
        .string()
        .regex(/^([0-9A-Fa-f]{2})+$/, 'expected octets in hex')
        .transform(fromHex),
      device: z.int().min(1).max(0x7e),
    })
    .optional(),
  maxPduSize: z.int().min(12).max(0xffff),
  pendingAssociationSeconds: z.int().min(1).optional(),
  calendar: z.strictObject({
    start: z.iso.datetime('expected UTC like 2026-11-22T10:02:26Z'),
    timeZone: z.int().min(-840).max(840),
    dstBegin: yearlyMoment,
    dstEnd: yearlyMoment,
    dstDeviation: z.int().min(-120).max(120),
    dstEnabled: z.boolean(),
  }),
  keySets: z.record(word, keySet),
  curves: z.record(word, curve),
  accessProfiles: z.record(word, z.record(word, grant)),
  logicalDevices: z
    .array(
      z.strictObject({
        sap: z.int().min(1).max(0x7e),
        name: z.string().regex(/^[A-Z]{3}[\x20-\x7e]{0,13}$/, 'expected the manufacturer and at most 13 characters'),
        associations: z.array(association).min(1),
        objects: z.array(objects).min(1),
      }),
    )
    .min(1),
});

export type MeterFile = z.output<typeof meterFileSchema>;
export type OpticalEntry = NonNullable<MeterFile['optical']>;
export type DeviceEntry = MeterFile['logicalDevices'][number];
export type ObjectEntry = DeviceEntry['objects'][number];
export type EntryOf<ClassId extends ObjectEntry['class']> = Extract<ObjectEntry, { class: ClassId }>;
export type AssociationEntry = DeviceEntry['associations'][number];
export type Grant = z.output<typeof grant>;
