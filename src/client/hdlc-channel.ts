import { concat } from '#dlms/codec/hex';
import { LineLost, LocalProtocolError, type PeerProtocolError } from '#dlms/errors';
import { commandsText, frameText } from '#dlms/link/hdlc/frame-text';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { PrimaryEvent } from '#dlms/link/hdlc/primary-event';
import type { PrimarySettings } from '#dlms/link/hdlc/primary-settings';
import { PrimaryStation } from '#dlms/link/hdlc/primary-station';
import type { HeaderEdit } from '#dlms/link/wrapper/wrapper-link';
import type { Instant } from '#time/clock';
import type { LineEvent } from '#transport/line';
import { ApduChannel, type ChannelEvent, type ChannelParts, NOTHING, type View } from './apdu-channel';
import { FrameDialogue, type FramePort } from './frame-dialogue';
import { renewedAfterLink } from './renewed-line';
import { TELLING_OCTETS, unansweredSnrm } from './unanswered-snrm';

/** APDUs in HDLC frames (IEC 62056-46): SNRM when the line has opened, DISC before it is closed. */
export class HdlcChannel extends ApduChannel {
  readonly station: PrimaryStation;
  /** is told everything that comes from the line while the client speaks for itself, for cases that judge its frames */
  ear: ((event: PrimaryEvent) => void) | undefined;
  private readonly settings: PrimarySettings;
  private readonly proposal: ProposedParameters;
  /** what the station has said and `receive` has not yet looked at */
  private ended: 'silent' | 'down' | undefined;
  private violation: PeerProtocolError | undefined;
  /** the first octets that came while the link was being set up */
  private heard = new Uint8Array();

  constructor(parts: ChannelParts, settings: PrimarySettings, proposal: ProposedParameters) {
    super(parts);
    this.station = new PrimaryStation(settings);
    this.settings = settings;
    this.proposal = proposal;
  }

  /** A link that the meter has ended, or that no longer serves, is started anew on the line that is there. */
  override async connect(): Promise<void> {
    await super.connect();
    if (this.station.state === 'disconnected' || this.station.state === 'broken') await this.opened();
  }

  override async send(apdu: Uint8Array, view: View = NOTHING, edit?: HeaderEdit): Promise<void> {
    if (edit !== undefined && Object.keys(edit).length > 0) {
      throw new LocalProtocolError('this needs the TCP/UDP wrapper, and the rig has HDLC');
    }
    await this.connect();
    this.ended = undefined;
    this.lastSentAt = this.clock.now();
    this.station.send(apdu, this.clock.now());
    await this.flush(view);
  }

  override async close(): Promise<void> {
    if (this.line !== undefined && this.station.state !== 'disconnected') await this.signOff();
    await super.close();
    this.station.lineLost();
  }

  override async reset(): Promise<void> {
    await super.reset();
    this.station.lineLost();
  }

  /**
   * The line, with this client silent on it, for cases that judge the link frame by frame. Opens it where it is not
   * open; a link that is up stays so, and its numbers go on in the dialogue.
   */
  async takeOver(): Promise<FrameDialogue> {
    await this.openLine();
    const { client, server } = this.settings;
    const { numbers, parameters, state } = this.station;
    return new FrameDialogue(this.port, {
      client,
      server,
      interOctetMs: this.settings.interOctetMs,
      proposal: this.proposal,
      link: state === 'idle' ? { parameters, numbers } : undefined,
    });
  }

  /** The client speaks for itself again, on the link as the dialogue has left it. */
  handBack({ link }: FrameDialogue): void {
    this.ended = undefined;
    this.violation = undefined;
    if (link === undefined) this.station.lineLost();
    else this.station.resume(link.parameters, link.numbers);
  }

  protected override async opened(): Promise<void> {
    this.ended = undefined;
    this.heard = new Uint8Array();
    this.station.lineLost();
    this.station.connect(this.proposal, this.clock.now());
    await this.flush(NOTHING);
    await this.until((state) => state !== 'connecting');
    if (this.station.state === 'idle') return;
    const reason = unansweredSnrm(this.line, this.heard);
    await super.close();
    throw new LineLost(`${this.route}: ${reason}`);
  }

  protected override patience(deadline: Instant): Instant {
    return this.station.state === 'waiting' ? (this.station.deadline ?? deadline) : deadline;
  }

  protected override async arrived(octets: Uint8Array, at: Instant): Promise<ChannelEvent | undefined> {
    this.station.receive(octets, at);
    const before = this.inbox.length;
    await this.flush(NOTHING);
    if (this.inbox.length > before) this.responseTimes.push(at - this.lastSentAt);
    return this.outcome(at);
  }

