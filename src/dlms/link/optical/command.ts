import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import type { BlockCheck } from './block-check';
import { codesOf, EOT, ETX, isPrintable, SOH, STX, textOf } from './character';
import { checkBlock, decodeBlock, withBlockCheck } from './data-message';
import { encodeDataSet, USUAL_VALUE } from './data-set';
import { malformed } from './malformed';

export type CommandLetter = 'P' | 'W' | 'R' | 'E' | 'B';
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
/** Command and its type; types that nobody has defined are legal to receive (IEC 62056-21 6.3.4). */
export type CommandName = `${CommandLetter}${Digit}`;
/** P1: for comparison; P2: result of a secure algorithm over the operand of P0 */
export type PasswordLevel = 'P1' | 'P2';

/** `SOH C D [STX data] ETX BCC`, or with EOT where more blocks follow. */
export interface Command {
  readonly name: CommandName;
  /** data set without its STX; undefined where there is no STX. May be a secret. */
  readonly data: string | undefined;
  readonly isLast: boolean;
}

const NAME = /^[PWREB][0-9]$/;

export function encodeCommand({ name, data, isLast }: Command, check: BlockCheck = 'xor'): Uint8Array {
  const content = data === undefined ? new Uint8Array() : concat(Uint8Array.of(STX), printable(data));
  const head = concat(Uint8Array.of(SOH), codesOf(name), content);
  return withBlockCheck(concat(head, Uint8Array.of(isLast ? ETX : EOT)), check);
}

/** @throws PeerProtocolError for an unknown command letter, a wrong frame or BCC; its octets never show a password */
export function decodeCommand(codes: Uint8Array, check: BlockCheck = 'xor'): Command {
  if (codes[0] !== SOH) throw malformed('command message: no SOH', codes, 0);
  const name = textOf(codes.subarray(1, 3));
  if (!isCommandName(name)) throw malformed('command message: no command', codes, Math.min(1, codes.length));
  checkBlock(codes, 3, check);
  if (codes.length === 5) return { name, data: undefined, isLast: codes[3] === ETX };
  if (codes[3] !== STX) throw malformed('command message: no STX before the data', codes, 3);
  const { text, isLast } = decodeBlock(codes, 4, check);
  return { name, data: text, isLast };
}

/** @param operand of the secure algorithm, empty where there is none */
export function passwordRequest(operand: string): Command {
  return { name: 'P0', data: inBrackets(operand), isLast: true };
}

/** @throws LocalProtocolError when the password cannot be sent; never repeats it */
export function passwordCommand(level: PasswordLevel, password: string): Command {
  return { name: level, data: inBrackets(password), isLast: true };
}

/** @param count of locations from the address on; undefined: `address()` */
export function readCommand(name: CommandName & `R${string}`, address: string, count?: number): Command {
  return dataCommand(name, address, count === undefined ? '' : String(count));
}

export function writeCommand(name: CommandName & `W${string}`, address: string, value: string): Command {
  return dataCommand(name, address, value);
}

export function executeCommand(name: CommandName & `E${string}`, address: string, value: string): Command {
  return dataCommand(name, address, value);
}

/** A write in partial blocks: the address only in the first one, EOT after all but the last (IEC 62056-21 6.3.4). */
export function partialWrite(name: 'W3' | 'W4', address: string, pieces: readonly string[]): Command[] {
  const last = pieces.length - 1;
  if (last < 0) throw new LocalProtocolError('a write has at least one block');
  return pieces.map((piece, i) => {
    encodeDataSet({ address, values: [{ value: piece, unit: undefined }] });
    const data = `${i === 0 ? `${address}(` : ''}${piece}${i === last ? ')' : ''}`;
    return { name, data, isLast: i === last };
  });
}

/** B0: complete sign-off; B1: the same of a battery meter with fast wake-up */
export function breakCommand(name: 'B0' | 'B1' = 'B0'): Command {
  return { name, data: undefined, isLast: true };
}

export function letterOf({ name }: Command): CommandLetter {
  const [letter] = name;
  return letter === 'P' || letter === 'W' || letter === 'R' || letter === 'E' ? letter : 'B';
}

/** The value of `(value)`: the data of P commands; undefined where they have another form. */
export function bracketed(data: string | undefined): string | undefined {
  return /^\(([^()*/!]*)\)$/.exec(data ?? '')?.[1];
}

function dataCommand(name: CommandName, address: string, value: string): Command {
  return { name, data: encodeDataSet({ address, values: [{ value, unit: undefined }] }), isLast: true };
}

function inBrackets(value: string): string {
  if (value.length > USUAL_VALUE) throw new LocalProtocolError(`more than ${USUAL_VALUE} characters`);
  return encodeDataSet({ address: '', values: [{ value, unit: undefined }] });
}

function printable(data: string): Uint8Array {
  const codes = codesOf(data);
  if (!codes.every(isPrintable)) throw new LocalProtocolError('a control character within the data');
  return codes;
}

function isCommandName(text: string): text is CommandName {
  return NAME.test(text);
}
