import { z } from 'zod';
import { AUTHENTICATION_KINDS } from '#dlms/apdu/authentication';
import { CONFORMANCE_BITS } from '#dlms/apdu/conformance';
import { BAUD_RATES } from '#dlms/link/optical/line-speed';
import { anyOctets, obis, octets, u8, u16, u32, word, yearlyMoment } from './meter-fields';
import { captureObject, grant, objects } from './meter-object-fields';

/** The form of fixtures/meters/*.yaml. Messages say what is expected, never what stood there. */

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
  authentication: z.enum(AUTHENTICATION_KINDS),
  ciphered: z.boolean(),
  password: z.string().optional(),
  /** HLS secret of hls-vendor, hls-md5, hls-sha1 and hls-sha256 */
  secret: z.string().optional(),
  vendorFunction: z.string().optional(),
  /** how a new HLS secret comes: as it is, or wrapped under the KEK */
  secretChange: z.enum(['plain', 'wrapped']).default('plain'),
  securitySetup: obis.optional(),
  conformance: z.array(z.enum(CONFORMANCE_BITS)),
  preEstablished: z.boolean().default(false),
  users: z.array(z.strictObject({ id: z.int().min(0).max(255), name: z.string().regex(/^[\x20-\x7e]*$/) })).default([]),
});

const keySet = z.strictObject({
  suite: z.union([z.literal(0), z.literal(1), z.literal(2)], 'expected 0, 1 or 2').default(0),
  guek: anyOctets,
  gak: anyOctets,
  gbek: anyOctets.optional(),
  kek: anyOctets.optional(),
  /** private keys of the meter, suites 1 and 2 */
  signing: anyOctets.optional(),
  agreement: anyOctets.optional(),
  tls: anyOctets.optional(),
  /** files of certificates, PEM or DER, by their paths from this file */
  certificates: z.array(z.string()).default([]),
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
      address: anyOctets,
      device: z.int().min(1).max(0x7e),
    })
    .optional(),
  maxPduSize: z.int().min(12).max(0xffff),
  pendingAssociationSeconds: z.int().min(1).optional(),
  /** so many wrong secrets in a row lock a client out for so long */
  lockout: z.strictObject({ failures: z.int().min(1).max(255), seconds: u32.min(1) }).optional(),
  /** refuses a transaction-id of general-ciphering and general-signing that a client has used before */
  checksTransactionIds: z.boolean().default(false),
  /** the terminal cover and what it guards; the first profile without a period is the log */
  cover: z
    .strictObject({
      /** may only be written while it is open */
      serviceParameters: z.array(captureObject).min(1),
      codes: z.strictObject({ opened: u8, closed: u8, serviceAccessRefused: u8 }),
    })
    .optional(),
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
export type CoverEntry = NonNullable<MeterFile['cover']>;
export type DeviceEntry = MeterFile['logicalDevices'][number];
export type ObjectEntry = DeviceEntry['objects'][number];
export type EntryOf<ClassId extends ObjectEntry['class']> = Extract<ObjectEntry, { class: ClassId }>;
export type AssociationEntry = DeviceEntry['associations'][number];
export type Grant = z.output<typeof grant>;