  /** While an exchange is open, the station decides when it is over: it polls and repeats by its own timers. */
  protected override async waited(started: Instant): Promise<ChannelEvent | undefined> {
    if (this.station.state !== 'waiting') return this.silence(started);
    this.station.tick(this.clock.now());
    await this.flush(NOTHING);
    return this.outcome(started);
  }

  protected override lineClosed(): void {
    this.station.lineLost();
  }

  private readonly linePort: FramePort = {
    clock: this.clock,
    timeouts: this.timeouts,
    write: async (octets, view) => {
      this.record('sent', octets, view);
      await this.line?.write(octets);
    },
    receive: (deadline) => this.receiveRaw(deadline),
    heard: (octets, view) => this.record('received', octets, view),
    event: (text) => this.event(text),
    idle: (ms) => this.idle(ms),
  };
  private readonly port = renewedAfterLink(this.linePort, () => this.openLine());

  private async receiveRaw(deadline: Instant): Promise<LineEvent> {
    if (this.line === undefined) return { kind: 'closed', by: 'fin', at: this.clock.now() };
    const event = await this.line.receive(deadline);
    if (event.kind === 'closed') await this.lineEnded(event);
    return event;
  }

  private outcome(started: Instant): ChannelEvent | undefined {
    const { violation, ended } = this;
    this.violation = undefined;
    this.ended = undefined;
    if (violation !== undefined) throw violation;
    if (this.inbox.length > 0 || ended === undefined) return undefined;
    return ended === 'silent' ? this.silence(started) : { kind: 'closed', by: 'fin' };
  }

  /** Takes what the station has to say and sends what it has to send. */
  private async flush(view: View): Promise<void> {
    for (const event of this.station.takeEvents()) this.hear(event);
    for (const [index, octets] of this.station.takeOutput().entries()) {
      this.record(
        'sent',
        octets,
        index === 0 ? () => [...commandsText(octets), ...view()] : () => commandsText(octets),
      );
      await this.line?.write(octets);
    }
  }

  private hear(event: PrimaryEvent): void {
    this.ear?.(event);
    switch (event.kind) {
      case 'frame':
        this.record('received', event.octets, () => [frameText(event.frame, 'response')]);
        break;
      case 'apdu':
      case 'unnumbered':
        this.inbox.push(event.apdu);
        break;
      case 'no-answer':
        this.ended = 'silent';
        break;
      case 'no-response':
        this.ended = 'silent';
        this.event(`no response to ${event.to}`);
        break;
      case 'disconnected':
      case 'rejected':
        this.down(event);
        break;
      case 'violation':
        this.violation ??= event.error;
        break;
      case 'dropped':
        this.event(`dropped ${event.count} octet(s): ${event.reason}`);
        break;
      default:
    }
  }

  private down(event: Extract<PrimaryEvent, { kind: 'disconnected' | 'rejected' }>): void {
    this.ended = 'down';
    this.event(event.kind === 'rejected' ? 'the meter answered FRMR' : `link disconnected by ${event.by}`);
  }

  /** Whoever leaves a line that is gone has left it. */
  private async signOff(): Promise<void> {
    this.station.disconnect(this.clock.now());
    try {
      await this.flush(NOTHING);
      await this.until((state) => state === 'disconnected' || state === 'broken');
    } catch (error) {
      if (!(error instanceof LineLost)) throw error;
    }
    this.ended = undefined;
    this.violation = undefined;
  }

  /** Lets the station exchange frames until its state is as wanted, or the line ends. */
  private async until(wanted: (state: PrimaryStation['state']) => boolean): Promise<void> {
    while (!wanted(this.station.state) && this.line !== undefined) {
      const event = await this.line.receive(this.station.deadline ?? this.clock.now() + this.timeouts.responseMs);
      if (event.kind === 'closed') {
        this.station.lineLost();
        await this.lineEnded(event);
      } else if (event.kind === 'octets') {
        this.heard = concat(this.heard, event.octets).slice(0, TELLING_OCTETS);
        this.station.receive(event.octets, event.at);
      } else this.station.tick(this.clock.now());
      await this.flush(NOTHING);
    }
  }
}

/** @throws LocalProtocolError over any other link: the case needs HDLC, and its row of the catalogue should say so */
export function hdlcOf(channel: ApduChannel): HdlcChannel {
  if (channel instanceof HdlcChannel) return channel;
  throw new LocalProtocolError('this needs HDLC, and the rig has another link');
}
