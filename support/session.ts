import { resolve } from 'node:path';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import { openRigState, type RigState } from '#rig/rig-state';
import { RigCounters } from './rig-counters';

interface Held {
  readonly state: RigState;
  readonly counters: RigCounters;
}

/** What outlives a scenario: rigs that were read, by path, and what is kept of them. */
const rigs = new Map<string, Rig>();
const held = new Map<Rig, Held>();
let leavesAtTheEnd = false;

/** The same rig for each way to write its path; messages keep the way in which it was first asked for. */
export function rigOf(file: string): Rig {
  const path = resolve(file);
  const rig = rigs.get(path) ?? loadRig(file);
  rigs.set(path, rig);
  return rig;
}

/**
 * The counters of a rig, which is ours from the first time that anybody asks.
 * @throws RigInUse when another run has the rig
 */
export function countersOf(rig: Rig): RigCounters {
  return hold(rig).counters;
}

/**
 * What is kept of a rig from run to run.
 * @throws RigInUse when another run has the rig
 */
export function stateOf(rig: Rig): RigState {
  return hold(rig).state;
}

/** Writes back what the counters have set aside and not used. */
export function saveCounters(): void {
  for (const { state } of held.values()) state.counters.save();
}

/** Keeps what is to be kept, and gives the rigs to others. */
export function leaveRigs(): void {
  for (const { state } of held.values()) state.leave();
  held.clear();
}

function hold(rig: Rig): Held {
  const known = held.get(rig);
  if (known !== undefined) return known;
  const state = openRigState(rig);
  const made = { state, counters: new RigCounters(state.counters, rig.transport.kind !== 'simulator') };
  if (!leavesAtTheEnd) leaveAtTheEnd();
  held.set(rig, made);
  return made;
}

/** A run that is broken off, by its own error or by a person, gives its rig back too. */
function leaveAtTheEnd(): void {
  leavesAtTheEnd = true;
  process.once('exit', leaveRigs);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      leaveRigs();
      process.kill(process.pid, signal);
    });
  }
}
