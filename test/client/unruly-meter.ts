import { encodeServerAddress, type ServerAddress } from '#dlms/link/hdlc/address';
import { type ControlKind, decodeControl } from '#dlms/link/hdlc/control';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';

/** What a meter says to a frame, in transmissions of octets. */
export type Answering = (frame: HdlcFrame, meter: UnrulyMeter) => readonly Uint8Array[];

/** A client that has not given up by then never will. */
const PATIENCE = 100_000;

export const NOTHING = new Uint8Array(0);
const LLC = Uint8Array.of(0xe6, 0xe7, 0x00);

/** An HDLC meter that does not keep to the rules: what it answers is given, and what it says unasked again and again. */
export class UnrulyMeter implements Endpoint, EndpointConnection {
  readonly closed = undefined;
  deadline: number | undefined;
  answering: Answering = orderly;
  /** commands that came, in the order of arrival */
  readonly heard: ControlKind[] = [];
  /** V(S) and V(R) of an orderly link */
  vs = 0;
  vr = 0;
  private said = 0;
  private readonly reader = new FrameReader(undefined);
  private readonly address: Uint8Array;
  private readonly client: Uint8Array;
  private output: Uint8Array[] = [];
  private babble: { readonly everyMs: number; readonly octets: () => Uint8Array } | undefined;

  constructor(server: ServerAddress, client: Uint8Array) {
    this.address = encodeServerAddress(server);
    this.client = client;
  }

  /** From now on so often, whether anybody listens or not. */
  babbles(everyMs: number, octets: () => Uint8Array, now: number): void {
    this.babble = { everyMs, octets };
    this.deadline = now + everyMs;
  }

  /** Says no more than it is asked for, and that as it should. */
  calmsDown(): void {
    this.babble = undefined;
    this.deadline = undefined;
    this.answering = orderly;
  }

  /** @param control the control octet */
  frame(control: number, information: Uint8Array = NOTHING, segmented = false): Uint8Array {
    const [destination, source] = [this.client, this.address];
    return encodeFrame({ destination, source, control: decodeControl(control), segmented, information });
  }

  /** An I frame with the next number. */
  information(information: Uint8Array, { segmented = false, pf = true } = {}): Uint8Array {
    const control = (this.vr << 5) | (pf ? 0x10 : 0) | (this.vs << 1);
    this.vs = (this.vs + 1) % 8;
    return this.frame(control, information, segmented);
  }

  connect(): EndpointConnection {
    return this;
  }

  receive(octets: Uint8Array, now: number): void {
    for (const event of this.reader.push(octets, now)) {
      if (event.kind !== 'frame') continue;
      const { control } = event.frame;
      this.heard.push(control.kind);
      if (control.kind === 'I') this.vr = (control.ns + 1) % 8;
      this.say(...this.answering(event.frame, this));
    }
  }

  takeOutput(): readonly Uint8Array[] {
    return this.output.splice(0);
  }

  tick(now: number): void {
    if (this.babble === undefined || this.deadline === undefined || now < this.deadline) return;
    this.say(this.babble.octets());
    this.deadline = now + this.babble.everyMs;
  }

  end(): void {}
  lost(): void {}

  private say(...transmissions: readonly Uint8Array[]): void {
    this.said += transmissions.length;
    if (this.said > PATIENCE) throw new Error('the client never gives up');
    this.output.push(...transmissions);
  }
}

export const ANSWER = Uint8Array.of(0xc4, 0x01, 0xc1, 0x00, 0x11, 0x2a);

/** As a meter should: UA, an APDU to each I frame, RR to RR. */
export function orderly({ control }: HdlcFrame, meter: UnrulyMeter): readonly Uint8Array[] {
  switch (control.kind) {
    case 'SNRM':
      meter.vs = 0;
      meter.vr = 0;
      return [meter.frame(0x73)];
    case 'DISC':
      return [meter.frame(0x73)];
    case 'I':
      return [meter.information(Uint8Array.of(...LLC, ...ANSWER))];
    default:
      return [meter.frame(0x11 | (meter.vr << 5))];
  }
}
