import type { CommandName, PasswordLevel } from './command';
import type { DataSet } from './data-set';

/** Why a meter does not do it, in the words of its error message, e.g. `ER01`. */
export interface Refusal {
  readonly error: string;
}

/** What a meter has behind its local port. Called at the instant at which the message is complete. */
export interface MeterData {
  /** data lines, each of one or more data sets */
  readout(): readonly (readonly DataSet[])[];
  /** operand of the secure algorithm, sent with P0; empty where there is none */
  operand(): string;
  /** the password that opens a level, over the operand that was sent; undefined where it opens nothing */
  password(level: PasswordLevel, operand: string): string | undefined;
  /** whether an address may be read before a password */
  isFree(address: string): boolean;
  /** @param count of locations, where the command says so */
  read(name: CommandName, address: string, count: number | undefined): DataSet | Refusal;
  /** undefined: done */
  write(name: CommandName, address: string, value: string): Refusal | undefined;
  /** undefined: done */
  execute(name: CommandName, address: string, value: string): Refusal | undefined;
}
