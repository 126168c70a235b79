import { type CounterStore, openCounterStore } from './counter-store';
import { type KeyJournal, openKeyJournal } from './key-journal';
import { ownerText } from './lock-owner';
import type { Rig } from './rig';
import { stateFilePath } from './state-file';
import { StateLock } from './state-lock';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is kept of a rig from one run to the next, for the run that has the rig. */
export interface RigState {
  readonly counters: CounterStore;
  readonly keys: KeyJournal;
  /** who had the rig before and ended without giving it back, in words */
  readonly takenFrom?: string;
  /** Keeps what is to be kept and gives the rig to others. */
  leave(): void;
}

/**
 * Takes a rig, so that nobody else sends to its meter or counts for it; kept until `leave`. A simulator is everybody's
 * own.
 *
 * @throws RigInUse when another run has it
 * @throws RigError when what is kept of it cannot be read or written
 */
export function openRigState(rig: Rig, env: Environment = process.env): RigState {
  const lock =
    rig.transport.kind === 'simulator' ? undefined : StateLock.take(stateFilePath(rig, env, '.lock'), rig.name);
  const counters = openCounterStore(rig, env);
  const leave = () => {
    counters.save();
    lock?.release();
  };
  const { takenFrom } = lock ?? {};
  return {
    counters,
    keys: openKeyJournal(rig, env),
    ...(takenFrom !== undefined && { takenFrom: ownerText(takenFrom) }),
    leave,
  };
}
