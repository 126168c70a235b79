import { concat } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';

/** One information field of a message; `more`: the segmentation bit (hdlc.md 8.2). */
export interface Segment {
  readonly information: Uint8Array;
  readonly more: boolean;
}

/**
 * Cuts a message, its LLC header included, into information fields; all but the last are full.
 * @param longest octets of an information field, 1 at the least
 */
export function cutIntoSegments(message: Uint8Array, longest: number): readonly Segment[] {
  if (!(longest >= 1)) throw new LocalProtocolError(`no segments of ${longest} octets`);
  const segments: Segment[] = [];
  let from = 0;
  do {
    const information = message.subarray(from, from + longest);
    from += longest;
    segments.push({ information, more: from < message.length });
  } while (from < message.length);
  return segments;
}

/** Joins information fields to messages. Holds no more than `longest` octets: a message that is longer is lost. */
export class Reassembly {
  private readonly longest: number;
  private parts: Uint8Array[] = [];
  private size = 0;
  private isLost = false;

  constructor(longest: number) {
    this.longest = longest;
  }

  /** Whether a message has begun and not ended. */
  get isIncomplete(): boolean {
    return this.parts.length > 0 || this.isLost;
  }

  /** @returns the message that the segment completes, undefined while there is more of it, `lost` once it has become too long */
  add({ information, more }: Segment): Uint8Array | 'lost' | undefined {
    this.size += information.length;
    const isTooLong = this.size > this.longest;
    if (isTooLong) this.parts = [];
    else this.parts.push(information);
    const message = isTooLong ? this.lose() : more ? undefined : concat(...this.parts);
    if (!more) this.reset();
    return message;
  }

  /** Forgets a partial message. */
  reset(): void {
    this.parts = [];
    this.size = 0;
    this.isLost = false;
  }

  /** The rest of a message that was lost is passed over in silence. */
  private lose(): 'lost' | undefined {
    const isNew = !this.isLost;
    this.isLost = true;
    return isNew ? 'lost' : undefined;
  }
}
