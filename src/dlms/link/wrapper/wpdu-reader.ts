import { concat } from '#dlms/codec/hex';
import { type Wpdu, WRAPPER_HEADER_LENGTH } from './wpdu';

/**
 * Cuts a stream of octets into WPDUs, however it arrives. It frames by the length field alone and judges nothing:
 * versions and wPorts are for its owner. Holds at most one incomplete WPDU (65 543 octets) beside what was pushed, and
 * joins pieces only when they complete something, so that single octets cost no more than one piece.
 */
export class WpduReader {
  private pieces: Uint8Array[] = [];
  private size = 0;

  push(octets: Uint8Array): void {
    if (octets.length === 0) return;
    this.pieces.push(octets);
    this.size += octets.length;
  }

  /** The next complete WPDU, or undefined until more octets have come. Its APDU is a copy of its own. */
  next(): Wpdu | undefined {
    if (this.size < WRAPPER_HEADER_LENGTH) return undefined;
    const total = WRAPPER_HEADER_LENGTH + this.u16(6, WRAPPER_HEADER_LENGTH);
    if (this.size < total) return undefined;
    const held = this.joined(total);
    const wpdu = {
      version: this.u16(0, total),
      sourceWport: this.u16(2, total),
      destinationWport: this.u16(4, total),
      apdu: held.slice(WRAPPER_HEADER_LENGTH, total),
    };
    this.dropFirst(total);
    return wpdu;
  }

  /** The version of the header that has begun to arrive, as soon as it can be told: a wrong one need not wait for its body. */
  get pendingVersion(): number | undefined {
    return this.size >= 2 ? this.u16(0, 2) : undefined;
  }

  /** How many octets have arrived without completing a WPDU. */
  get pendingSize(): number {
    return this.size;
  }

  /** Octets that have arrived without completing a WPDU. */
  get pending(): Uint8Array {
    return this.joined(this.size);
  }

  /** Forgets what is incomplete, e.g. when the stream can no longer be trusted. */
  reset(): void {
    this.pieces = [];
    this.size = 0;
  }

  private u16(at: number, needed: number): number {
    const held = this.joined(needed);
    return ((held[at] as number) << 8) | (held[at + 1] as number);
  }

  /** A first piece of at least so many octets. */
  private joined(needed: number): Uint8Array {
    const first = this.pieces[0] ?? new Uint8Array(0);
    if (first.length >= needed) return first;
    const whole = concat(...this.pieces);
    this.pieces = [whole];
    return whole;
  }

  private dropFirst(length: number): void {
    const [first, ...rest] = this.pieces;
    const left = first?.subarray(length) ?? new Uint8Array(0);
    this.pieces = left.length > 0 ? [left, ...rest] : rest;
    this.size -= length;
  }
}
