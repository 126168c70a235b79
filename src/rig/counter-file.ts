import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Rig } from './rig';
import { RigError } from './rig-error';
import { codeOf } from './rig-source';

/** Counters by `role/key`: the lowest value that has not been promised to anybody. */
export type Counters = Readonly<Record<string, number>>;

/** Where counters outlive a run. */
export interface CounterFile {
  read(): Counters;
  write(counters: Counters): void;
}

const stateSchema = z.strictObject({ version: z.literal(1), counters: z.record(z.string(), z.int().min(0)) });

/** JSON on disk, replaced in one step, so that a crash leaves either the old file or the new one. */
export class StateFile implements CounterFile {
  constructor(readonly path: string) {}

  /** @throws RigError when there is a file and it is not ours */
  read(): Counters {
    const text = this.text();
    if (text === undefined) return {};
    try {
      return stateSchema.parse(JSON.parse(text)).counters;
    } catch {
      throw new RigError(
        `${this.path}: not a state file of invocation counters; move it away to start from the meter's own`,
      );
    }
  }

  write(counters: Counters): void {
    const fresh = `${this.path}.${process.pid}.tmp`;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      writeFileSync(fresh, `${JSON.stringify({ version: 1, counters }, undefined, 2)}\n`, { mode: 0o600, flush: true });
      renameSync(fresh, this.path);
    } catch (error) {
      throw new RigError(`${this.path}: invocation counters cannot be kept: ${codeOf(error)}`);
    }
  }

  private text(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new RigError(`${this.path}: cannot be read: ${codeOf(error)}`);
    }
  }
}

/** For the simulator, whose counters start afresh with it. */
export class MemoryFile implements CounterFile {
  private counters: Counters = {};

  read(): Counters {
    return this.counters;
  }

  write(counters: Counters): void {
    this.counters = counters;
  }
}

interface StateHome {
  readonly XDG_STATE_HOME?: string | undefined;
}

/** `$XDG_STATE_HOME/dlms-conformance/NAME.json`; without the variable, below `~/.local/state`. */
export function stateFilePath({ name }: Pick<Rig, 'name'>, { XDG_STATE_HOME }: StateHome): string {
  const base = XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(base, 'dlms-conformance', `${name}.json`);
}
