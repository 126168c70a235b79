import { earliest, type Instant } from '#dlms/link/hdlc/instant';
import { type LineSpeed, START_SPEED } from './line-speed';
import { encodeMessage, type Message } from './message';
import { MessageReader, type ReaderEvent } from './message-reader';
import { onLine } from './parity';
import type { SignOnServerEvent } from './server-event';
import type { SignOnServerSettings } from './server-settings';
import type { SignOnDecisions } from './sign-on-decisions';
import { Transmitter } from './transmitter';

const SHORTEST_REACTION = 1;

/** What a meter does with its line: its speed, what it says and when, what it hears. */
export class ServerLine {
  readonly reader: MessageReader;
  readonly events: SignOnServerEvent[] = [];
  /** of the call that is being served */
  now: Instant = 0;
  private readonly settings: SignOnServerSettings;
  private readonly decisions: SignOnDecisions;
  private readonly transmitter: Transmitter;
  private speed: LineSpeed = START_SPEED;
  private last: Message | undefined;
  private whenSent: () => void = () => undefined;
  private output: Uint8Array[] = [];

  constructor(settings: SignOnServerSettings, decisions: SignOnDecisions) {
    this.settings = settings;
    this.decisions = decisions;
    this.reader = new MessageReader(settings, decisions);
    this.transmitter = new Transmitter(settings.pace);
  }

  hear(octets: Uint8Array): readonly ReaderEvent[] {
    return this.reader.push(octets, this.now);
  }

  echo(octets: Uint8Array): void {
    this.output.push(octets.slice());
  }

  /** Sends after the reaction time, or after a delay of its own, and then goes on. */
  say(message: Message, whenSent: () => void = () => undefined, delayMs = this.reactionMs): void {
    const { parity, blockCheck } = this.settings;
    const octets = this.decisions.sentMessage(onLine(encodeMessage(message, blockCheck), parity), message);
    this.last = message;
    this.whenSent = whenSent;
    this.transmitter.begin(octets, this.now + delayMs, this.speed.baud);
  }

  repeat(): void {
    if (this.last !== undefined) this.say(this.last, this.whenSent);
  }

  /** Sends what is due; `sent` when a message has left the line. */
  tick(): 'sent' | 'sending' | 'nothing' {
    const due = this.transmitter.tick(this.now);
    if (due === 'sent') return 'sent';
    if (due === undefined) return 'nothing';
    this.output.push(due);
    return 'sending';
  }

  /** What was taken has left the line. */
  left(now: Instant): void {
    this.transmitter.left(now);
  }

  goOn(): void {
    this.whenSent();
  }

  get isBusy(): boolean {
    return this.transmitter.isBusy;
  }

  /** @param own what is due while nothing is sent */
  deadline(own: Instant | undefined): Instant | undefined {
    return earliest(this.transmitter.deadline ?? own, this.reader.deadline);
  }

  change(speed: LineSpeed): void {
    if (speed.baud === this.speed.baud && speed.format === this.speed.format) return;
    this.speed = speed;
    this.events.push({ kind: 'change-speed', ...speed, at: this.now });
  }

  /** Back to 300 Bd; nothing is said any more. */
  rest(): void {
    this.transmitter.stop();
    this.reader.reset();
    this.last = undefined;
    this.change(START_SPEED);
  }

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  private get reactionMs(): number {
    return Math.max(SHORTEST_REACTION, this.decisions.reactionMs(this.settings.identification));
  }
}
