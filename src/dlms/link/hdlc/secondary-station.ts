import {
  encodeClientAddress,
  encodeServerAddress,
  type ServerAddress,
  type ServerAddressLength,
  serverAddress,
} from './address';
import { conformingHdlc, type HdlcDecisions } from './decisions/hdlc-decisions';
import { encodeFrame, type HdlcFrame, joinFrames } from './frame';
import { type DropReason, FrameReader, type ReaderEvent } from './frame-reader';
import { earliest, type Instant } from './instant';
import { LLC_RESPONSE, readLlc, withLlc, withoutLlc } from './llc';
import type { LinkParameters } from './negotiation-parameters';
import { Recognition } from './recognition';
import type { DisconnectCause, LinkName, SecondaryEvent } from './secondary-event';
import type { ApplicationAnswer, LinkHost } from './secondary-host';
import { SecondaryLink } from './secondary-link';
import type { Route } from './secondary-sender';

/**
 * A meter as its line knows it. Times are milliseconds, parameters as the meter sees them. Limits and the inactivity
 * time are read when they are needed, so that they may follow a setup object (BB 4.7.2).
 */
export interface SecondarySettings {
  /** upper addresses: the logical devices */
  readonly uppers: readonly number[];
  /** lower address: the physical device */
  readonly lower: number;
  /** lengths of server addresses that are understood */
  readonly addressLengths: readonly ServerAddressLength[];
  readonly limits: LinkParameters;
  readonly maximumLinks: number;
  readonly interOctetMs: number | undefined;
  /** 0: never */
  readonly inactivityMs: number;
  /** octets of a message that is put together from segments; a longer one is lost */
  readonly longestMessage: number;
  /** whether this device has opened the physical connection and so answers to CALLING */
  readonly isCallingDevice: boolean;
}

/**
 * The server half of HDLC: a meter on its line with all its links (IEC 62056-46, hdlc.md 9). Sans-io: octets and time
 * in, octets and events out. Every request that an `apdu` event hands up wants an `answer`.
 */
export class SecondaryStation {
  private readonly settings: SecondarySettings;
  private readonly decisions: HdlcDecisions;
  private readonly reader: FrameReader;
  private readonly recognition: Recognition;
  private readonly links = new Map<string, SecondaryLink>();
  private readonly host: LinkHost;
  private output: Uint8Array[] = [];
  private events: SecondaryEvent[] = [];
  private isCallingDevice: boolean;
  private isStalled = false;
  private heardAt: Instant = 0;
  private deafUntil: Instant = Number.NEGATIVE_INFINITY;
  private now: Instant = 0;
  private lastLink: SecondaryLink | undefined;

  constructor(settings: SecondarySettings, decisions: HdlcDecisions = conformingHdlc) {
    this.settings = settings;
    this.decisions = decisions;
    this.isCallingDevice = settings.isCallingDevice;
    this.reader = new FrameReader(settings.interOctetMs, decisions);
    this.recognition = new Recognition(settings, decisions);
    this.host = this.asHost();
  }

  receive(octets: Uint8Array, now: Instant): void {
    if (octets.length === 0) return;
    this.tick(now);
    if (now < this.deafUntil) return;
    if (this.decisions.restartsInactivity('received')) this.heardAt = now;
    for (const event of this.reader.push(octets, now)) this.take(event);
  }

  /** Transmissions, each in a piece of its own, oldest first; they are taken away. */
  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  takeEvents(): readonly SecondaryEvent[] {
    const taken = this.events;
    this.events = [];
    return taken;
  }

  /** Whatever has fallen due by `now` is done. */
  tick(now: Instant): void {
    this.now = now;
    for (const event of this.reader.tick(now)) this.take(event);
    const idleAt = this.inactivityDeadline;
    if (idleAt !== undefined && now >= idleAt) this.endForInactivity();
  }

  get deadline(): Instant | undefined {
    return earliest(this.reader.deadline, this.inactivityDeadline);
  }

  /** The application's answer to a request; nothing happens where the link is gone meanwhile. */
  answer(link: LinkName, answer: ApplicationAnswer, now: Instant): void {
    this.now = now;
    this.links.get(this.decisions.linkKey(link))?.answer(answer);
  }

  /** An APDU to this client in a UI frame, at its next poll or at once (push). */
  notify(link: LinkName, apdu: Uint8Array, when: 'when-polled' | 'at-once', now: Instant): void {
    this.now = now;
    this.linkOf(link, this.routeTo(link)).notify(withLlc(LLC_RESPONSE, apdu), when);
  }

