import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Rig } from './rig';
import { RigError } from './rig-error';
import { codeOf } from './rig-source';

/** Environment variables that say where programs keep what outlives them. */
export interface StateHome {
  readonly XDG_STATE_HOME?: string | undefined;
}

/**
 * `$XDG_STATE_HOME/dlms-conformance/NAME` with the ending; without the variable, below `~/.local/state`.
 * @param ending such as `.json`
 */
export function stateFilePath({ name }: Pick<Rig, 'name'>, { XDG_STATE_HOME }: StateHome, ending = '.json'): string {
  const base = XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(base, 'dlms-conformance', `${name}${ending}`);
}

/**
 * The text of a file, undefined where there is none.
 * @throws RigError when it cannot be read
 */
export function readStateFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new RigError(`${path}: cannot be read: ${codeOf(error)}`);
  }
}

/**
 * Replaces a file in one step, readable by its owner alone: a crash of the program or the machine leaves either the
 * old file or the new one.
 * @param what is in it, for the message
 * @throws RigError when it cannot be written
 */
export function replaceStateFile(path: string, text: string, what: string): void {
  const fresh = unfinishedPath(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, text, { mode: 0o600, flush: true });
    renameSync(fresh, path);
    settle(dirname(path));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new RigError(`${path}: ${what} cannot be kept: ${codeOf(error)}`);
  }
}

/** Where a file is made before it takes its name; two processes do not share it. */
export function unfinishedPath(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** A new name is on the disk only when its folder is. Windows cannot open a folder, and needs not. */
function settle(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
