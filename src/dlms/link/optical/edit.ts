import { LocalProtocolError } from '#dlms/errors';
import { EOT, ETX, SOH, STX } from './character';
import { decodeMessage } from './message';
import { withEvenParity } from './parity';

/**
 * The one place where malformed messages are made: named edits of the 7-bit codes of one well-formed message. Each
 * gives new codes with exactly one thing wrong. An edit that cannot be done is a LocalProtocolError: a negative case
 * must not send a well-formed message by mistake.
 * @throws PeerProtocolError when the codes are no well-formed message
 */
export function corrupt(codes: Uint8Array): MessageEdit {
  decodeMessage(codes);
  return new MessageEdit(codes);
}

export class MessageEdit {
  constructor(private readonly codes: Uint8Array) {}

  /** BCC off by so many, modulo 128 (IEC 62056-21 6.1). */
  blockCheck(difference = 1): Uint8Array {
    if (!this.hasBlockCheck || difference % 128 === 0) throw new LocalProtocolError('no wrong BCC');
    return this.withCode(this.codes.length - 1, ((this.codes[this.codes.length - 1] ?? 0) + difference) & 0x7f);
  }

  withoutBlockCheck(): Uint8Array {
    if (!this.hasBlockCheck) throw new LocalProtocolError('this message has no BCC');
    return this.codes.slice(0, -1);
  }

  /** ETX in place of EOT or the other way round; BCC as of the right message. */
  otherEnd(): Uint8Array {
    if (!this.hasBlockCheck) throw new LocalProtocolError('this message has no ETX');
    const at = this.codes.length - 2;
    return this.withCode(at, this.codes[at] === ETX ? EOT : ETX);
  }

  /** Only LF at the end of a line. */
  withoutReturn(): Uint8Array {
    this.needLine();
    return Uint8Array.from([...this.codes.subarray(0, -2), ...this.codes.subarray(-1)]);
  }

  /** Neither CR nor LF at the end of a line. */
  withoutLineEnd(): Uint8Array {
    this.needLine();
    return this.codes.slice(0, -2);
  }

  /** Another character in its place, 00..7F. */
  character(at: number, code: number): Uint8Array {
    if (!(code >= 0 && code <= 0x7f) || code === this.codes[at]) throw new LocalProtocolError('no other character');
    return this.withCode(at, code);
  }

  /** One character left out. */
  without(at: number): Uint8Array {
    this.need(at);
    return Uint8Array.from([...this.codes.subarray(0, at), ...this.codes.subarray(at + 1)]);
  }

  /** Only the first characters, as when the line breaks. */
  cut(characters: number): Uint8Array {
    if (!(characters >= 0 && characters < this.codes.length))
      throw new LocalProtocolError(`no cut after ${characters}`);
    return this.codes.slice(0, characters);
  }

  /** Before and after a place: with a pause in between, t_a is exceeded or not (IEC 62056-21 6.4.3.2). */
  split(at: number): readonly [Uint8Array, Uint8Array] {
    if (!(at > 0 && at < this.codes.length)) throw new LocalProtocolError(`no two parts at ${at}`);
    return [this.codes.slice(0, at), this.codes.slice(at)];
  }

  /** Octets of a line whose parity is made in software, one of them with wrong parity. */
  parity(at: number): Uint8Array {
    this.need(at);
    const octets = withEvenParity(this.codes);
    octets[at] = (octets[at] ?? 0) ^ 0x80;
    return octets;
  }

  private get hasBlockCheck(): boolean {
    return this.codes[0] === SOH || this.codes[0] === STX;
  }

  private withCode(at: number, code: number): Uint8Array {
    this.need(at);
    const codes = this.codes.slice();
    codes[at] = code;
    return codes;
  }

  private need(at: number): void {
    if (!(at >= 0 && at < this.codes.length)) throw new LocalProtocolError(`no character ${at}`);
  }

  private needLine(): void {
    if (this.hasBlockCheck || this.codes.length < 2) throw new LocalProtocolError('this message is no line');
  }
}
