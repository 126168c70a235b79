import { concat } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import type { ServerAddress } from '#dlms/link/hdlc/address';
import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { FrameReader, type ReaderEvent } from '#dlms/link/hdlc/frame-reader';
import { commandsText, frameText } from '#dlms/link/hdlc/frame-text';
import { LLC_COMMAND, withLlc } from '#dlms/link/hdlc/llc';
import { MeterAddress } from '#dlms/link/hdlc/meter-address';
import {
  encodeParameters,
  type LinkParameters,
  type ParameterEncoding,
  type ProposedParameters,
} from '#dlms/link/hdlc/negotiation-parameters';
import type { LinkNumbers } from '#dlms/link/hdlc/primary-exchange';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import { agreed } from '#dlms/link/hdlc/ua-parameters';
import type { Clock, Instant } from '#time/clock';
import type { LineEvent } from '#transport/line';
import type { ChannelTimeouts, View } from './apdu-channel';
import { firstOf, type Heard, Hearing, informationOf, type Message, namedBy } from './heard-frames';

/** The line as a dialogue needs it. */
export interface FramePort {
  readonly clock: Clock;
  readonly timeouts: ChannelTimeouts;
  write(octets: Uint8Array, view: View): Promise<void>;
  receive(deadline: Instant): Promise<LineEvent>;
  heard(octets: Uint8Array, view: View): void;
  idle(ms: number): Promise<void>;
  event(text: string): void;
}

export interface LinkState {
  readonly parameters: LinkParameters;
  readonly numbers: LinkNumbers;
}

/** Who speaks with whom. */
export interface LinkEnds {
  readonly client: number;
  readonly server: ServerAddress;
}

export interface DialogueSettings extends LinkEnds {
  readonly interOctetMs: number | undefined;
  /** what SNRM proposes unless told otherwise */
  readonly proposal: ProposedParameters;
  /** undefined: the link is not up */
  readonly link: LinkState | undefined;
}

/** `final`: to the first frame of the meter with F=1; `silence`: for the whole time, whatever comes. */
export type Until = 'final' | 'silence';

export interface ListenOptions {
  readonly until?: Until;
  /** milliseconds; the response time of the rig when left out */
  readonly ms?: number;
}

export interface FrameOptions {
  readonly nr?: number;
  readonly ns?: number;
  readonly pf?: boolean;
  readonly segmented?: boolean;
}

/**
 * Speaks with a meter frame by frame, in the name of a client of it: sends what it is told, well formed or not, repeats
 * nothing, acknowledges nothing by itself, and tells all that comes back. V(S) and V(R) are kept as a right client
 * would keep them: `heard` I frames in sequence count, and so does each `sendApdu`.
 */
export class FrameDialogue {
  private readonly port: FramePort;
  private readonly settings: DialogueSettings;
  private readonly address: MeterAddress;
  private readonly reader: FrameReader;
  private state: LinkState | undefined;

  /** @param reader what has been read of the line, where another dialogue has begun on it */
  constructor(port: FramePort, settings: DialogueSettings, reader = new FrameReader(settings.interOctetMs)) {
    this.port = port;
    this.settings = settings;
    this.address = new MeterAddress(settings.client, settings.server);
    this.reader = reader;
    this.state = settings.link;
  }

  /** Another link on this line, not yet up: of another client, or to another address. Whoever listens hears the line. */
  beside(ends: Partial<LinkEnds>): FrameDialogue {
    return new FrameDialogue(this.port, { ...this.settings, ...ends, link: undefined }, this.reader);
  }

  /** Whom the frames go from and to. */
  get ends(): LinkEnds {
    const { client, server } = this.settings;
    return { client, server };
  }

  get clock(): Clock {
    return this.port.clock;
  }

  /** The link as the frames have left it; undefined while there is none. */
  get link(): LinkState | undefined {
    return this.state;
  }

  /** @throws LineLost while the link is not up: the case has no link to judge */
  get numbers(): LinkNumbers {
    return this.upLink.numbers;
  }

