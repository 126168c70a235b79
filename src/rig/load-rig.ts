import { isAbsolute, join } from 'node:path';
import { fromHex } from '#dlms/codec/hex';
import { completeClient } from './client-profile';
import { checkDeclarations } from './declarations';
import { completeObjects } from './object-declaration';
import type {
  ClientProfile,
  HdlcSettings,
  LogicalDeviceDeclaration,
  MeterDeclaration,
  Rig,
  TransportSettings,
} from './rig';
import { RigError } from './rig-error';
import { type RigDocument, rigSchema } from './rig-schema';
import { type RigSource, readRigSource } from './rig-source';
import { firstProblem } from './schema-problem';
import { rigWarnings } from './warnings';

export { RigError };

/**
 * Reads, checks and completes a rig file.
 *
 * @param file path as it was given; messages repeat it
 * @param env where `env:` references are looked up
 * @throws RigError with one line, `file:line:column: field: what is wrong, expected …`; it never holds a secret
 */
export function loadRig(file: string, env: Readonly<Record<string, string | undefined>> = process.env): Rig {
  const source = readRigSource(file);
  const document = checkForm(source);
  const { name, timeouts, declares, deviations, safety } = document;
  const rig = {
    file,
    name,
    transport: transportOf(document, source),
    hdlc: hdlcOf(document, source),
    timeouts,
    meter: meterOf(document, source),
    clients: clientsOf(document, source, env),
    objects: completeObjects(document.objects, source),
    declares: new Set(declares),
    deviations,
    safety,
  };
  checkDeclarations(rig, source);
  return { ...rig, warnings: rigWarnings(rig.transport, rig.clients) };
}

function checkForm(source: RigSource): RigDocument {
  const result = rigSchema.safeParse(withoutEmptyFields(source.fields));
  if (result.success) return result.data;
  const problem = firstProblem(result.error.issues);
  const others = result.error.issues.length - 1;
  throw source.problem(problem?.path ?? [], `${problem?.text}${others > 0 ? ` (and ${others} more)` : ''}`);
}

/** A top-level field whose rows are all commented out is as good as absent. */
function withoutEmptyFields(fields: RigSource['fields']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function transportOf({ transport }: RigDocument, source: RigSource): TransportSettings {
  return transport.kind === 'tcp'
    ? transport
    : { ...transport, meter: pathFrom(source.folderOf(['transport']), transport.meter) };
}

/** Addresses as short as they can be, unless the file says how long. */
function hdlcOf({ hdlc, transport }: RigDocument, source: RigSource): HdlcSettings {
  const { serverLower, addressBytes, maxInfo, window } = hdlc;
  const shortest = serverLower === undefined ? 1 : serverLower < 0x80 ? 2 : 4;
  const lower = serverLower === undefined ? {} : { serverLower };
  if (transport.framing === 'wrapper' && serverLower !== undefined) {
    throw source.problem(['hdlc'], 'is set, but transport.framing is wrapper: nothing of it would be used');
  }
  return { ...lower, addressBytes: addressBytes ?? shortest, maxInfo, window };
}

function pathFrom(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function meterOf({ meter }: RigDocument, source: RigSource): MeterDeclaration {
  const { flagId, systemTitle, inactivitySeconds, pendingAssociationSeconds, maxConnections, maxListItems } = meter;
  return {
    ...(flagId === undefined ? {} : { flagId }),
    ...(systemTitle === undefined ? {} : { systemTitle: fromHex(systemTitle) }),
    ...(inactivitySeconds === undefined ? {} : { inactivitySeconds }),
    ...(pendingAssociationSeconds === undefined ? {} : { pendingAssociationSeconds }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(maxListItems === undefined ? {} : { maxListItems }),
    logicalDevices: logicalDevicesOf(meter, source),
  };
}

function logicalDevicesOf(
  { logicalDevices, logicalDeviceName }: RigDocument['meter'],
  source: RigSource,
): LogicalDeviceDeclaration[] {
  const rows =
    logicalDeviceName === undefined ? logicalDevices : [{ sap: 1, name: logicalDeviceName }, ...logicalDevices];
  const seen = new Set<number>();
  for (const { sap } of rows) {
    if (seen.has(sap)) throw source.problem(['meter', 'logicalDevices'], `SAP ${sap} has two names`);
    seen.add(sap);
  }
  return rows;
}

function clientsOf(
  rig: RigDocument,
  source: RigSource,
  env: Readonly<Record<string, string | undefined>>,
): Map<string, ClientProfile> {
  const clients = new Map<string, ClientProfile>();
  for (const [role, fields] of Object.entries(rig.clients)) {
    clients.set(role, completeClient({ role, fields, rig, source, env }));
  }
  if (clients.size === 0) throw source.problem(['clients'], 'expected at least one client');
  return clients;
}
