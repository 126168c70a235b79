import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** The process that holds a rig, told well enough to see whether it is still there. */
const ownerSchema = z.strictObject({
  version: z.literal(1),
  pid: z.int().positive(),
  host: z.string(),
  /** when it took the rig, ISO 8601, UTC */
  since: z.string(),
  /** Linux: process ids are numbered apart in each container */
  pidNamespace: z.string().optional(),
  /** Linux: when the process began, so that another one with its id is told apart */
  began: z.string().optional(),
});

export type LockOwner = z.infer<typeof ownerSchema>;

/** This process, from now on. */
export function thisProcess(now = new Date()): LockOwner {
  const pidNamespace = ownNamespace();
  const began = processOf(process.pid)?.began;
  return {
    version: 1,
    pid: process.pid,
    host: hostname(),
    since: now.toISOString(),
    ...(pidNamespace !== undefined && { pidNamespace }),
    ...(began !== undefined && { began }),
  };
}

/** @returns undefined when the text is not that of a lock */
export function ownerIn(text: string): LockOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Processes of another computer or container cannot be seen from here. */
export function isNearby({ host, pidNamespace }: LockOwner): boolean {
  return host === hostname() && pidNamespace === ownNamespace();
}

/** Whether a process that could be seen from here has ended. What cannot be seen is taken to be alive. */
export function hasEnded(owner: LockOwner): boolean {
  if (!isNearby(owner)) return false;
  if (!isRunning(owner.pid)) return true;
  const found = processOf(owner.pid);
  return owner.began !== undefined && (found === undefined || found.isZombie || found.began !== owner.began);
}

/** `process 4711 on this computer since 2026-11-22 18:44:30 UTC` */
export function ownerText(owner: LockOwner): string {
  const place = isNearby(owner) ? 'on this computer' : `on ${owner.host}`;
  return `process ${owner.pid} ${place} since ${owner.since.slice(0, 19).replace('T', ' ')} UTC`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // another user's process may not be asked, but is there
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function ownNamespace(): string | undefined {
  return unlessMissing(() => readlinkSync('/proc/self/ns/pid'));
}

/** Fields 3 and 22 of /proc/PID/stat; the second field is a name in brackets, which may hold anything. */
function processOf(pid: number): { readonly isZombie: boolean; readonly began: string } | undefined {
  const stat = unlessMissing(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { isZombie: fields[0] === 'Z' || fields[0] === 'X', began: fields[19] ?? '' };
}

/** Only Linux has these files. */
function unlessMissing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
