import { equalOctets } from '#dlms/codec/hex';
import {
  decodeServerAddress,
  encodeClientAddress,
  encodeServerAddress,
  lowerKind,
  type ServerAddress,
} from './address';
import type { ControlField } from './control';
import type { HdlcFrame } from './frame';

/** Whose frame it is, as a client sees it. `other-length`: of our meter, but its address is not as it was called. */
export type FrameOrigin = 'meter' | 'other-length' | 'echo' | 'foreign';

/** The two ends of a client's link: builds its frames and knows those of its meter (hdlc.md 3). */
export class MeterAddress {
  private readonly client: Uint8Array;
  private called: ServerAddress;

  constructor(client: number, server: ServerAddress) {
    this.client = encodeClientAddress(client);
    this.called = server;
  }

  get server(): ServerAddress {
    return this.called;
  }

  command(control: ControlField, information: Uint8Array = new Uint8Array(0), segmented = false): HdlcFrame {
    return { destination: encodeServerAddress(this.called), source: this.client, control, segmented, information };
  }

  originOf(frame: HdlcFrame): FrameOrigin {
    const server = encodeServerAddress(this.called);
    const isAsOurs = equalOctets(frame.source, this.client) && equalOctets(frame.destination, server);
    if (isAsOurs && (!this.isSymmetric || isCommandOnly(frame))) return 'echo';
    const from = decodeServerAddress(frame.source);
    if (from === undefined || !equalOctets(frame.destination, this.client) || !this.isCalled(from)) return 'foreign';
    return from.length === this.called.length ? 'meter' : 'other-length';
  }

  /** The device that was called by CALLING has answered with its real address: that is its name from now on. */
  learn(frame: HdlcFrame): void {
    const from = decodeServerAddress(frame.source);
    if (from !== undefined && lowerKind(this.called) === 'calling') this.called = from;
  }

  /** Whether both directions look alike: then addresses tell an echo from an answer only where the kind of frame does. */
  get isSymmetric(): boolean {
    return equalOctets(encodeServerAddress(this.called), this.client);
  }

  /** Parts are compared as numbers: some meters answer in four octets what was asked in two. */
  private isCalled({ upper, lower }: ServerAddress): boolean {
    const kind = lowerKind(this.called);
    const isAny = kind === 'all-station' || kind === 'calling' || kind === 'absent' || lower === undefined;
    return upper === this.called.upper && (isAny || lower === this.called.lower);
  }
}

/** No meter sends these. */
function isCommandOnly({ control }: HdlcFrame): boolean {
  return control.kind === 'SNRM' || control.kind === 'DISC';
}
