import { PeerProtocolError } from '#dlms/errors';
import { encodeWpdu, type Wpdu, WRAPPER_VERSION } from './wpdu';
import { WpduReader } from './wpdu-reader';

/** A header that departs from the rules on purpose: what is given replaces the right value. */
export interface HeaderEdit {
  readonly version?: number;
  readonly sourceWport?: number;
  readonly destinationWport?: number;
  readonly length?: number;
  /** the length field is off by so many octets */
  readonly lengthOffBy?: number;
}

/** What the link hands up: the APDU that came for this client, or a WPDU for somebody else, which a client must drop. */
export type LinkEvent =
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array; readonly wpdu: Wpdu }
  | { readonly kind: 'foreign'; readonly wpdu: Wpdu };

/** The client half of the wrapper link between one client SAP and one server SAP (wrapper.md 6). */
export class WrapperLink {
  private readonly clientWport: number;
  private readonly serverWport: number;
  private readonly reader = new WpduReader();

  constructor(clientWport: number, serverWport: number) {
    this.clientWport = clientWport;
    this.serverWport = serverWport;
  }

  encode(apdu: Uint8Array, edit: HeaderEdit = {}): Uint8Array {
    const { lengthOffBy = 0, ...fields } = edit;
    const length = apdu.length + lengthOffBy;
    return encodeWpdu({ sourceWport: this.clientWport, destinationWport: this.serverWport, apdu, length, ...fields });
  }

  /**
   * @param octets what arrived, in pieces of any size
   * @returns what is complete by now
   * @throws PeerProtocolError when the version is not 1: the stream cannot be trusted any further
   */
  receive(octets: Uint8Array): readonly LinkEvent[] {
    this.reader.push(octets);
    this.checkVersion();
    const events: LinkEvent[] = [];
    for (let wpdu = this.reader.next(); wpdu !== undefined; wpdu = this.reader.next()) {
      events.push(this.judged(wpdu));
      this.checkVersion();
    }
    return events;
  }

  /** How many octets of a WPDU have come that has begun and not ended. */
  get pendingSize(): number {
    return this.reader.pendingSize;
  }

  /** Octets of a WPDU that has begun and not ended. */
  get pending(): Uint8Array {
    return this.reader.pending;
  }

  /** A new connection starts with an empty reader. */
  reset(): void {
    this.reader.reset();
  }

  private judged(wpdu: Wpdu): LinkEvent {
    const forUs = wpdu.destinationWport === this.clientWport && wpdu.sourceWport === this.serverWport;
    return forUs ? { kind: 'apdu', apdu: wpdu.apdu, wpdu } : { kind: 'foreign', wpdu };
  }

  private checkVersion(): void {
    const version = this.reader.pendingVersion;
    if (version === undefined || version === WRAPPER_VERSION) return;
    throw new PeerProtocolError(`wrapper version: expected 1, got ${version}`, this.reader.pending.slice(0, 64), 0);
  }
}
