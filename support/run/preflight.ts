import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import { AUTHENTICATION_KINDS } from '#dlms/apdu/authentication';
import type { Data } from '#dlms/codec/data';
import { LineLost, PeerProtocolError } from '#dlms/errors';
import { LOGICAL_DEVICE_NAME } from '#procedures/health';
import type { ClientProfile, Rig } from '#rig/rig';
import { Bench } from '#support/bench';
import { countersOf } from '#support/session';
import { checkMeterFiles } from '#support/simulated-meter';

/** Why no case should be run on this bench, or what was found out before the first one. */
export interface Preflight {
  readonly fault?: { readonly kind: 'no-connection' | 'wrong-meter'; readonly text: string };
  /** e.g. counters that were taken over from the meter */
  readonly remarks: readonly string[];
}

/**
 * Looks before anything is judged: is there a meter, is it the one of the rig file, and which invocation counters
 * does it expect? Only reads. The simulator is new for each scenario: of it only the files are looked at.
 * @throws MeterError when a file of the simulator is wrong
 */
export async function preflight(rig: Rig): Promise<Preflight> {
  if (rig.transport.kind === 'simulator') {
    checkMeterFiles(rig.transport);
    return { remarks: [] };
  }
  const bench = new Bench(rig, countersOf(rig));
  try {
    const wrong = await identityFault(bench);
    if (wrong !== undefined) return { fault: { kind: 'wrong-meter', text: wrong }, remarks: [] };
    return { remarks: await synchronizeCounters(bench) };
  } catch (error) {
    if (error instanceof LineLost) return { fault: { kind: 'no-connection', text: error.message }, remarks: [] };
    if (error instanceof PeerProtocolError) return { remarks: [`identity not checked: ${error.message}`] };
    throw error;
  } finally {
    await bench.close();
  }
}

/** The logical device name must be the declared one; a meter that does not tell it is left to the cases. */
async function identityFault(bench: Bench): Promise<string | undefined> {
  const profile = mostOpen([...bench.rig.clients.values()]);
  const declared = bench.rig.meter.logicalDevices.find(({ sap }) => sap === profile?.server)?.name;
  if (profile === undefined) return undefined;
  const client = bench.client(profile.role, 'preflight');
  await client.channel.connect();
  if (declared === undefined || !(await client.open()).associated) return undefined;
  const found = textOf(await read(client));
  await client.disconnect();
  if (found === undefined || found === declared) return undefined;
  return `the meter says that it is "${found}", but the rig file says "${declared}" (meter.logicalDeviceName)`;
}

/** Takes over the counter that the meter shows for each client whose rig entry says where to read it. */
async function synchronizeCounters(bench: Bench): Promise<readonly string[]> {
  const remarks: string[] = [];
  for (const profile of bench.rig.clients.values()) {
    const remark = await synchronize(bench, profile);
    if (remark !== undefined) remarks.push(remark);
  }
  return remarks;
}

async function synchronize(bench: Bench, profile: ClientProfile): Promise<string | undefined> {
  const { invocationCounter } = profile;
  if (invocationCounter === undefined) return undefined;
  const reader = bench.client(invocationCounter.via, 'preflight');
  if (!(await reader.open()).associated)
    return `counter of ${profile.role}: the ${invocationCounter.via} client could not open`;
  const seen = numberOf(await read(reader, { classId: 1, logicalName: invocationCounter.object, attributeId: 2 }));
  await reader.disconnect();
  if (seen === undefined) return `counter of ${profile.role}: ${invocationCounter.object} gave no number`;
  const counter = bench.client(profile.role).association.security.globalCounter;
  if (seen + 1 <= counter.next) return undefined;
  const before = counter.next;
  counter.skipTo(seen + 1);
  return `counter of ${profile.role} taken over from the meter: ${before} -> ${seen + 1}`;
}

/** The client that is let in most easily. */
export function mostOpen(profiles: readonly ClientProfile[]): ClientProfile | undefined {
  const ease = ({ authentication }: ClientProfile) => AUTHENTICATION_KINDS.indexOf(authentication);
  return [...profiles].sort((a, b) => ease(a) - ease(b))[0];
}

async function read(client: DlmsClient, attribute = LOGICAL_DEVICE_NAME): Promise<Data | undefined> {
  const { results } = await getAttribute(client, attribute);
  const result = results?.[0];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function textOf(data: Data | undefined): string | undefined {
  if (data?.type === 'octet-string') return Buffer.from(data.value).toString('latin1');
  return data?.type === 'visible-string' ? data.value : undefined;
}

function numberOf(data: Data | undefined): number | undefined {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : undefined;
}
