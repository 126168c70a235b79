import { LocalProtocolError } from '#dlms/errors';
import { ACK, codesOf, textOf } from './character';
import { malformed } from './malformed';

/** The acknowledgement with option select (IEC 62056-21 6.3.3): V, Z and Y, one character each. */
export interface OptionSelect {
  /** V, protocol control: 0 normal, 1 secondary, 2 HDLC */
  readonly protocol: string;
  /** Z, the speed, as of modes C and E */
  readonly baudCharacter: string;
  /** Y, mode control: 0 readout, 1 programming, 2 binary (HDLC), 6..9 of the manufacturer */
  readonly mode: string;
}

export const OPTION_SELECT_LENGTH = 6;
const SELECT = /^[0-9]{2}[0-9A-Z]$/;

/** `ACK V Z Y CR LF`. @throws LocalProtocolError when V or Z is no digit, or Y neither digit nor capital */
export function encodeOptionSelect({ protocol, baudCharacter, mode }: OptionSelect): Uint8Array {
  const fields = `${protocol}${baudCharacter}${mode}`;
  if (!SELECT.test(fields)) throw new LocalProtocolError(`"${fields}" is no option select`);
  return codesOf(`${String.fromCharCode(ACK)}${fields}\r\n`);
}

/** @throws PeerProtocolError */
export function decodeOptionSelect(codes: Uint8Array): OptionSelect {
  const text = textOf(codes);
  const [, protocol = '', baudCharacter = '', mode = ''] = text;
  if (codes[0] !== ACK || codes.length !== OPTION_SELECT_LENGTH || !text.endsWith('\r\n'))
    throw malformed('option select: not of the form ACK V Z Y CR LF', codes, firstDifference(text));
  const at = [/[0-9]/.test(protocol), /[0-9]/.test(baudCharacter), /[0-9A-Z]/.test(mode)].indexOf(false);
  if (at >= 0) throw malformed('option select: not a digit', codes, 1 + at);
  return { protocol, baudCharacter, mode };
}

function firstDifference(text: string): number {
  if (text.charCodeAt(0) !== ACK) return 0;
  if (text[4] !== '\r') return Math.min(4, text.length);
  return text[5] === '\n' ? OPTION_SELECT_LENGTH : Math.min(5, text.length);
}
