import { z } from 'zod';
import { RigError } from './rig-error';
import { readStateFile, replaceStateFile } from './state-file';

/** What is known of invocation counters from one run to the next (security.md 4). */
export interface CounterState {
  /** of what we send, by `role/key`: the lowest value that has not been promised to anybody */
  readonly counters: Readonly<Record<string, number>>;
  /** of what a meter has sent, by `role/key@title` */
  readonly received: Readonly<Record<string, ReceivedCounter>>;
  /** what the meter showed of its receive counters when the last run began, by role */
  readonly shown: Readonly<Record<string, number>>;
}

/** The highest counter that a meter has used under one key. */
export interface ReceivedCounter {
  readonly highest: number;
  /** when it was received, ISO 8601, UTC */
  readonly at: string;
  /** a check value of the key, so that another key under the same name is noticed */
  readonly check: string;
}

/** Where counters outlive a run. */
export interface CounterFile {
  read(): CounterState;
  write(state: CounterState): void;
}

const NOTHING: CounterState = { counters: {}, received: {}, shown: {} };

const counter = z.int().min(0).max(0xffffffff);
const counters = z.record(z.string(), counter);
const received = z.record(z.string(), z.strictObject({ highest: counter, at: z.string(), check: z.string() }));

/** Version 1 knew only what we send. */
const stateSchema = z.discriminatedUnion('version', [
  z.strictObject({ version: z.literal(1), counters }),
  z.strictObject({ version: z.literal(2), counters, received, shown: counters.default({}) }),
]);

/** JSON on disk, replaced in one step. */
export class StateFile implements CounterFile {
  constructor(readonly path: string) {}

  /** @throws RigError when there is a file and it is not ours */
  read(): CounterState {
    const text = readStateFile(this.path);
    return text === undefined ? NOTHING : this.parsed(text);
  }

  /** @throws RigError when it cannot be written */
  write(state: CounterState): void {
    replaceStateFile(this.path, `${JSON.stringify({ version: 2, ...state }, undefined, 2)}\n`, 'invocation counters');
  }

  private parsed(text: string): CounterState {
    try {
      const state = stateSchema.parse(JSON.parse(text));
      return state.version === 1 ? { ...NOTHING, counters: state.counters } : withoutVersion(state);
    } catch {
      throw new RigError(
        `${this.path}: not a state file of invocation counters; move it away to start from the meter's own`,
      );
    }
  }
}

function withoutVersion({ counters, received, shown }: CounterState): CounterState {
  return { counters, received, shown };
}

/** For the simulator, whose counters start afresh with it. */
export class MemoryFile implements CounterFile {
  private state = NOTHING;

  read(): CounterState {
    return this.state;
  }

  write(state: CounterState): void {
    this.state = state;
  }
}
