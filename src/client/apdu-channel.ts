import type { HeaderEdit } from '#dlms/link/wrapper/wrapper-link';
import type { Clock, Instant } from '#time/clock';
import type { Line, LineEvent, Transport } from '#transport/line';
import type { LineTraffic } from './line-traffic';

export interface ChannelTimeouts {
  readonly connectMs: number;
  /** to the first octet of an answer */
  readonly responseMs: number;
  /** between two pieces of one message */
  readonly intraMessageMs: number;
}

export type ChannelEvent =
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  | { readonly kind: 'silence'; readonly waitedMs: number }
  | { readonly kind: 'closed'; readonly by: 'fin' | 'reset' };

type LineClosed = Extract<LineEvent, { kind: 'closed' }>;

export interface ChannelParts {
  readonly name: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timeouts: ChannelTimeouts;
  readonly traffic: LineTraffic;
}

export type View = () => readonly string[];

export const NOTHING: View = () => [];

/**
 * Carries APDUs over a link over a line, one connection at a time, and records what passes. What is common to all
 * links is here: the line, its end, waiting and the record.
 */
export abstract class ApduChannel {
  readonly clock: Clock;
  readonly timeouts: ChannelTimeouts;
  /** how often a connection was opened */
  connections = 0;
  /** response times in ms of answered requests, for cases that judge them */
  readonly responseTimes: number[] = [];
  protected line: Line | undefined;
  protected readonly inbox: Uint8Array[] = [];
  protected lastSentAt: Instant = 0;
  private readonly parts: ChannelParts;

  constructor(parts: ChannelParts) {
    this.parts = parts;
    this.clock = parts.clock;
    this.timeouts = parts.timeouts;
  }

  /** How the meter is reached, for messages. */
  protected get route(): string {
    return this.parts.transport.description;
  }

  get isConnected(): boolean {
    return this.line !== undefined;
  }

  /** @throws LineLost when the meter cannot be reached */
  async connect(): Promise<void> {
    if (this.line !== undefined) return;
    await this.openLine();
    await this.opened();
  }

  /**
   * @param view decoded view of the APDU for the record
   * @param edit of the wrapper's header; other links have none
   */
  abstract send(apdu: Uint8Array, view?: View, edit?: HeaderEdit): Promise<void>;

  /**
   * The next APDU for this client, or what came instead of it.
   * @throws PeerProtocolError when the meter stops or closes inside a message, or sends what is none
   */
  async receive(timeoutMs: number = this.timeouts.responseMs): Promise<ChannelEvent> {
    const started = this.clock.now();
    const deadline = started + timeoutMs;
    for (;;) {
      const apdu = this.inbox.shift();
      if (apdu !== undefined) return { kind: 'apdu', apdu };
      if (this.line === undefined) return { kind: 'closed', by: 'fin' };
      const event = await this.line.receive(this.patience(deadline));
      const taken = this.take(event, started, deadline);
      // nothing to wait for is the usual case, and each wait costs a turn
      const end = taken && (await taken);
      if (end !== undefined) return end;
      const late = this.isLate(event, deadline) ? await this.waited(started, deadline) : undefined;
      if (late !== undefined) return late;
    }
  }

  /** Where octets come faster than they are read, the line itself never says that the time is over. */
  private isLate(event: LineEvent, deadline: Instant): boolean {
    return event.kind === 'octets' && this.inbox.length === 0 && event.at > this.patience(deadline);
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

  record(direction: 'sent' | 'received', octets: Uint8Array, view: View): void {
    this.parts.traffic.record(this.parts.name, this.clock.now(), direction, octets, view);
  }

  /** The line alone, ready for the link, where it is not open yet. */
  protected async openLine(): Promise<void> {
    if (this.line !== undefined) return;
    this.line = await this.parts.transport.connect(this.clock.now() + this.timeouts.connectMs);
    this.connections++;
    this.inbox.length = 0;
    this.event(`connected, ${this.parts.transport.description}`);
    await this.prepareLine();
  }

  /** What a line needs before it carries any link, such as a sign-on; most need nothing. */
  protected async prepareLine(): Promise<void> {}

  /** The line is open: whatever the link needs before it carries APDUs. */
  protected abstract opened(): Promise<void>;

  /** Until when to wait for the next piece, where the whole answer has time until `deadline`. */
  protected abstract patience(deadline: Instant): Instant;

  /** Octets have come: complete APDUs go to the inbox. */
  protected abstract arrived(octets: Uint8Array, at: Instant): Promise<ChannelEvent | undefined> | undefined;

  /** The patience is at its end. @returns undefined to go on waiting */
  protected abstract waited(started: Instant, deadline: Instant): Promise<ChannelEvent | undefined>;

  /** The meter has closed the line. @throws PeerProtocolError when it did so inside a message */
  protected abstract lineClosed(): void;

  protected silence(started: Instant): ChannelEvent {
    return { kind: 'silence', waitedMs: Math.round(this.clock.now() - started) };
  }

  protected async drop(text: string, how: (line: Line) => Promise<void>): Promise<void> {
    const { line } = this;
    this.line = undefined;
    if (line === undefined) return;
    this.event(text);
    await how(line);
  }

  private take(event: LineEvent, started: Instant, deadline: Instant): Promise<ChannelEvent | undefined> | undefined {
    switch (event.kind) {
      case 'octets':
        return this.arrived(event.octets, event.at);
      case 'closed':
        return this.closedByMeter(event);
      case 'timeout':
        return this.waited(started, deadline);
    }
  }

  private async closedByMeter(event: LineClosed): Promise<ChannelEvent> {
    await this.lineEnded(event);
    this.lineClosed();
    return { kind: 'closed', by: event.by };
  }

  /** Forgets a line that has ended. @throws LineLost where the meter has no part in that */
  protected async lineEnded({ by, fault }: LineClosed): Promise<void> {
    this.event(fault?.message ?? `closed by the meter (${by === 'fin' ? 'FIN' : 'reset'})`);
    const { line } = this;
    this.line = undefined;
    await line?.close();
    if (fault !== undefined) throw fault;
  }
}
