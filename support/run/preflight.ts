import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import { AUTHENTICATION_KINDS } from '#dlms/apdu/authentication';
import type { Data } from '#dlms/codec/data';
import { LineLost, PeerProtocolError } from '#dlms/errors';
import { LOGICAL_DEVICE_NAME } from '#procedures/health';
import { unrestoredText } from '#rig/key-journal';
import type { ClientProfile, Rig } from '#rig/rig';
import { Bench } from '#support/bench';
import { opensBelieving, PREFLIGHT, recoverCounters } from '#support/counter-recovery';
import { restorationText, restoresPending } from '#support/key-repair';
import { countersOf, stateOf } from '#support/session';
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
 * From then on the rig is ours.
 * @throws MeterError when a file of the simulator is wrong
 * @throws RigInUse when another run has the rig
 */
export async function preflight(rig: Rig): Promise<Preflight> {
  if (rig.transport.kind === 'simulator') {
    checkMeterFiles(rig.transport);
    return { remarks: [] };
  }
  const remarks = [...stateRemarks(rig)];
  const bench = new Bench(rig, countersOf(rig));
  try {
    const wrong = await identityFault(bench);
    if (wrong !== undefined) return { fault: { kind: 'wrong-meter', text: wrong }, remarks };
    remarks.push(...(await restoreLeftOver(bench)));
    return { remarks: [...remarks, ...(await recoverCounters(bench))] };
  } catch (error) {
    if (error instanceof LineLost) return { fault: { kind: 'no-connection', text: error.message }, remarks };
    if (error instanceof PeerProtocolError) return { remarks: [...remarks, `identity not checked: ${error.message}`] };
    throw error;
  } finally {
    await bench.close();
  }
}

/** What earlier runs left. */
function stateRemarks(rig: Rig): readonly string[] {
  const { takenFrom } = stateOf(rig);
  if (takenFrom === undefined) return [];
  return [`the rig was taken over from a run that has ended without leaving it: ${takenFrom}`];
}

/** Keys that an earlier run has changed are given back first: with them nobody gets in as the rig file says. */
async function restoreLeftOver(bench: Bench): Promise<readonly string[]> {
  const { rig } = bench;
  const { keys } = stateOf(rig);
  const restorations = rig.safety.allowKeyChange ? await restoresPending(bench, keys) : [];
  const done = restorations.map((restoration) => `from an earlier run: ${restorationText(restoration)}`);
  const left = keys.pending();
  return left.length === 0 ? done : [...done, unrestoredText(rig.name, left)];
}

/** The logical device name must be the declared one; a meter that does not tell it is left to the cases. */
async function identityFault(bench: Bench): Promise<string | undefined> {
  const profile = mostOpen([...bench.rig.clients.values()]);
  const declared = bench.rig.meter.logicalDevices.find(({ sap }) => sap === profile?.server)?.name;
  if (profile === undefined) return undefined;
  const client = bench.client(profile.role, PREFLIGHT);
  await client.channel.connect();
  if (declared === undefined || !(await opensBelieving(client, bench.counters)).opening.associated) return undefined;
  const found = textOf(await readName(client));
  await client.disconnect();
  if (found === undefined || found === declared) return undefined;
  return `the meter says that it is "${found}", but the rig file says "${declared}" (meter.logicalDeviceName)`;
}

/** The client that is let in most easily. */
export function mostOpen(profiles: readonly ClientProfile[]): ClientProfile | undefined {
  const ease = ({ authentication }: ClientProfile) => AUTHENTICATION_KINDS.indexOf(authentication);
  return [...profiles].sort((a, b) => ease(a) - ease(b))[0];
}

async function readName(client: DlmsClient): Promise<Data | undefined> {
  const { results } = await getAttribute(client, LOGICAL_DEVICE_NAME);
  const result = results?.[0];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function textOf(data: Data | undefined): string | undefined {
  if (data?.type === 'octet-string') return Buffer.from(data.value).toString('latin1');
  return data?.type === 'visible-string' ? data.value : undefined;
}
