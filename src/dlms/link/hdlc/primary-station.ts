import type { ServerAddress } from './address';
import type { ControlField } from './control';
import type { HdlcFrame } from './frame';
import { FrameReader, type ReaderEvent } from './frame-reader';
import { earliest, type Instant } from './instant';
import { type FrameOrigin, MeterAddress } from './meter-address';
import type { LinkParameters, ProposedParameters } from './negotiation-parameters';
import { PrimaryContents } from './primary-contents';
import type { PrimaryEvent } from './primary-event';
import { type LinkNumbers, PrimaryExchange } from './primary-exchange';
import { PrimaryLink } from './primary-link';
import { PrimarySender } from './primary-sender';
import type { PrimarySettings } from './primary-settings';
import { PRIMARY_TABLE, type PrimaryAction, type PrimaryState } from './primary-table';

/**
 * The client half of HDLC: one link of a client to a logical device (IEC 62056-46, hdlc.md 9.4). Sans-io: octets,
 * commands and time in, octets and events out. One exchange at a time: after `send` or `poll` the next may start when
 * the state is `idle` again.
 */
export class PrimaryStation {
  private readonly address: MeterAddress;
  private readonly reader: FrameReader;
  private readonly exchange: PrimaryExchange;
  private readonly sender: PrimarySender;
  private readonly link: PrimaryLink;
  private readonly contents: PrimaryContents;
  private events: PrimaryEvent[] = [];

  constructor(settings: PrimarySettings) {
    const emit = (event: PrimaryEvent): void => {
      this.events.push(event);
    };
    this.address = new MeterAddress(settings.client, settings.server);
    this.reader = new FrameReader(settings.interOctetMs);
    this.exchange = new PrimaryExchange(settings.retries, settings.longestMessage);
    this.sender = new PrimarySender(this.address, this.exchange);
    this.link = new PrimaryLink({ settings, exchange: this.exchange, sender: this.sender, emit });
    this.contents = new PrimaryContents(emit);
  }

  get state(): PrimaryState {
    return this.link.state;
  }

  /** As the client sees them; the defaults before the first UA. */
  get parameters(): LinkParameters {
    return this.exchange.parameters;
  }

  get numbers(): { readonly vs: number; readonly va: number; readonly vr: number } {
    return this.exchange.numbers;
  }

  /** The meter's address: the real one as soon as a meter that was called by CALLING has told it. */
  get server(): ServerAddress {
    return this.address.server;
  }

  /** Whether our own receiver is not ready: then RNR goes out in place of RR, and the meter holds its answer back. */
  set isBusy(isBusy: boolean) {
    this.sender.isBusy = isBusy;
  }

  /**
   * SNRM, in any state: a link that was up starts anew.
   * @param proposal none of its parameters: no information field, which means the defaults
   */
  connect(proposal: ProposedParameters, now: Instant): void {
    this.contents.reset();
    this.link.connect(proposal, now);
  }

  /**
   * One APDU in as many I frames as it takes.
   * @param wants `acknowledgement` for a service that has no answer: RR is enough
   * @throws LocalProtocolError when the link is not idle
   */
  send(apdu: Uint8Array, now: Instant, wants: 'answer' | 'acknowledgement' = 'answer'): void {
    this.link.send(apdu, wants, now);
  }

  /**
   * RR with P=1, to see whether the meter is still connected or to keep it so.
   * @throws LocalProtocolError when the link is not idle
   */
  poll(now: Instant): void {
    this.link.poll(now);
  }

  /** DISC, in any state. */
  disconnect(now: Instant): void {
    this.link.disconnect(now);
  }

  receive(octets: Uint8Array, now: Instant): void {
    if (octets.length === 0) return;
    this.tick(now);
    this.link.timers.active(now);
    for (const event of this.reader.push(octets, now)) this.take(event);
  }

  /** Transmissions, each in a piece of its own, oldest first; they are taken away. */
  takeOutput(): readonly Uint8Array[] {
    return this.sender.takeOutput();
  }

  takeEvents(): readonly PrimaryEvent[] {
    const taken = this.events;
    this.events = [];
    return taken;
  }

  /** Whatever has fallen due by `now` is done. */
  tick(now: Instant): void {
    this.link.now = now;
    for (const event of this.reader.tick(now)) this.take(event);
    this.link.tick();
  }

  get deadline(): Instant | undefined {
    return earliest(this.reader.deadline, this.link.timers.deadline);
  }

  /** The physical connection is gone, and the link with it. */
  lineLost(): void {
    this.reader.reset();
    this.sender.echo.reset();
    this.sender.takeOutput();
    this.exchange.reset();
    this.link.rest('disconnected');
  }