  set numbers(numbers: LinkNumbers) {
    this.state = { ...this.upLink, numbers };
  }

  // -- Frames to be sent, well formed, with both flags; edits of `#dlms/link/hdlc/edit` make others of them --------

  frame(control: ControlField, information?: Uint8Array, segmented = false): Uint8Array {
    return encodeFrame(this.address.command(control, information, segmented));
  }

  snrm(proposal: ProposedParameters = this.settings.proposal, encoding?: ParameterEncoding): Uint8Array {
    return this.frame({ kind: 'SNRM', pf: true }, encodeParameters(proposal, encoding));
  }

  disc(information?: Uint8Array): Uint8Array {
    return this.frame({ kind: 'DISC', pf: true }, information);
  }

  rr({ nr = this.numbers.vr, pf = true }: FrameOptions = {}): Uint8Array {
    return this.frame({ kind: 'RR', nr, pf });
  }

  rnr({ nr = this.numbers.vr, pf = true }: FrameOptions = {}): Uint8Array {
    return this.frame({ kind: 'RNR', nr, pf });
  }

  /** @param information as it stands: `commandOf` puts the LLC header before an APDU */
  i(information: Uint8Array, options: FrameOptions = {}): Uint8Array {
    const { ns = this.numbers.vs, nr = this.numbers.vr, pf = true, segmented = false } = options;
    return this.frame({ kind: 'I', ns, nr, pf }, information, segmented);
  }

  // -- The line ----------------------------------------------------------------------------------------------------

  /** Sends octets as they stand and listens. */
  async exchange(octets: Uint8Array, options: ListenOptions = {}): Promise<Heard> {
    await this.send(octets);
    return this.listen(options);
  }

  /** The flag that closed the meter's last frame opens none of its next: the line changes its direction here. */
  async send(octets: Uint8Array): Promise<void> {
    this.reader.forgetFlag();
    await this.port.write(octets, () => commandsText(octets));
  }

  /**
   * Sends octets as they stand in pieces, with a pause before each but the first.
   * @returns the pauses as they came out, from when one piece was sent to when the next one was, ms
   */
  async sendInPieces(pieces: readonly Uint8Array[], pauseMs: number): Promise<readonly number[]> {
    const pauses: number[] = [];
    for (const [index, piece] of pieces.entries()) {
      const sentAt = this.clock.now();
      if (index > 0) await this.pause(pauseMs);
      if (index > 0) pauses.push(this.clock.now() - sentAt);
      await this.port.write(piece, () => []);
    }
    return pauses;
  }

  async listen({ until = 'final', ms = this.port.timeouts.responseMs }: ListenOptions = {}): Promise<Heard> {
    const started = this.clock.now();
    const hearing = new Hearing();
    let deadline = started + ms;
    while (!hearing.closed) {
      const event = await this.port.receive(this.reader.deadline ?? deadline);
      const before = hearing.frames.length;
      this.take(event, hearing);
      if (until === 'final' && hearing.isFinal) break;
      if (until === 'final' && hearing.frames.length > before) deadline = this.clock.now() + ms;
      if (this.clock.now() >= deadline && !this.reader.isIncomplete) break;
      if (hearing.isTooMuch || this.clock.now() >= started + LONGEST_PATIENCE * ms) break;
    }
    return hearing.toHeard(this.clock.now() - started);
  }

  /** Lets time pass; what comes meanwhile is heard by the next `listen`. */
  async pause(ms: number): Promise<void> {
    await this.port.idle(ms);
  }

  // -- What a right client does with them --------------------------------------------------------------------------

  /** SNRM; a UA of the meter starts the link. */
  async connect(proposal: ProposedParameters = this.settings.proposal, encoding?: ParameterEncoding): Promise<Heard> {
    const heard = await this.exchange(this.snrm(proposal, encoding));
    const ua = firstOf(heard, 'UA');
    if (ua !== undefined) this.begin(ua.frame, proposal);
    return heard;
  }

