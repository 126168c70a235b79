import type { Data } from '#dlms/codec/data';
import { doubleLongUnsigned, nullData, octetString } from '#dlms/codec/data-values';
import { encodeDateTime } from '#dlms/codec/date-time';
import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { DeviceEntry, EntryOf, MeterFile, ObjectEntry } from '../meter-file';
import type { AssociationDefinition, CosemObject, KeySet } from '../model';
import { currentAssociationObject, numberedAssociationObject } from './association-ln';
import { localDateTime } from './calendar-rules';
import { clockObject } from './clock';
import { dataObject, invocationCounterObject, lastEventObject, logicalDeviceNameObject } from './data';
import { disconnectControlObject } from './disconnect-control';
import type { EnergyCurve } from './energy-curve';
import type { EventColumn, EventLog } from './event-log';
import { hdlcSetupObject } from './hdlc-setup';
import type { MeterClock } from './meter-clock';
import { ProfileBuffer, type ProfileColumn, type ProfileRows, type RowMemory } from './profile-buffer';
import { profileObject } from './profile-generic';
import { registerObject } from './register';
import { sapAssignmentObject } from './sap-assignment';
import { scriptTableObject } from './script-table';
import { SecuritySetup } from './security-setup';
import { staticObject } from './static-object';
import { tcpUdpSetupObject } from './tcp-udp-setup';

/** Where an object stands: what it shares with the others of its meter. */
export interface Site {
  readonly meter: MeterFile;
  readonly device: DeviceEntry;
  readonly clock: MeterClock;
  readonly eventLog: EventLog;
  readonly keySets: ReadonlyMap<string, KeySet>;
  readonly curves: ReadonlyMap<string, EnergyCurve>;
  /** by client */
  readonly associations: ReadonlyMap<string, AssociationDefinition>;
  readonly rowsOf: (profile: ObjectEntry) => RowMemory;
}

/** @throws LocalProtocolError when the entry refers to what its meter lacks: meter files are checked before */
export function buildObject(entry: ObjectEntry, site: Site): CosemObject {
  switch (entry.class) {
    case 1:
      return buildData(entry, site);
    case 3:
      return registerObject(entry.logicalName, registerValue(entry, site), entry);
    case 7:
      return buildProfile(entry, site);
    case 8:
      return clockObject(entry.logicalName, site.clock);
    case 9:
      return buildScripts(entry);
    case 15:
      return buildAssociation(entry, site);
    case 17:
      return sapAssignmentObject(entry.logicalName, site.meter.logicalDevices);
    case 23:
      return hdlcSetupObject(entry.logicalName, site.meter.hdlc, entry.commSpeed);
    case 41:
      return tcpUdpSetupObject(entry.logicalName, site.meter.tcp, entry.ipReference, entry.mss);
    case 42:
    case 43:
      return staticObject(entry.class, 0, entry.logicalName, entry.attributes);
    case 64:
      return buildSecuritySetup(entry, site);
    case 70:
      return disconnectControlObject(entry.logicalName, entry.mode);
  }
}

function buildData({ logicalName, value, shows, counterOf, maxLength }: EntryOf<1>, site: Site): CosemObject {
  if (shows === 'logical-device-name') return logicalDeviceNameObject(logicalName, site.device.name);
  if (counterOf !== undefined) return invocationCounterObject(logicalName, found(site.keySets, counterOf));
  if (shows === 'last-event') return lastEventObject(logicalName, site.eventLog);
  return dataObject(logicalName, value ?? nullData, maxLength);
}

function registerValue({ value = nullData, energy, power }: EntryOf<3>, { curves }: Site): (at: Instant) => Data {
  if (energy !== undefined) {
    const curve = found(curves, energy.curve);
    return (at) => doubleLongUnsigned(curve.energyAt(at, energy.rate));
  }
  if (power === undefined) return () => value;
  const curve = found(curves, power);
  return (at) => doubleLongUnsigned(curve.powerAt(at));
}

function buildProfile(entry: EntryOf<7>, site: Site): CosemObject {
  const captureObjects = entry.captureObjects.map((captured) => ({
    classId: captured.class,
    logicalName: captured.logicalName,
    attributeId: captured.attribute,
  }));
  return profileObject(entry.logicalName, captureObjects, rowsOf(entry, site));
}

/** A profile without a period shows the events of the meter. */
function rowsOf(entry: EntryOf<7>, site: Site): ProfileRows {
  if (entry.capturePeriodSeconds > 0) return periodicRows(entry, site);
  const kinds = entry.captureObjects.map((captured): EventColumn => (captured.class === 8 ? 'time' : 'code'));
  return site.eventLog.rows(kinds, entry.profileEntries);
}

function periodicRows(entry: EntryOf<7>, site: Site): ProfileRows {
  const columns = entry.captureObjects.map((captured) => columnOf(captured, site));
  const size = {
    periodSeconds: entry.capturePeriodSeconds,
    initialRows: entry.rows,
    capacity: entry.profileEntries,
  };
  return new ProfileBuffer(site.clock, columns, size, site.rowsOf(entry));
}

type Captured = EntryOf<7>['captureObjects'][number];

/** What can be captured: the time of the clock, the value of a register, the value of a Data object as the file has it. */
function columnOf(captured: Captured, site: Site): ProfileColumn {
  const entry = site.device.objects.find(({ logicalName }) => logicalName === captured.logicalName);
  if (entry?.class === 8)
    return { valueAt: ({ settings, utc }) => octetString(encodeDateTime(localDateTime(settings, utc))) };
  if (entry?.class === 3) {
    const value = registerValue(entry, site);
    return { valueAt: ({ instant }) => value(instant) };
  }
  const value = entry?.class === 1 ? entry.value : undefined;
  return { valueAt: () => value ?? nullData };
}

function buildScripts({ logicalName, scripts, counter }: EntryOf<9>): CosemObject {
  const written = scripts.map(({ id, writes }) => ({
    id,
    writes: writes.map(({ class: classId, logicalName: target, attribute: attributeId, value }) => ({
      classId,
      logicalName: target,
      attributeId,
      value,
    })),
  }));
  return scriptTableObject(logicalName, written, counter);
}

function buildAssociation({ logicalName, association }: EntryOf<15>, site: Site): CosemObject {
  const place = { serverSap: site.device.sap, maxPduSize: site.meter.maxPduSize };
  if (association === undefined) return currentAssociationObject(logicalName, place);
  return numberedAssociationObject(found(site.associations, association), place);
}

function buildSecuritySetup(entry: EntryOf<64>, { meter, keySets, clock }: Site): CosemObject {
  return new SecuritySetup(entry.logicalName, {
    version: entry.version,
    policy: entry.policy,
    keys: found(keySets, entry.keys),
    serverSystemTitle: meter.systemTitle,
    clientSystemTitle: entry.clientSystemTitle ?? new Uint8Array(),
    utcAt: (now) => clock.utc(now),
  });
}

function found<Value>(known: ReadonlyMap<string, Value>, name: string): Value {
  const value = known.get(name);
  if (value === undefined) throw new LocalProtocolError(`the meter has no ${name}`);
  return value;
}
