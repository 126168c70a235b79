import { PeerProtocolError } from '#dlms/errors';
import type { Wpdu } from '#dlms/link/wrapper/wpdu';
import type { HeaderEdit, WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import type { Clock, Instant } from '#time/clock';
import type { Line, LineEvent, Transport } from '#transport/line';
import type { LineTraffic } from './line-traffic';

export interface ChannelTimeouts {
  readonly connectMs: number;
  /** to the first octet of an answer */
  readonly responseMs: number;
  /** between two pieces of one WPDU */
  readonly intraMessageMs: number;
}

export type ChannelEvent =
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  | { readonly kind: 'silence'; readonly waitedMs: number }
  | { readonly kind: 'closed'; readonly by: 'fin' | 'reset' };

export interface ChannelParts {
  readonly name: string;
  readonly transport: Transport;
  readonly link: WrapperLink;
  readonly clock: Clock;
  readonly timeouts: ChannelTimeouts;
  readonly traffic: LineTraffic;
}

/** How octets are put on the line: in these pieces, each in a write of its own, with a pause between any two. */
export interface Delivery {
  readonly pieces: (octets: Uint8Array) => readonly Uint8Array[];
  readonly pauseMs: number;
}

const NOTHING = (): readonly string[] => [];

/** Carries APDUs over a link over a line, one connection at a time, and records what passes. */
export class ApduChannel {
  readonly clock: Clock;
  readonly timeouts: ChannelTimeouts;
  /** how often a connection was opened */
  connections = 0;
  /** response times in ms of answered requests, for cases that judge them */
  readonly responseTimes: number[] = [];
  /** every WPDU received, those for other wPorts too, for cases that judge headers */
  readonly wpdus: Wpdu[] = [];
  /** undefined: what is sent goes out in one piece */
  delivery: Delivery | undefined;
  private readonly parts: ChannelParts;
  private line: Line | undefined;
  private readonly inbox: Uint8Array[] = [];
  private lastSentAt: Instant = 0;
  private lastPieceAt: Instant = 0;

  constructor(parts: ChannelParts) {
    this.parts = parts;
    this.clock = parts.clock;
    this.timeouts = parts.timeouts;
  }

  get isConnected(): boolean {
    return this.line !== undefined;
  }

  /** @throws LineLost when the meter cannot be reached */
  async connect(): Promise<void> {
    if (this.line !== undefined) return;
    this.line = await this.parts.transport.connect(this.clock.now() + this.timeouts.connectMs);
    this.connections++;
    this.parts.link.reset();
    this.inbox.length = 0;
    this.event(`connected, ${this.parts.transport.description}`);
  }

  /** @param view decoded view of the APDU for the record */
  async send(apdu: Uint8Array, view: () => readonly string[] = NOTHING, edit: HeaderEdit = {}): Promise<void> {
    await this.sendOctets(this.parts.link.encode(apdu, edit), view);
  }

  /** The octets that `send` would put on the line, for cases that cut or join them. */
  encode(apdu: Uint8Array, edit: HeaderEdit = {}): Uint8Array {
    return this.parts.link.encode(apdu, edit);
  }

  /** Octets as they are, in one write unless the delivery says otherwise. */
  async sendOctets(octets: Uint8Array, view: () => readonly string[] = NOTHING): Promise<void> {
    await this.connect();
    this.record('sent', octets, view);
    const { pieces, pauseMs } = this.delivery ?? { pieces: (whole: Uint8Array) => [whole], pauseMs: 0 };
    await this.deliver(pieces(octets), pauseMs);
  }

  /**
   * The next APDU for this client, or what came instead of it.
   * @throws PeerProtocolError when the meter stops or closes inside a WPDU, or sends what is none
   */
  async receive(timeoutMs: number = this.timeouts.responseMs): Promise<ChannelEvent> {
    const started = this.clock.now();
    const deadline = started + timeoutMs;
    for (;;) {
      const apdu = this.inbox.shift();
      if (apdu !== undefined) return { kind: 'apdu', apdu };
      if (this.line === undefined) return { kind: 'closed', by: 'fin' };
      const event = await this.line.receive(this.patience(deadline));
      const end = await this.take(event, started);
      if (end !== undefined) return end;
    }
  }

  /** Lets time pass without sending anything. */
  async idle(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    this.event(`silent for ${ms} ms`);
    if (this.line === undefined) await this.clock.wait(until);
    else await this.line.idle(until);
  }

  async end(): Promise<void> {
    this.event('half-closed by the client (FIN)');
    await this.line?.end();
  }

  async close(): Promise<void> {
    await this.drop('closed by the client', (line) => line.close());
  }

  async reset(): Promise<void> {
    await this.drop('reset by the client', (line) => line.reset());
  }

  /** Leaves the line as it is, without a word to the meter, and forgets it: the next request opens another one. */
  abandon(): Line | undefined {
    const { line } = this;
    this.line = undefined;
    if (line !== undefined) this.event('abandoned by the client, without FIN');
    return line;
  }

  event(text: string): void {
    this.parts.traffic.record(this.parts.name, this.clock.now(), 'event', undefined, () => [text]);
  }

  record(direction: 'sent' | 'received', octets: Uint8Array, view: () => readonly string[]): void {
    this.parts.traffic.record(this.parts.name, this.clock.now(), direction, octets, view);
  }

  private async deliver(pieces: readonly Uint8Array[], pauseMs: number): Promise<void> {
    if (pieces.length > 1) this.event(`sent in ${pieces.length} pieces, ${pauseMs} ms apart`);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await this.line?.idle(this.clock.now() + pauseMs);
      this.lastSentAt = this.clock.now();
      await this.line?.write(piece);
    }
  }

  /** A WPDU that has begun has the time of its next piece, not that of the whole answer. */
  private patience(deadline: Instant): Instant {
    return this.parts.link.pending.length === 0 ? deadline : this.lastPieceAt + this.timeouts.intraMessageMs;
  }

  private async drop(text: string, how: (line: Line) => Promise<void>): Promise<void> {
    const { line } = this;
    this.line = undefined;
    if (line === undefined) return;
    this.event(text);
    await how(line);
  }

  private async take(event: LineEvent, started: Instant): Promise<ChannelEvent | undefined> {
    switch (event.kind) {
      case 'octets':
        await this.arrived(event.octets, event.at);
        return undefined;
      case 'closed':
        return this.closedByMeter(event.by);
      case 'timeout':
        this.refusePartial('the meter stopped inside a WPDU');
        return { kind: 'silence', waitedMs: Math.round(this.clock.now() - started) };
    }
  }

  private async arrived(octets: Uint8Array, at: Instant): Promise<void> {
    this.lastPieceAt = at;
    try {
      for (const event of this.parts.link.receive(octets)) {
        this.wpdus.push(event.wpdu);
        if (event.kind === 'apdu') this.inbox.push(event.apdu);
        else
          this.event(
            `dropped: a WPDU from wPort ${event.wpdu.sourceWport} to ${event.wpdu.destinationWport}, not of this association`,
          );
      }
    } catch (error) {
      this.record('received', octets, NOTHING);
      await this.close();
      throw error;
    }
    this.responseTimes.push(at - this.lastSentAt);
  }

  private async closedByMeter(by: 'fin' | 'reset'): Promise<ChannelEvent> {
    this.event(`closed by the meter (${by === 'fin' ? 'FIN' : 'reset'})`);
    const { line } = this;
    this.line = undefined;
    await line?.close();
    this.refusePartial('the meter closed the connection inside a WPDU');
    return { kind: 'closed', by };
  }

  private refusePartial(reason: string): void {
    const { pending } = this.parts.link;
    if (pending.length === 0) return;
    const octets = pending.slice();
    this.parts.link.reset();
    this.record('received', octets, () => [reason]);
    throw new PeerProtocolError(reason, octets, octets.length);
  }
}
