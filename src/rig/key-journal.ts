import { z } from 'zod';
import { toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import type { Rig } from './rig';
import { RigError } from './rig-error';
import { readStateFile, replaceStateFile, stateFilePath } from './state-file';

const REPLACED = ['guek', 'gbek', 'gak', 'kek', 'guek+gak', 'lls-password', 'hls-secret', 'security-policy'] as const;
const STATES = ['changing', 'changed', 'restoring'] as const;

/** What a test has put something else in place of. */
export type Replaced = (typeof REPLACED)[number];

/**
 * `changing`: the meter may have the rig's own or the temporary one; `changed`: it has the temporary one; `restoring`:
 * again it may have either.
 */
export type ReplacementState = (typeof STATES)[number];

const entrySchema = z.strictObject({
  id: z.int().positive(),
  role: z.string(),
  what: z.enum(REPLACED),
  /** hex; with the rig's own secret it leads to the temporary one */
  nonce: z.string().regex(/^(?:[0-9A-F]{2})+$/),
  /** the object in the meter, as OBIS */
  object: z.string().optional(),
  /** what it was before, of a policy */
  before: z.int().optional(),
  /** hex, of a key that was agreed: the system title of the meter, then its public ephemeral key once that is known */
  agreedWith: z
    .string()
    .regex(/^(?:[0-9A-F]{2})+$/)
    .optional(),
  state: z.enum(STATES),
  /** ISO 8601, UTC */
  startedAt: z.string(),
  pid: z.int().positive(),
});

const journalSchema = z.strictObject({ version: z.literal(1), rig: z.string(), entries: z.array(entrySchema) });

/** Something of the meter that is, or may be, other than the rig file says. Holds no secret. */
export type Replacement = Readonly<z.infer<typeof entrySchema>>;

/** What a test is about to change. */
export interface IntendedReplacement {
  readonly role: string;
  readonly what: Replaced;
  /** fresh and random, see temporaryKey */
  readonly nonce: Uint8Array;
  /** logical name of the object that is to be restored */
  readonly object?: string;
  /** of a security policy: its number before */
  readonly before?: number;
  /** of a key that is to be agreed: the system title of the meter, in hex */
  readonly agreedWith?: string;
}

/** Where entries outlive a run. */
export interface JournalFile {
  read(): readonly Replacement[];
  write(entries: readonly Replacement[]): void;
}

/**
 * What tests have changed in the keys of a meter and not yet restored. An entry is on the disk before the meter is
 * told anything, and goes when the meter has its own keys again, so that whatever happens in between can be mended.
 */
export class KeyJournal {
  /** of earlier runs */
  private readonly leftOver: ReadonlySet<number>;

  constructor(
    private readonly file: JournalFile,
    private readonly rig: string,
  ) {
    this.leftOver = new Set(file.read().map(({ id }) => id));
  }

  /** What is not, or not for certain, as the rig file says; the oldest first. */
  pending(): readonly Replacement[] {
    return this.file.read();
  }

  /** Entries that an earlier run left: nothing more is changed before they are restored. */
  unrestored(): readonly Replacement[] {
    return this.pending().filter(({ id }) => this.leftOver.has(id));
  }

  /**
   * Writes down, in state `changing`, what is going to be changed.
   * @returns the entry
   * @throws RigError when something of an earlier run is not restored yet
   */
  begin(intended: IntendedReplacement, now = new Date()): Replacement {
    const entries = this.pending();
    if (this.unrestored().length > 0) throw new RigError(unrestoredText(this.rig, this.unrestored()));
    const entry: Replacement = {
      ...intended,
      id: Math.max(0, ...entries.map(({ id }) => id)) + 1,
      nonce: toHex(intended.nonce),
      state: 'changing',
      startedAt: now.toISOString(),
      pid: process.pid,
    };
    this.file.write([...entries, entry]);
    return entry;
  }

  /**
   * @param agreed what is known of the other side of an agreed key meanwhile
   * @throws LocalProtocolError when there is no such entry
   */
  mark(id: number, state: ReplacementState, agreed: Pick<Replacement, 'agreedWith'> = {}): void {
    const marked = { ...this.entry(id), ...agreed, state };
    this.file.write(this.pending().map((entry) => (entry.id === id ? marked : entry)));
  }

  /**
   * The meter has again what the rig file says.
   * @throws LocalProtocolError when there is no such entry
   */
  clear(id: number): void {
    this.entry(id);
    this.file.write(this.pending().filter((entry) => entry.id !== id));
  }

  private entry(id: number): Replacement {
    const found = this.pending().find((entry) => entry.id === id);
    if (found === undefined) throw new LocalProtocolError(`the key journal of ${this.rig} has no entry ${id}`);
    return found;
  }
}

/** One line that says what is not restored and what to do. */
export function unrestoredText(rig: string, entries: readonly Replacement[]): string {
  const list = entries.map(replacementText).join('; ');
  return `rig ${rig}: the meter may still have what a test put into it: ${list}; run \`dlms keys restore --rig FILE\``;
}

/** `guek of management (changed, since 2026-11-22 18:44:30 UTC)` */
export function replacementText({ what, role, state, startedAt }: Replacement): string {
  return `${what} of ${role} (${state}, since ${startedAt.slice(0, 19).replace('T', ' ')} UTC)`;
}

/**
 * The journal of a rig: a file beside its counters, for a simulator in memory.
 * @throws RigError when there is a file and it is not a journal of this rig
 */
export function openKeyJournal(
  rig: Pick<Rig, 'name' | 'transport'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): KeyJournal {
  const onDisk = rig.transport.kind !== 'simulator';
  return new KeyJournal(onDisk ? new JournalOnDisk(rig.name, stateFilePath(rig, env, '.journal')) : memory(), rig.name);
}

class JournalOnDisk implements JournalFile {
  constructor(
    private readonly rig: string,
    private readonly path: string,
  ) {}

  read(): readonly Replacement[] {
    const text = readStateFile(this.path);
    return text === undefined ? [] : this.parsed(text);
  }

  write(entries: readonly Replacement[]): void {
    const journal = { version: 1, rig: this.rig, entries };
    replaceStateFile(this.path, `${JSON.stringify(journal, undefined, 2)}\n`, 'the journal of changed keys');
  }

  private parsed(text: string): readonly Replacement[] {
    try {
      return journalSchema.parse(JSON.parse(text)).entries;
    } catch {
      throw new RigError(
        `${this.path}: not a journal of changed keys, so nobody knows whether the meter has its own: ` +
          'look whether it opens with those of the rig file, then move the journal away',
      );
    }
  }
}

function memory(): JournalFile {
  let entries: readonly Replacement[] = [];
  return {
    read: () => entries,
    write: (changed) => {
      entries = changed;
    },
  };
}
