import { statSync } from 'node:fs';
import type { Obis } from '#dlms/codec/obis';
import { certificatesOf } from './meter-certificates';
import { MeterDocument } from './meter-document';
import {
  type AssociationEntry,
  type CoverEntry,
  type DeviceEntry,
  type MeterFile,
  meterFileSchema,
  type ObjectEntry,
  type OpticalEntry,
} from './meter-file';
import { checkReferences } from './meter-references';
import type {
  AssociationDefinition,
  CoverSettings,
  KeyPairPurpose,
  KeySet,
  LogicalDevice,
  MeterModel,
  ObjectRights,
  OpticalSettings,
} from './model';
import { grantFor, rightsOf } from './objects/access-rights';
import { buildObject, type Site } from './objects/build-object';
import type { CalendarSettings, UtcMs } from './objects/calendar-rules';
import { EnergyCurve } from './objects/energy-curve';
import { EventLog } from './objects/event-log';
import { MeterClock } from './objects/meter-clock';
import type { RowMemory } from './objects/profile-buffer';

const DAY_MS = 86_400_000;

/** Everything of a meter file that never changes, shared by all meters made of it. */
interface Template {
  /** of all files that the meter is made of */
  readonly stamp: string;
  readonly files: readonly string[];
  readonly file: MeterFile;
  readonly settings: CalendarSettings;
  readonly associations: ReadonlyMap<DeviceEntry, ReadonlyMap<string, AssociationDefinition>>;
  readonly rows: WeakMap<ObjectEntry, RowMemory>;
  /** DER, by key set */
  readonly certificates: ReadonlyMap<string, readonly Uint8Array[]>;
}

const templates = new Map<string, Template>();

/**
 * A meter of its own, in its first state, from a YAML file. The file is read and checked when it is first asked for
 * and after it has changed; later meters cost well under a millisecond.
 *
 * @param start UTC (milliseconds since 1970) that the meter's clock shows at instant 0; else what the file says
 * @param port TCP port on which it is served, where that is not the one of the file
 * @throws MeterError `file:line: field: what is expected`
 */
export function loadMeter(path: string, start?: UtcMs, port?: number): MeterModel {
  const template = templateOf(path);
  const settings = start === undefined ? template.settings : { ...template.settings, utcAtZero: Math.floor(start) };
  const tcp = port === undefined ? template.file.tcp : { ...template.file.tcp, port };
  // what is written to its setup object must not reach other meters
  const hdlc = { ...template.file.hdlc };
  const file = { ...template.file, tcp, hdlc };
  const { manufacturer, systemTitle, maxPduSize, pendingAssociationSeconds, checksTransactionIds, lockout } = file;
  const optical = file.optical && opticalOf(file.optical);
  const clock = new MeterClock(settings);
  const shared = {
    meter: file,
    clock,
    eventLog: new EventLog(clock),
    keySets: keySetsOf(file, template.certificates),
    curves: curvesOf(file, settings),
  };
  const logicalDevices = file.logicalDevices.map((device) => buildDevice(template, { ...shared, device }));
  const { gateway } = file;
  return {
    manufacturer,
    systemTitle,
    tcp,
    hdlc,
    optical,
    gateway,
    maxPduSize,
    pendingAssociationSeconds,
    lockout,
    checksTransactionIds,
    cover: file.cover && coverOf(file.cover, shared.eventLog),
    logicalDevices,
    utcAt: (now) => shared.clock.utc(now),
  };
}

function coverOf({ serviceParameters, codes }: CoverEntry, log: EventLog): CoverSettings {
  const guarded = serviceParameters.map(({ class: classId, logicalName, attribute: attributeId }) => ({
    classId,
    logicalName,
    attributeId,
  }));
  return { serviceParameters: guarded, codes, log };
}

function opticalOf({ inactivitySeconds, pushSeconds, ...entry }: OpticalEntry): OpticalSettings {
  return { ...entry, inactivityMs: inactivitySeconds * 1000, pushMs: pushSeconds * 1000 };
}

function templateOf(path: string): Template {
  const known = templates.get(path);
  if (known !== undefined && known.stamp === stampOf(known.files)) return known;
  const document = new MeterDocument(path);
  const { files } = document;
  const stamp = stampOf(files);
  const file = document.parse(meterFileSchema);
  checkReferences(file, document);
  const template = { ...makeTemplate(file), stamp, files, certificates: certificatesOf(file, document) };
  templates.set(path, template);
  return template;
}

