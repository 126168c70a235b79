import { toHex } from '#dlms/codec/hex';
import { decodeServerAddress } from '#dlms/link/hdlc/address';
import type { HdlcFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import type { Instant } from '#time/clock';

/** Silence that ends a frame for whoever only listens. */
const INTER_OCTET_MS = 1000;

/** As a command of the client has them. */
export type LinkAddresses = Pick<HdlcFrame, 'destination' | 'source'>;

/**
 * Follows from outside which HDLC links are up on a line, whoever speaks on it. A meter on a local port goes back to
 * 300 baud when the last of them is disconnected (iec62056-21.md 7), and only the frames tell.
 */
export class LinkWatch {
  private readonly reader = new FrameReader(INTER_OCTET_MS);
  private readonly links = new Map<string, LinkAddresses>();
  private asked: 'SNRM' | 'DISC' | undefined;
  private latest: LinkAddresses | undefined;

  /** Where the links are that are up; where none is, the one that was spoken to last. */
  get remaining(): readonly LinkAddresses[] {
    if (this.links.size > 0) return [...this.links.values()];
    return this.latest === undefined ? [] : [this.latest];
  }

  get hasLinks(): boolean {
    return this.links.size > 0;
  }

  /** One transmission of ours. */
  sent(octets: Uint8Array): void {
    for (const { control, destination, source } of framesIn(octets)) {
      this.latest = { destination, source };
      if (control.kind === 'SNRM' || control.kind === 'DISC') this.asked = control.kind;
      else this.asked = undefined;
    }
  }

  /** @returns whether the last link has been disconnected by these octets */
  received(octets: Uint8Array, now: Instant): boolean {
    const before = this.links.size;
    let isOver = false;
    for (const event of this.reader.push(octets, now)) {
      if (event.kind === 'frame') isOver ||= this.take(event.frame);
    }
    return isOver && before > 0 && this.links.size === 0;
  }

  forget(): void {
    this.links.clear();
    this.latest = undefined;
    this.asked = undefined;
    this.reader.reset();
  }

  /** @returns whether a link was disconnected by UA */
  private take(frame: HdlcFrame): boolean {
    const { kind } = frame.control;
    const { asked } = this;
    if (kind === 'UA' && asked === 'SNRM')
      this.links.set(nameOf(frame), { destination: frame.source, source: frame.destination });
    const isEnded = kind === 'DM' || (kind === 'UA' && asked === 'DISC');
    if (isEnded) this.links.delete(nameOf(frame));
    return isEnded && kind === 'UA';
  }
}

/** Client and logical device, in whatever length the address comes. */
function nameOf({ destination, source }: HdlcFrame): string {
  return `${toHex(destination)}/${decodeServerAddress(source)?.upper ?? toHex(source)}`;
}

function framesIn(octets: Uint8Array): HdlcFrame[] {
  const events = new FrameReader(undefined).push(octets, 0);
  return events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
}
