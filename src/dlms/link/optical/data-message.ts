import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type BlockCheck, blockCheck } from './block-check';
import { codesOf, EOT, ETX, STX, textOf } from './character';
import { malformed } from './malformed';

/** `STX text ETX BCC`, or with EOT where more blocks follow (IEC 62056-21 6.3.4, 6.5). */
export interface DataMessage {
  /** data sets, a data block with its `!` CR LF, or an error in brackets */
  readonly text: string;
  readonly isLast: boolean;
}

const ERROR = /^\((ER[^()*/!]{0,30})\)$/;

export function encodeDataMessage({ text, isLast }: DataMessage, check: BlockCheck = 'xor'): Uint8Array {
  return withBlockCheck(concat(Uint8Array.of(STX), contentOf(text), Uint8Array.of(isLast ? ETX : EOT)), check);
}

/** @throws PeerProtocolError when the frame is not whole, has a control character within, or its BCC is wrong */
export function decodeDataMessage(codes: Uint8Array, check: BlockCheck = 'xor'): DataMessage {
  if (codes[0] !== STX) throw malformed('data message: no STX', codes, 0);
  return decodeBlock(codes, 1, check);
}

/** The text of an error message `(ER…)`; undefined where the data are none (IEC 62056-21 6.3.5). */
export function errorTextOf({ text }: DataMessage): string | undefined {
  return ERROR.exec(text)?.[1];
}

/** @param text at most 32 printable characters without `( ) * / !`; by convention begins with ER */
export function errorMessage(text: string): DataMessage {
  if (!/^[\x20-\x7e]{0,32}$/.test(text) || /[()*/!]/.test(text)) throw new LocalProtocolError('no text of an error');
  return { text: `(${text})`, isLast: true };
}

/** Characters from SOH or STX to ETX or EOT, and their check character behind them. */
export function withBlockCheck(characters: Uint8Array, check: BlockCheck): Uint8Array {
  return concat(characters, Uint8Array.of(blockCheck(characters, check)));
}

/** What stands between a place and ETX or EOT; the frame's end and BCC are examined. */
export function decodeBlock(codes: Uint8Array, from: number, check: BlockCheck): DataMessage {
  checkBlock(codes, from, check);
  const content = codes.subarray(from, codes.length - 2);
  const odd = content.findIndex(isOdd);
  if (odd >= 0) throw malformed('a control character within the data', codes, from + odd);
  return { text: textOf(content), isLast: codes[codes.length - 2] === ETX };
}

/** @throws PeerProtocolError when there is no end character before the last, or the last is not the right BCC */
export function checkBlock(codes: Uint8Array, from: number, check: BlockCheck): void {
  const end = codes.length - 2;
  if (end < from || (codes[end] !== ETX && codes[end] !== EOT))
    throw malformed('no ETX or EOT before the last character', codes, Math.max(0, end));
  if (codes[end + 1] !== blockCheck(codes.subarray(0, end + 1), check)) throw malformed('wrong BCC', codes, end + 1);
}

function contentOf(text: string): Uint8Array {
  const content = codesOf(text);
  if (content.some(isOdd)) throw new LocalProtocolError('a control character within the data');
  return content;
}

function isOdd(code: number): boolean {
  return (code < 0x20 && code !== 0x0d && code !== 0x0a) || code > 0x7e;
}
