import { type Wpdu, WRAPPER_HEADER_LENGTH } from './wpdu';

const EMPTY = new Uint8Array(0);

/**
 * Cuts a stream of octets into WPDUs, however it arrives. It frames by the length field alone and judges nothing:
 * versions and wPorts are for its owner. Holds at most one incomplete WPDU (65 543 octets) beside what was pushed.
 */
export class WpduReader {
  private held: Uint8Array = EMPTY;
  private used = 0;

  push(octets: Uint8Array): void {
    const left = this.used;
    if (left === 0) {
      this.held = octets;
      this.used = octets.length;
      return;
    }
    const joined = new Uint8Array(left + octets.length);
    joined.set(this.held.subarray(0, left));
    joined.set(octets, left);
    this.held = joined;
    this.used = joined.length;
  }

  /** The next complete WPDU, or undefined until more octets have come. Its APDU is a copy of its own. */
  next(): Wpdu | undefined {
    if (this.used < WRAPPER_HEADER_LENGTH) return undefined;
    const total = WRAPPER_HEADER_LENGTH + this.u16(6);
    if (this.used < total) return undefined;
    const wpdu = {
      version: this.u16(0),
      sourceWport: this.u16(2),
      destinationWport: this.u16(4),
      apdu: this.held.slice(WRAPPER_HEADER_LENGTH, total),
    };
    this.held = this.held.subarray(total);
    this.used -= total;
    return wpdu;
  }

  /** The version of the header that has begun to arrive, as soon as it can be told: a wrong one need not wait for its body. */
  get pendingVersion(): number | undefined {
    return this.used >= 2 ? this.u16(0) : undefined;
  }

  /** Octets that have arrived without completing a WPDU. */
  get pending(): Uint8Array {
    return this.held.subarray(0, this.used);
  }

  /** Forgets what is incomplete, e.g. when the stream can no longer be trusted. */
  reset(): void {
    this.held = EMPTY;
    this.used = 0;
  }

  private u16(at: number): number {
    return ((this.held[at] as number) << 8) | (this.held[at + 1] as number);
  }
}
