import { earliest, type Instant } from '#dlms/link/hdlc/instant';
import type { SignOnClientEvent } from './client-event';
import type { SignOnClientSettings } from './client-settings';
import { EchoFilter } from './echo-filter';
import { type LineSpeed, START_SPEED, transmissionMs } from './line-speed';
import { encodeMessage, type Message } from './message';
import { MessageReader, type ReaderEvent } from './message-reader';
import { onLine } from './parity';
import { Transmitter } from './transmitter';

const SHORTEST_DELAY = 1;

/** What really goes out for a message: octets as the line carries them, in and out. */
export type WireEdit = (octets: Uint8Array, message: Message | 'wake-up') => Uint8Array;

/** What a client does with its line: its speed, what it says and when, what it hears but its own echo. */
export class ClientLine {
  readonly reader: MessageReader;
  readonly echo: EchoFilter;
  readonly events: SignOnClientEvent[] = [];
  /** of the call that is being served */
  now: Instant = 0;
  /** from the end of a message to ours */
  reactionMs = 0;
  sentAt: Instant = 0;
  private readonly settings: SignOnClientSettings;
  private readonly edit: WireEdit;
  private readonly transmitter: Transmitter;
  private speed: LineSpeed = START_SPEED;
  private heardAt: Instant | undefined;
  private arrivedAt: Instant = 0;
  /** since when octets are held that may be our echo */
  private heldSince: Instant | undefined;
  private last: Message | undefined;
  private lastSent: () => void = () => undefined;
  private whenSent: () => void = () => undefined;
  private output: Uint8Array[] = [];

  constructor(settings: SignOnClientSettings, edit: WireEdit) {
    this.settings = settings;
    this.edit = edit;
    this.reader = new MessageReader(settings);
    this.echo = new EchoFilter(settings.echo);
    this.transmitter = new Transmitter(settings.pace);
  }

  /** What the meter sent, without our echo. */
  filter(octets: Uint8Array): Uint8Array {
    const heard = this.echo.receive(octets);
    if (heard.echo !== undefined) this.events.push({ kind: 'echo', octets: heard.echo });
    if (heard.octets.length > 0) this.heardAt = this.now;
    this.arrivedAt = this.heldSince ?? this.now;
    this.heldSince = heard.octets.length === 0 && heard.echo === undefined ? this.arrivedAt : undefined;
    return heard.octets;
  }

  read(octets: Uint8Array): readonly ReaderEvent[] {
    return this.reader.push(octets, this.arrivedAt);
  }

  /** Sends after the reaction time, or a delay of its own, and then goes on. */
  say(message: Message, whenSent: () => void, delayMs = SHORTEST_DELAY): void {
    this.last = message;
    this.lastSent = whenSent;
    this.sayAside(message, whenSent, delayMs);
  }

  /** Sends what is not the message that `repeat` says again: ACK and NAK in between. */
  sayAside(message: Message, whenSent: () => void, delayMs = SHORTEST_DELAY): void {
    this.whenSent = whenSent;
    this.send(encodeMessage(message, this.settings.blockCheck), message, delayMs);
  }

  wakeUp(nuls: number, whenSent: () => void, delayMs: number): void {
    this.whenSent = whenSent;
    this.send(new Uint8Array(nuls), 'wake-up', delayMs);
  }

  repeat(): void {
    if (this.last !== undefined) this.say(this.last, this.lastSent);
  }

  /** Sends what is due, and goes on when a message has left the line. */
  tick(): void {
    const due = this.transmitter.tick(this.now);
    if (due === 'sent') {
      this.sentAt = this.now;
      this.whenSent();
    } else if (due !== undefined) {
      this.echo.sent(due);
      this.output.push(due);
    }
  }

  /** What was taken has left the line. */
  left(now: Instant): void {
    this.transmitter.left(now);
  }

  /** how long the first character of an answer is on its way */
  get characterMs(): number {
    return this.settings.pace === 'unpaced' ? 0 : transmissionMs(1, this.speed.baud);
  }

  get isBusy(): boolean {
    return this.transmitter.isBusy;
  }

  /** @param own what is due while nothing is sent and no message is being read */
  deadline(own: Instant | undefined): Instant | undefined {
    return earliest(this.putsOff(own) ? this.transmitter.deadline : own, this.reader.deadline);
  }

  /**
   * Whether something must wait that is due then: for what we say to leave, and for a message to end that had begun by
   * then. One that begins later puts nothing off, else a head that never ends would put it off for ever.
   */
  putsOff(due: Instant | undefined): boolean {
    const since = this.reader.readingSince;
    return this.transmitter.isBusy || (due !== undefined && since !== undefined && since < due);
  }

  change(speed: LineSpeed): void {
    if (speed.baud === this.speed.baud && speed.format === this.speed.format) return;
    this.speed = speed;
    this.reader.reset();
    this.events.push({ kind: 'change-speed', ...speed, at: this.now });
  }

  /** Whatever was to be said is not. */
  stop(): void {
    this.transmitter.stop();
    this.reader.reset();
  }

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  private send(codes: Uint8Array, message: Message | 'wake-up', delayMs: number): void {
    const octets = this.edit(onLine(codes, this.settings.parity), message);
    const mayAnswerAt = this.heardAt === undefined ? this.now : this.heardAt + this.reactionMs;
    this.echo.forget();
    this.heldSince = undefined;
    this.transmitter.begin(octets, Math.max(this.now + delayMs, mayAnswerAt), this.speed.baud);
  }
}