  /** The physical connection is gone: all links with it. */
  lineLost(): void {
    this.disconnectAll('line');
    this.reader.reset();
    this.output = [];
    this.isCallingDevice = false;
  }

  /** The state of a link, for the object model and for tests; undefined where there never was one. */
  link(name: LinkName): Pick<SecondaryLink, 'mode' | 'parameters' | 'numbers'> | undefined {
    return this.links.get(this.decisions.linkKey(name));
  }

  private asHost(): LinkHost {
    const { decisions, settings, links } = this;
    return {
      decisions,
      longestMessage: settings.longestMessage,
      get limits() {
        return settings.limits;
      },
      get maximumLinks() {
        return settings.maximumLinks;
      },
      get openLinks() {
        return [...links.values()].filter(({ mode }) => mode !== 'NDM').length;
      },
      transmit: (frames) => this.transmit(frames),
      emit: (event) => this.emit(event),
    };
  }

  private emit(event: SecondaryEvent): void {
    if (event.kind === 'connected') this.heardAt = this.now;
    this.events.push(event);
  }

  private get inactivityDeadline(): Instant | undefined {
    if (this.host.openLinks === 0) return undefined;
    const timeout = this.decisions.inactivityMs(this.settings.inactivityMs);
    return timeout === undefined ? undefined : this.heardAt + timeout;
  }

  private take(event: ReaderEvent): void {
    if (this.isStalled) return;
    this.events.push(event);
    if (event.kind === 'frame') this.takeFrame(event.frame);
    else this.takeUnreadable(event.reason);
  }

  private takeUnreadable(reason: DropReason): void {
    const what = this.decisions.onUnreadable(reason);
    if (what === 'stalls') this.isStalled = true;
    if (what === 'DM') this.lastLink?.sayDisconnected();
  }

  private takeFrame(frame: HdlcFrame): void {
    const meant = this.recognition.of(frame, this.isCallingDevice);
    if (meant.kind === 'ignored') this.events.push({ kind: 'ignored', reason: meant.reason, frame });
    if (meant.kind === 'group') this.takeGroup(frame, meant.client, meant.uppers);
    if (meant.kind === 'individual') {
      const { client, upper } = meant;
      this.lastLink = this.linkOf({ client, upper }, meant.route);
      this.lastLink.handle(frame, meant.route);
    }
  }

  private takeGroup({ control, information }: HdlcFrame, client: number, uppers: readonly number[]): void {
    if (control.kind === 'DISC') {
      for (const upper of uppers) this.links.get(this.decisions.linkKey({ client, upper }))?.disconnect('DISC');
      return;
    }
    if (!this.decisions.deliversUnnumbered({ pf: control.pf, isGroup: true })) return;
    if (information.length === 0 || information.length > this.settings.limits.maxInfoReceive) return;
    if (!this.decisions.acceptsLlc(readLlc(information))) return;
    this.events.push({ kind: 'unnumbered', client, uppers, isGroup: true, apdu: withoutLlc(information) });
  }

  private linkOf(name: LinkName, route: Route): SecondaryLink {
    const key = this.decisions.linkKey(name);
    const link = this.links.get(key) ?? new SecondaryLink(name, route, this.host);
    this.links.set(key, link);
    return link;
  }

  private routeTo({ client, upper }: LinkName): Route {
    return { destination: encodeClientAddress(client), source: encodeServerAddress(this.ownAddress(upper)) };
  }

  private ownAddress(upper: number): ServerAddress {
    const [length = 1] = this.settings.addressLengths;
    return length === 1 ? serverAddress(1, upper) : serverAddress(length, upper, this.settings.lower);
  }

  private transmit(frames: readonly HdlcFrame[]): void {
    const last = frames.at(-1);
    if (last === undefined) return;
    this.reader.forgetFlag();
    this.deafUntil = this.now + this.decisions.deafMs(last);
    this.output.push(joinFrames(frames.map((frame) => this.decisions.sentOctets(encodeFrame(frame), frame))));
    if (this.decisions.restartsInactivity('sent')) this.heardAt = this.now;
  }

  private endForInactivity(): void {
    if (this.decisions.saysOnInactivity() === 'DM') this.lastLink?.sayDisconnected();
    this.disconnectAll('inactivity');
  }

  private disconnectAll(cause: DisconnectCause): void {
    for (const link of this.links.values()) link.disconnect(cause);
  }
}
