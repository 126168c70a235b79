import { PeerProtocolError } from '#dlms/errors';
import { codesOf } from './character';
import { bracketed, type Command, letterOf, type PasswordLevel } from './command';
import { type DataMessage, errorMessage } from './data-message';
import { type DataSet, decodeDataSets, encodeDataSet } from './data-set';
import type { MeterData, Refusal } from './meter-data';
import type { ProgrammingDecisions } from './programming-decisions';

export type ProgrammingAnswer =
  | { readonly kind: 'ACK' }
  | { readonly kind: 'NAK' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'break' }
  | { readonly kind: 'data'; readonly data: DataMessage };

/** What was carried out, for whoever watches. Never holds a password. */
export type ProgrammingEvent =
  | { readonly kind: 'password'; readonly level: PasswordLevel; readonly isAccepted: boolean }
  | { readonly kind: 'command'; readonly command: Command['name']; readonly address: string; readonly isDone: boolean };

export interface ProgrammingSettings {
  /** characters of a block in a partial read */
  readonly partialBlock: number;
  /** characters of a write that is put together from partial blocks */
  readonly longestMessage: number;
  /** error messages */
  readonly errors: { readonly password: string; readonly locked: string; readonly command: string };
}

interface Location {
  readonly address: string;
  readonly value: string;
}

type Serve = (command: Command, location: Location) => ProgrammingAnswer | undefined;

/** Programming mode of a meter: passwords, and commands on its data (IEC 62056-21 6.3.4, 6.4.4). */
export class ProgrammingMode {
  private readonly data: MeterData;
  private readonly decisions: ProgrammingDecisions;
  private readonly settings: ProgrammingSettings;
  private readonly emit: (event: ProgrammingEvent) => void;
  private isUnlocked = false;
  private operand = '';
  private failures = 0;
  private toCome: DataMessage[] = [];
  private written = '';

  constructor(
    data: MeterData,
    decisions: ProgrammingDecisions,
    settings: ProgrammingSettings,
    emit: (event: ProgrammingEvent) => void,
  ) {
    this.data = data;
    this.decisions = decisions;
    this.settings = settings;
    this.emit = emit;
  }

  get isOpen(): boolean {
    return this.isUnlocked;
  }

  /** Locked again; the operand of P0. Failures are counted on. */
  begin(): string {
    this.isUnlocked = false;
    this.toCome = [];
    this.written = '';
    this.operand = this.data.operand();
    return this.operand;
  }

  handle(command: Command): ProgrammingAnswer {
    this.toCome = [];
    if (letterOf(command) === 'P') return this.takePassword(command);
    const whole = this.wholeOf(command);
    if (whole === undefined) return { kind: 'ACK' };
    const location = locationOf(whole);
    return (location && this.serve(whole, location)) ?? this.refuse(this.settings.errors.command);
  }

  /** To ACK: the next block of a partial read, where there is one. */
  next(): DataMessage | undefined {
    return this.toCome.shift();
  }

  /** To a message with something wrong in it. */
  faulty(): ProgrammingAnswer {
    const what = this.decisions.onFaultyCommand();
    return what === 'error' ? this.refuse(this.settings.errors.command) : { kind: what };
  }

  private takePassword({ name, data }: Command): ProgrammingAnswer {
    const given = bracketed(data);
    if ((name !== 'P1' && name !== 'P2') || given === undefined) return this.refuse(this.settings.errors.command);
    const wanted = this.data.password(name, this.operand);
    const isAccepted = this.decisions.acceptsLocalPassword({ level: name, given, wanted });
    this.emit({ kind: 'password', level: name, isAccepted });
    this.failures = isAccepted ? 0 : this.failures + 1;
    this.isUnlocked ||= isAccepted;
    return isAccepted ? { kind: 'ACK' } : this.refusePassword();
  }

  private refusePassword(): ProgrammingAnswer {
    const what = this.decisions.onWrongPassword(this.failures);
    return what === 'error' ? { kind: 'data', data: errorMessage(this.settings.errors.password) } : { kind: what };
  }

  /** The command with all its blocks; undefined while more are to come. */
  private wholeOf(command: Command): Command | undefined {
    if (command.isLast && this.written === '') return command;
    const data = this.written + (command.data ?? '');
    this.written = command.isLast || data.length > this.settings.longestMessage ? '' : data;
    return this.written === '' ? { ...command, data, isLast: true } : undefined;
  }

  private serve(command: Command, location: Location): ProgrammingAnswer | undefined {
    const letter = letterOf(command);
    if (letter !== 'R' && letter !== 'W' && letter !== 'E') return undefined;
    const isFree = this.data.isFree(location.address);
    if (!this.isUnlocked && !this.decisions.servesLocked({ letter, isFree }))
      return this.refuse(this.settings.errors.locked);
    return this.services[letter](command, location);
  }

  private readonly services: Readonly<Record<'R' | 'W' | 'E', Serve>> = {
    R: ({ name }, { address, value }) => {
      if (!/^\d*$/.test(value)) return undefined;
      const found = this.data.read(name, address, value === '' ? undefined : Number(value));
      this.emit({ kind: 'command', command: name, address, isDone: !('error' in found) });
      return 'error' in found ? answerOf(found) : this.show(found, name === 'R3' || name === 'R4');
    },
    W: ({ name }, { address, value }) => this.done(name, address, this.data.write(name, address, value)),
    E: ({ name }, { address, value }) => this.done(name, address, this.data.execute(name, address, value)),
  };

  private done(command: Command['name'], address: string, refusal: Refusal | undefined): ProgrammingAnswer {
    this.emit({ kind: 'command', command, address, isDone: refusal === undefined });
    return answerOf(refusal);
  }

  private show(set: DataSet, isPartial: boolean): ProgrammingAnswer {
    const text = encodeDataSet(set);
    const [first, ...rest] = isPartial ? blocksOf(text, this.settings.partialBlock) : [{ text, isLast: true }];
    this.toCome = rest;
    return first === undefined ? { kind: 'silence' } : { kind: 'data', data: first };
  }

  private refuse(text: string): ProgrammingAnswer {
    const what = this.decisions.onBadCommand();
    return what === 'error' ? { kind: 'data', data: errorMessage(text) } : { kind: what };
  }
}

function answerOf(refusal: Refusal | undefined): ProgrammingAnswer {
  return refusal === undefined ? { kind: 'ACK' } : { kind: 'data', data: errorMessage(refusal.error) };
}

/** The one data set of a command, with one value and no unit; undefined where it has another form. */
function locationOf({ data }: Command): Location | undefined {
  try {
    const [set, ...others] = decodeDataSets(data ?? '', { octets: codesOf(data ?? ''), offset: 0 });
    const [only, ...more] = set?.values ?? [];
    if (set === undefined || only === undefined || others.length + more.length > 0) return undefined;
    return only.unit === undefined ? { address: set.address, value: only.value } : undefined;
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}

/** Address and bracket in the first block, the unit whole in the last. */
function blocksOf(text: string, length: number): DataMessage[] {
  const head = text.indexOf('(') + 1;
  const star = text.indexOf('*');
  const tail = star < 0 ? text.length - 1 : star;
  const blocks: string[] = [];
  for (let at = 0; at < tail; at = at === 0 ? Math.min(head + length, tail) : at + length)
    blocks.push(text.slice(at, Math.min(at === 0 ? head + length : at + length, tail)));
  return [...blocks, text.slice(tail)].map((block, i) => ({ text: block, isLast: i === blocks.length }));
}
