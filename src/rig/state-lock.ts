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
    const found = readStateFile(path);
    if (found !== undefined) {
      const former = livelessOwner(found, path, rig);
      if (succeeds(found, path, text, rig)) return new StateLock(path, text, former);
    }
    // given back, or taken over and given back, just now
    return StateLock.take(path, rig);
  }

  /** Gives it back; what others have made of it meanwhile is left alone. */
  release(): void {
    if (readStateFile(this.path) === this.text) rmSync(this.path, { force: true });
  }
}

/**
 * Of two that find an abandoned lock only one may replace it: there is a lock for that, held for a moment.
 * @param found its content; @returns false where it is there no more
 */
function succeeds(found: string, path: string, text: string, rig: string): boolean {
  const turn = `${path}.takeover`;
  if (!comesFirst(turn, text)) {
    throw new RigInUse(`rig ${rig} is being taken over by another run; if there is none, remove ${turn}`);
  }
  try {
    if (readStateFile(path) !== found) return false;
    writeFresh(path, text);
    renameSync(unfinishedPath(path), path);
    return true;
  } finally {
    rmSync(turn, { force: true });
  }
}

/** @throws RigInUse when the owner lives, or nobody can say */
function livelessOwner(text: string, path: string, rig: string): LockOwner {
  const owner = ownerIn(text);
  if (owner === undefined) throw new RigError(`${path}: not a lock of ours; remove it if no run uses this rig`);
  if (hasEnded(owner)) return owner;
  const advice = isNearby(owner) ? '' : ', if that one has ended remove it';
  throw new RigInUse(`rig ${rig} is in use by ${ownerText(owner)} (lock: ${path}${advice})`);
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
