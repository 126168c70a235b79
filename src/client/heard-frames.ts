import type { ControlField } from '#dlms/link/hdlc/control';
import type { HdlcFrame } from '#dlms/link/hdlc/frame';
import type { DropReason } from '#dlms/link/hdlc/frame-reader';
import type { FrameOrigin } from '#dlms/link/hdlc/meter-address';
import { decodeParameters, type ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { Instant } from '#time/clock';

export interface HeardFrame {
  readonly frame: HdlcFrame;
  /** with both its flags */
  readonly octets: Uint8Array;
  readonly origin: FrameOrigin;
  readonly at: Instant;
}

/** Octets that are no frame. */
export interface Noise {
  readonly reason: DropReason;
  readonly count: number;
  readonly octets: Uint8Array;
}

/** What came in answer to one transmission, in the order of arrival. */
export interface Heard {
  readonly frames: readonly HeardFrame[];
  readonly noise: readonly Noise[];
  /** the meter has closed the line */
  readonly closed: boolean;
  readonly waitedMs: number;
}

/** An answer that may have come in several transmissions. */
export interface Message {
  readonly heard: readonly Heard[];
  /** the I frames of it */
  readonly frames: readonly HeardFrame[];
  /** joined information fields, LLC header included; undefined when the message was not completed */
  readonly octets: Uint8Array | undefined;
}

const MOST_FRAMES = 1000;

/** What a listener has heard so far. */
export class Hearing {
  readonly frames: HeardFrame[] = [];
  readonly noise: Noise[] = [];
  closed = false;

  get isFinal(): boolean {
    const last = this.frames.at(-1);
    return last !== undefined && last.origin !== 'echo' && last.origin !== 'foreign' && last.frame.control.pf;
  }

  get isTooMuch(): boolean {
    return this.frames.length + this.noise.length > MOST_FRAMES;
  }

  toHeard(waitedMs: number): Heard {
    return { frames: this.frames, noise: this.noise, closed: this.closed, waitedMs: Math.round(waitedMs) };
  }
}

/** The first frame of a kind among those that the meter sent. */
export function firstOf({ frames }: Heard, kind: ControlField['kind']): HeardFrame | undefined {
  return frames.find(({ frame, origin }) => frame.control.kind === kind && origin !== 'echo' && origin !== 'foreign');
}

/** The I frames of the meter. */
export function informationOf({ frames }: Heard): readonly HeardFrame[] {
  return frames.filter(({ frame, origin }) => frame.control.kind === 'I' && origin !== 'echo' && origin !== 'foreign');
}

/** The link parameters that a UA names. @throws PeerProtocolError when its information field is broken */
export function namedBy(ua: HdlcFrame): ProposedParameters {
  return decodeParameters(ua.information).parameters;
}