  /** The link is up and as it says: somebody else has spoken on it in this client's name. */
  resume(parameters: LinkParameters, numbers: LinkNumbers): void {
    this.reader.reset();
    this.contents.reset();
    this.exchange.reset(parameters, numbers);
    this.link.rest('idle');
  }

  /** A frame from this client to its meter, for cases that send it by themselves. */
  compose(control: ControlField, information?: Uint8Array, segmented?: boolean): HdlcFrame {
    return this.sender.compose(control, information, segmented);
  }

  private readonly actions: Readonly<Record<PrimaryAction, (frame: HdlcFrame, octets: Uint8Array) => void>> = {
    connected: (frame, octets) => this.takeUa(frame, octets),
    refused: () => this.link.end({ kind: 'refused' }),
    closed: ({ control }) => this.link.end({ kind: 'disconnected', by: control.kind === 'UA' ? 'UA' : 'DM' }),
    lost: () => this.link.end({ kind: 'disconnected', by: 'unasked DM' }),
    rejected: (frame, octets) => this.takeFrmr(frame, octets),
    'take-information': (frame, octets) => this.takeInformation(frame, octets),
    'take-supervision': (frame, octets) => this.takeSupervision(frame, octets),
    'take-unnumbered': (frame, octets) => this.takeUnnumbered(frame, octets),
    'out-of-turn': ({ control }, octets) => this.contents.violation(`${control.kind}: no response of a meter`, octets),
    ignore: () => undefined,
  };

  private take(event: ReaderEvent): void {
    this.events.push(event);
    if (event.kind !== 'frame') return;
    const { frame, octets } = event;
    const origin = this.originOf(frame, octets);
    if (origin === 'echo' || origin === 'foreign') {
      this.events.push({ kind: origin, frame });
      return;
    }
    if (origin === 'other-length') this.contents.violation('an answer from an address of another length', octets);
    if (!frame.control.pf) this.link.goesOn();
    this.actions[PRIMARY_TABLE[this.state][frame.control.kind]](frame, octets);
  }

  private originOf(frame: HdlcFrame, octets: Uint8Array): FrameOrigin {
    const { echo } = this.sender;
    const origin = this.address.originOf(frame);
    if (origin === 'echo') echo.recognised();
    return this.address.isSymmetric && echo.takes(octets) ? 'echo' : origin;
  }

  private takeUa(frame: HdlcFrame, octets: Uint8Array): void {
    this.address.learn(frame);
    const parameters = this.contents.ofUa(frame, this.link.proposal, octets);
    this.exchange.reset(parameters);
    this.link.rest('idle');
    this.events.push({ kind: 'connected', parameters });
  }

  private takeFrmr(frame: HdlcFrame, octets: Uint8Array): void {
    const information = this.contents.ofFrmr(frame, octets);
    this.link.rest('broken');
    this.events.push({ kind: 'rejected', information });
  }

  private takeInformation({ control, information, segmented }: HdlcFrame, octets: Uint8Array): void {
    if (control.kind !== 'I' || !this.acknowledge(control.nr, octets)) return;
    this.checkLength(information.length, octets);
    this.exchange.isPeerBusy = false;
    const { vr } = this.numbers;
    const message = this.exchange.take(control.ns, information, segmented);
    if (this.numbers.vr !== vr) this.link.progress();
    if (message !== undefined) this.contents.deliver(message, octets);
    if (message === 'lost') this.link.giveUp();
    else if (control.pf) this.link.useFloor();
  }

  private checkLength(length: number, octets: Uint8Array): void {
    const { maxInfoReceive } = this.parameters;
    if (length <= maxInfoReceive) return;
    this.contents.violation(`an information field of ${length} octets, ${maxInfoReceive} were agreed`, octets);
  }

  private takeSupervision({ control, information }: HdlcFrame, octets: Uint8Array): void {
    if ((control.kind !== 'RR' && control.kind !== 'RNR') || !this.acknowledge(control.nr, octets)) return;
    if (information.length > 0) this.contents.violation(`${control.kind} with an information field`, octets);
    this.exchange.isPeerBusy = control.kind === 'RNR';
    if (control.pf) this.link.useFloor();
  }

  private takeUnnumbered(frame: HdlcFrame, octets: Uint8Array): void {
    this.contents.takeUnnumbered(frame, octets);
    if (frame.control.pf) this.link.useFloor();
  }

  private acknowledge(nr: number, octets: Uint8Array): boolean {
    const isValid = this.exchange.acknowledge(nr);
    if (!isValid) this.contents.violation(`N(R)=${nr} acknowledges what was not sent`, octets);
    return isValid;
  }
}
