import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasEnded, isNearby, type LockOwner, ownerIn, ownerText, thisProcess } from './lock-owner';
import { RigError } from './rig-error';
import { codeOf } from './rig-source';
import { readStateFile, unfinishedPath } from './state-file';

/** Somebody else has the rig: nothing is wrong with it, and nothing was sent. */
export class RigInUse extends Error {
  override name = 'RigInUse';
}

/**
 * A file that says who has a rig, for as long as he has it. It is never waited for: who comes second is told so at
 * once. It comes into being with its content (a link to a finished file, which fails where the name is taken), so that
 * a crash leaves no half of it.
 */
export class StateLock {
  private constructor(
    private readonly path: string,
    private readonly text: string,
    /** who had it before and ended without giving it back */
    readonly takenFrom: LockOwner | undefined,
  ) {}

  /**
   * @param rig its name, for the message
   * @throws RigInUse when another process, or this one, has it
   * @throws RigError when the file cannot be written, or is no lock
   */
  static take(path: string, rig: string): StateLock {
    const text = `${JSON.stringify(thisProcess())}\n`;
    if (comesFirst(path, text)) return new StateLock(path, text, undefined);
    const former = ownerOf(path);
    // given back just now
    if (former === undefined) return StateLock.take(path, rig);
    refuseLiving(former, path, rig);
    return new StateLock(path, text, succeeds(former, path, text, rig));
  }

  /** Gives it back; what others have made of it meanwhile is left alone. */
  release(): void {
    if (readStateFile(this.path) === this.text) rmSync(this.path, { force: true });
  }
}

/** Of two that find an abandoned lock only one may replace it: there is a lock for that, held for a moment. */
function succeeds(former: LockOwner, path: string, text: string, rig: string): LockOwner {
  const turn = `${path}.takeover`;
  if (!comesFirst(turn, text)) {
    throw new RigInUse(`rig ${rig} is being taken over by another run; if there is none, remove ${turn}`);
  }
  try {
    const owner = ownerOf(path) ?? former;
    refuseLiving(owner, path, rig);
    writeFresh(path, text);
    renameSync(unfinishedPath(path), path);
    return owner;
  } finally {
    rmSync(turn, { force: true });
  }
}

function refuseLiving(owner: LockOwner, path: string, rig: string): void {
  if (hasEnded(owner)) return;
  const advice = isNearby(owner) ? '' : ', if that one has ended remove it';
  throw new RigInUse(`rig ${rig} is in use by ${ownerText(owner)} (lock: ${path}${advice})`);
}

function ownerOf(path: string): LockOwner | undefined {
  const text = readStateFile(path);
  if (text === undefined) return undefined;
  const owner = ownerIn(text);
  if (owner === undefined) throw new RigError(`${path}: not a lock of ours; remove it if no run uses this rig`);
  return owner;
}

/** @returns false where the name is taken */
function comesFirst(path: string, text: string): boolean {
  writeFresh(path, text);
  const fresh = unfinishedPath(path);
  try {
    linkSync(fresh, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new RigError(`${path}: the rig cannot be locked: ${codeOf(error)}`);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function writeFresh(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(unfinishedPath(path), text, { mode: 0o600 });
  } catch (error) {
    throw new RigError(`${path}: the rig cannot be locked: ${codeOf(error)}`);
  }
}