  /** DISC; the link is down whatever comes. */
  async disconnect(): Promise<Heard> {
    this.state = undefined;
    return this.exchange(this.disc());
  }

  /**
   * One APDU in as many I frames as it takes, each acknowledged, and what comes to the last of them. V(S) counts on
   * as far as the meter acknowledges.
   */
  async sendApdu(apdu: Uint8Array): Promise<Heard> {
    const segments = cutIntoSegments(commandOf(apdu), this.upLink.parameters.maxInfoTransmit);
    let heard: Heard | undefined;
    for (const { information, more } of segments) heard = await this.sendInformation(information, more);
    if (heard === undefined) throw new LineLost('nothing to send');
    return heard;
  }

  /** One I frame with the next number, and what comes back. */
  async sendInformation(information: Uint8Array, segmented = false): Promise<Heard> {
    const octets = this.i(information, { segmented });
    this.numbers = { ...this.numbers, vs: numberAfter(this.numbers.vs) };
    return this.exchange(octets);
  }

  /** Asks by RR for the rest of a message until it is whole or the meter has no more of it. */
  async collect(first: Heard): Promise<Message> {
    const heard: Heard[] = [first];
    while (wantsMore(heard) && heard.length < LONGEST_MESSAGE_FRAMES) heard.push(await this.exchange(this.rr()));
    const frames = heard.flatMap((each) => informationOf(each));
    const isWhole = frames.length > 0 && frames.at(-1)?.frame.segmented === false;
    return { heard, frames, octets: isWhole ? concat(...frames.map(({ frame }) => frame.information)) : undefined };
  }

  /** Sends an APDU and collects the answer to it, LLC header included. */
  async ask(apdu: Uint8Array): Promise<Message> {
    return this.collect(await this.sendApdu(apdu));
  }

  private get upLink(): LinkState {
    if (this.state === undefined) throw new LineLost('HDLC: the link is not up');
    return this.state;
  }

  private begin(ua: HdlcFrame, proposal: ProposedParameters): void {
    this.state = { parameters: agreed(proposal, namedBy(ua)).result, numbers: { vs: 0, vr: 0 } };
  }

  private take(event: LineEvent, hearing: Hearing): void {
    if (event.kind === 'closed') {
      hearing.closed = true;
      return;
    }
    const events =
      event.kind === 'octets' ? this.reader.push(event.octets, event.at) : this.reader.tick(this.clock.now());
    for (const each of events) this.hear(each, hearing);
  }

  private hear(event: ReaderEvent, hearing: Hearing): void {
    if (event.kind === 'dropped') {
      this.port.event(`dropped ${event.count} octet(s): ${event.reason}`);
      hearing.noise.push(event);
      return;
    }
    const { frame, octets } = event;
    this.port.heard(octets, () => [frameText(frame, 'response')]);
    const origin = this.address.originOf(frame);
    hearing.frames.push({ frame, octets, origin, at: this.clock.now() });
    if (origin === 'meter') this.count(frame);
  }

  /** V(R) counts the I frames that come in sequence. */
  private count({ control }: HdlcFrame): void {
    if (this.state === undefined || control.kind !== 'I' || control.ns !== this.state.numbers.vr) return;
    this.numbers = { ...this.state.numbers, vr: numberAfter(control.ns) };
  }
}

/** A listener does not wait for ever where a meter never ends. */
const LONGEST_PATIENCE = 100;
const LONGEST_MESSAGE_FRAMES = 10_000;
/** An APDU as a client sends it: behind the LLC header. */
export function commandOf(apdu: Uint8Array): Uint8Array {
  return withLlc(LLC_COMMAND, apdu);
}

function wantsMore(heard: readonly Heard[]): boolean {
  const last = heard.at(-1);
  if (last === undefined || last.closed || last.frames.length === 0) return false;
  return heard.flatMap((each) => informationOf(each)).at(-1)?.frame.segmented === true;
}
