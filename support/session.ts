import { resolve } from 'node:path';
import { openCounterStore } from '#rig/counter-store';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import { SendingCounters } from './sending-counters';

/** What outlives a scenario: rigs that were read and their counters, by path. */
const rigs = new Map<string, Rig>();
const counters = new Map<Rig, { readonly sending: SendingCounters; readonly save: () => void }>();

/** The same rig for each way to write its path; messages keep the way in which it was first asked for. */
export function rigOf(file: string): Rig {
  const path = resolve(file);
  const rig = rigs.get(path) ?? loadRig(file);
  rigs.set(path, rig);
  return rig;
}

export function countersOf(rig: Rig): SendingCounters {
  const known = counters.get(rig);
  if (known !== undefined) return known.sending;
  const store = openCounterStore(rig);
  const sending = new SendingCounters(store);
  counters.set(rig, { sending, save: () => store.save() });
  return sending;
}

/** Writes back what the counters have set aside and not used. */
export function saveCounters(): void {
  for (const { save } of counters.values()) save();
}
