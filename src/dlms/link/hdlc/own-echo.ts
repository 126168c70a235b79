import { equalOctets } from '#dlms/codec/hex';

/**
 * Our frames that come back from a line with an echo, where their addresses do not show it: between client 1 and server
 * 1 in one octet both directions look alike, and RR is answered by the very octets of RR. A line is known to echo once
 * a frame has come back that only a client sends; the SNRM of each link is the first.
 */
export class OwnEcho {
  private isEchoing = false;
  private expected: readonly Uint8Array[] = [];

  /** @param frames of one transmission: each comes back once, and before any answer to them */
  sent(frames: readonly Uint8Array[]): void {
    this.expected = frames;
  }

  /** A frame that is ours by its kind or its addresses. */
  recognised(): void {
    this.isEchoing = true;
    this.expected = this.expected.slice(1);
  }

  /** Whether these octets are the next to come back; they are then awaited no more. */
  takes(octets: Uint8Array): boolean {
    const [next] = this.expected;
    if (!this.isEchoing || next === undefined || !equalOctets(next, octets)) return false;
    this.expected = this.expected.slice(1);
    return true;
  }

  /** Another line. */
  reset(): void {
    this.isEchoing = false;
    this.expected = [];
  }
}
