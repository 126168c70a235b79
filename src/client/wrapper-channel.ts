import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import type { Wpdu } from '#dlms/link/wrapper/wpdu';
import type { HeaderEdit, WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import type { Instant } from '#time/clock';
import { ApduChannel, type ChannelEvent, type ChannelParts, NOTHING, type View } from './apdu-channel';

/** How octets are put on the line: in these pieces, each in a write of its own, with a pause between any two. */
export interface Delivery {
  readonly pieces: (octets: Uint8Array) => readonly Uint8Array[];
  readonly pauseMs: number;
}

/** A WPDU may take so many times the longest gap between two of its pieces: octets that trickle for ever end here. */
const MOST_GAPS = 12;

/** APDUs in WPDUs (IEC 62056-47). */
export class WrapperChannel extends ApduChannel {
  /** every WPDU received, those for other wPorts too, for cases that judge headers */
  readonly wpdus: Wpdu[] = [];
  /** undefined: what is sent goes out in one piece */
  delivery: Delivery | undefined;
  private readonly link: WrapperLink;
  private lastPieceAt: Instant = 0;
  private begunAt: Instant = 0;

  constructor(parts: ChannelParts, link: WrapperLink) {
    super(parts);
    this.link = link;
  }

  override send(apdu: Uint8Array, view: View = NOTHING, edit: HeaderEdit = {}): Promise<void> {
    return this.sendOctets(this.link.encode(apdu, edit), view);
  }

  /** The octets that `send` would put on the line, for cases that cut or join them. */
  encode(apdu: Uint8Array, edit: HeaderEdit = {}): Uint8Array {
    return this.link.encode(apdu, edit);
  }

  /** Octets as they are, in one write unless the delivery says otherwise. */
  async sendOctets(octets: Uint8Array, view: View = NOTHING): Promise<void> {
    if (this.line === undefined) await this.connect();
    this.record('sent', octets, view);
    if (this.delivery !== undefined) return this.deliver(this.delivery.pieces(octets), this.delivery.pauseMs);
    this.lastSentAt = this.clock.now();
    return this.line?.write(octets);
  }

  protected override async opened(): Promise<void> {
    this.link.reset();
  }

  /** A WPDU that has begun has the time of its next piece, not that of the whole answer. */
  protected override patience(deadline: Instant): Instant {
    if (this.link.pendingSize === 0) return deadline;
    const { intraMessageMs } = this.timeouts;
    return Math.min(this.lastPieceAt + intraMessageMs, this.begunAt + MOST_GAPS * intraMessageMs);
  }

  protected override arrived(octets: Uint8Array, at: Instant): Promise<undefined> | undefined {
    if (this.link.pendingSize === 0) this.begunAt = at;
    this.lastPieceAt = at;
    this.responseTimes.push(at - this.lastSentAt);
    try {
      for (const event of this.link.receive(octets)) {
        this.wpdus.push(event.wpdu);
        if (event.kind === 'apdu') this.inbox.push(event.apdu);
        else this.event(foreignText(event.wpdu));
      }
    } catch (error) {
      return this.mistrust(octets, error);
    }
    return undefined;
  }

  /** The stream cannot be read any further. */
  private async mistrust(octets: Uint8Array, error: unknown): Promise<never> {
    this.record('received', octets, NOTHING);
    await this.close();
    throw error;
  }

  /** What comes after half a WPDU could not be told apart from its rest: the connection is given up. */
  protected override async waited(started: Instant): Promise<ChannelEvent> {
    if (this.link.pendingSize > 0) {
      await this.close();
      this.refusePartial('the meter did not complete a WPDU in time');
    }
    return this.silence(started);
  }

  protected override lineClosed(): void {
    this.refusePartial('the meter closed the connection inside a WPDU');
  }

  private async deliver(pieces: readonly Uint8Array[], pauseMs: number): Promise<void> {
    if (pieces.length > 1) this.event(`sent in ${pieces.length} pieces, ${pauseMs} ms apart`);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await this.line?.idle(this.clock.now() + pauseMs);
      this.lastSentAt = this.clock.now();
      await this.line?.write(piece);
    }
  }

  private refusePartial(reason: string): void {
    if (this.link.pendingSize === 0) return;
    const octets = this.link.pending.slice();
    this.link.reset();
    this.record('received', octets, () => [reason]);
    throw new PeerProtocolError(reason, octets, octets.length);
  }
}

/** @throws LocalProtocolError when the channel has another link: the case should not have run here */
export function wrapperOf(channel: ApduChannel): WrapperChannel {
  if (channel instanceof WrapperChannel) return channel;
  throw new LocalProtocolError('this needs the TCP/UDP wrapper, and the rig has another link');
}

function foreignText({ sourceWport, destinationWport }: Wpdu): string {
  return `dropped: a WPDU from wPort ${sourceWport} to ${destinationWport}, not of this association`;
}