/** Times and sizes of files. */
function stampOf(files: readonly string[]): string {
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return stats.map((each) => `${each?.mtimeMs} ${each?.size}`).join(', ');
}

function makeTemplate(file: MeterFile): Omit<Template, 'stamp' | 'files' | 'certificates'> {
  const { start, ...rules } = file.calendar;
  return {
    file,
    settings: { ...rules, utcAtZero: Date.parse(start) },
    associations: new Map(file.logicalDevices.map((device) => [device, associationsOf(device, file)])),
    rows: new WeakMap(),
  };
}

function associationsOf(device: DeviceEntry, file: MeterFile): Map<string, AssociationDefinition> {
  return new Map(device.associations.map((entry) => [entry.client, associationOf(entry, device, file)]));
}

function associationOf(entry: AssociationEntry, device: DeviceEntry, file: MeterFile): AssociationDefinition {
  const { logicalName, clientSap, authentication, ciphered, password, secret, vendorFunction, securitySetup } = entry;
  const rights = rightsByName(entry.client, device, file);
  return {
    ...{ logicalName, clientSap, authentication, ciphered, conformance: new Set(entry.conformance) },
    ...{ preEstablished: entry.preEstablished, users: entry.users },
    secret: { octets: new Uint8Array(Buffer.from(password ?? secret ?? '', 'latin1')), former: undefined },
    secretChange: entry.secretChange,
    ...(vendorFunction === undefined ? {} : { vendorFunction }),
    ...(securitySetup === undefined ? {} : { securitySetup }),
    rights: (classId, name) => rights.get(`${classId}/${name}`),
  };
}

function rightsByName(client: string, device: DeviceEntry, file: MeterFile): Map<`${number}/${Obis}`, ObjectRights> {
  const rights = new Map<`${number}/${Obis}`, ObjectRights>();
  for (const entry of device.objects) {
    const grant = grantFor(client, entry, file.accessProfiles);
    if (grant !== undefined) rights.set(`${entry.class}/${entry.logicalName}`, rightsOf(entry.class, grant));
  }
  return rights;
}

function keySetsOf({ keySets }: MeterFile, certificates: Template['certificates']): Map<string, KeySet> {
  return new Map(Object.entries(keySets).map(([name, entry]) => [name, keySetOf(entry, certificates.get(name) ?? [])]));
}

function keySetOf(entry: MeterFile['keySets'][string], certificates: readonly Uint8Array[]): KeySet {
  const { suite, guek, gak, gbek, kek, signing, agreement, tls } = entry;
  const pairs = [
    ['digital-signature', signing],
    ['key-agreement', agreement],
    ['tls', tls],
  ] as const;
  const keyPairs = new Map<KeyPairPurpose, Uint8Array>();
  for (const [purpose, privateKey] of pairs) if (privateKey !== undefined) keyPairs.set(purpose, privateKey);
  return {
    ...{ suite, guek, gak, gbek, kek, keyPairs, generatedKeyPairs: new Map(), certificates: [...certificates] },
    counters: { lowest: 0, next: 0 },
    broadcastCounters: { lowest: 0, next: 0 },
  };
}

function curvesOf({ curves }: MeterFile, { utcAtZero, timeZone }: CalendarSettings): Map<string, EnergyCurve> {
  const local = utcAtZero - timeZone * 60_000;
  const startSecond = (local - Math.floor(local / DAY_MS) * DAY_MS) / 1000;
  return new Map(Object.entries(curves).map(([name, shape]) => [name, new EnergyCurve(shape, startSecond)]));
}

function buildDevice(template: Template, shared: Omit<Site, 'associations' | 'rowsOf'>): LogicalDevice {
  const { device } = shared;
  const associations = withOwnSecrets(template.associations.get(device) ?? new Map());
  const site: Site = { ...shared, associations, rowsOf: (profile) => rowsOf(template, profile) };
  const objects = new Map(device.objects.map((entry) => [entry.logicalName, buildObject(entry, site)]));
  return { sap: device.sap, name: device.name, objects, associations: [...associations.values()] };
}

/** A client may change its secret: that must not reach other meters. */
function withOwnSecrets(associations: ReadonlyMap<string, AssociationDefinition>): Map<string, AssociationDefinition> {
  return new Map([...associations].map(([client, each]) => [client, { ...each, secret: { ...each.secret } }]));
}

function rowsOf({ rows }: Template, profile: ObjectEntry): RowMemory {
  let memory = rows.get(profile);
  if (memory === undefined) {
    memory = new WeakMap();
    rows.set(profile, memory);
  }
  return memory;
}
