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

/** So many segments make a message of 64 kB even by four octets each: one with more has no end. */
const MOST_SEGMENTS = 1 << 14;
const USUAL_SIZE = 512;
const NOTHING = new Uint8Array(0);

/**
 * Joins information fields to messages. Holds no more than twice `longest` octets: a message that is longer is lost,
 * and so is one that trickles in for ever.
 */
export class Reassembly {
  private readonly longest: number;
  private held: Uint8Array = NOTHING;
  private size = 0;
  private segments = 0;
  private isLost = false;

  constructor(longest: number) {
    this.longest = longest;
  }

  /** Whether a message has begun and not ended. */
  get isIncomplete(): boolean {
    return this.segments > 0;
  }

  /** @returns the message that the segment completes, undefined while there is more of it, `lost` once it has become too long */
  add({ information, more }: Segment): Uint8Array | 'lost' | undefined {
    if (!more && !this.isIncomplete && information.length <= this.longest) return information;
    this.segments++;
    const isTooLong = this.isLost || this.size + information.length > this.longest || this.segments > MOST_SEGMENTS;
    if (!isTooLong) this.hold(information);
    const message = isTooLong ? this.lose() : more ? undefined : this.held.subarray(0, this.size);
    if (!more) this.reset();
    return message;
  }

  /** Forgets a partial message. */
  reset(): void {
    this.held = NOTHING;
    this.size = 0;
    this.segments = 0;
    this.isLost = false;
  }

  private hold(information: Uint8Array): void {
    const size = this.size + information.length;
    if (size > this.held.length) this.makeRoom(size);
    this.held.set(information, this.size);
    this.size = size;
  }

  /** Twice what is needed, so that each octet is moved about twice in all. */
  private makeRoom(size: number): void {
    const room = new Uint8Array(Math.max(USUAL_SIZE, 2 * size));
    room.set(this.held.subarray(0, this.size));
    this.held = room;
  }

  /** The rest of a message that was lost is passed over in silence. */
  private lose(): 'lost' | undefined {
    const isNew = !this.isLost;
    this.isLost = true;
    this.held = NOTHING;
    return isNew ? 'lost' : undefined;
  }
}
