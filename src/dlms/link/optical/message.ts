import type { BlockCheck } from './block-check';
import { ACK, codesOf, NAK, SLASH, SOH, STX, textOf } from './character';
import { type Command, decodeCommand, encodeCommand } from './command';
import { type DataMessage, decodeDataMessage, encodeDataMessage } from './data-message';
import { decodeIdentification, encodeIdentification, type Identification } from './identification';
import { malformed } from './malformed';
import { decodeOptionSelect, encodeOptionSelect, type OptionSelect } from './option-select';
import { decodeRequest, encodeRequest } from './request';

/** Everything that is said before HDLC begins (IEC 62056-21 6.3). */
export type Message =
  | { readonly kind: 'request'; readonly address: string }
  | { readonly kind: 'identification'; readonly identification: Identification }
  | { readonly kind: 'option-select'; readonly option: OptionSelect }
  | { readonly kind: 'ACK' }
  /** repeat the last message */
  | { readonly kind: 'NAK' }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'data'; readonly data: DataMessage }
  /** a readout without STX, ETX and BCC, up to `! CR LF` */
  | { readonly kind: 'text'; readonly text: string };

/** 7-bit codes, without parity. @throws LocalProtocolError when a field is out of its range */
export function encodeMessage(message: Message, check: BlockCheck = 'xor'): Uint8Array {
  switch (message.kind) {
    case 'request':
      return encodeRequest(message.address);
    case 'identification':
      return encodeIdentification(message.identification);
    case 'option-select':
      return encodeOptionSelect(message.option);
    case 'ACK':
      return Uint8Array.of(ACK);
    case 'NAK':
      return Uint8Array.of(NAK);
    case 'command':
      return encodeCommand(message.command, check);
    case 'data':
      return encodeDataMessage(message.data, check);
    case 'text':
      return codesOf(message.text);
  }
}

/**
 * One whole message, told by its first character.
 * @param codes without parity, from the first character to the last
 * @throws PeerProtocolError
 */
export function decodeMessage(codes: Uint8Array, check: BlockCheck = 'xor'): Message {
  const high = codes.findIndex((code) => code > 0x7f);
  if (high >= 0) throw malformed('a character of more than seven bits', codes, high);
  const [first = -1] = codes;
  if (first === SLASH) return decodeLine(codes);
  if (first === ACK) {
    return codes.length === 1 ? { kind: 'ACK' } : { kind: 'option-select', option: decodeOptionSelect(codes) };
  }
  if (first === SOH) return { kind: 'command', command: decodeCommand(codes, check) };
  if (first === STX) return { kind: 'data', data: decodeDataMessage(codes, check) };
  if (first === NAK && codes.length === 1) return { kind: 'NAK' };
  if (textOf(codes).endsWith('!\r\n')) return { kind: 'text', text: textOf(codes) };
  throw malformed('no message begins like this', codes, 0);
}

function decodeLine(codes: Uint8Array): Message {
  if (textOf(codes.subarray(0, 2)) === '/?') return { kind: 'request', address: decodeRequest(codes) };
  return { kind: 'identification', identification: decodeIdentification(codes) };
}
