import type { Instant } from '#dlms/link/hdlc/instant';
import type { SignOnClientEvent } from './client-event';
import type { ClientLine } from './client-line';
import type { SignOnClientSettings } from './client-settings';
import { ConfirmationReader } from './confirmation-reader';
import type { BaudRate, LineFormat } from './line-speed';

/** From the option select of mode E to the first frame of HDLC (iec62056-21.md 7). */
export class HdlcHandover {
  private readonly settings: SignOnClientSettings;
  private readonly line: ClientLine;
  private reader = new ConfirmationReader();
  private baud: BaudRate = 300;
  private found: LineFormat | 'absent' = 'absent';
  private due: Instant | undefined;

  constructor(settings: SignOnClientSettings, line: ClientLine) {
    this.settings = settings;
    this.line = line;
  }

  /** The option select has left the line: the speed changes, a confirmation may come. */
  begin(baud: BaudRate): void {
    this.reader = new ConfirmationReader();
    this.baud = baud;
    this.found = 'absent';
    this.due = this.line.now + this.settings.confirmationMs;
    this.line.change({ baud, format: this.settings.confirmationFormat });
  }

  get deadline(): Instant | undefined {
    return this.due;
  }

  /** A confirmation in whatever format; the speed that it names counts. Then HDLC waits for the reaction time. */
  receive(octets: Uint8Array): void {
    const found = this.found === 'absent' ? this.reader.push(octets) : undefined;
    if (found === undefined) return;
    this.found = found.format;
    this.baud = found.baud;
    this.due = this.line.now + this.line.reactionMs;
  }

  /** The event of the hand-over, once its time has come. */
  tick(): SignOnClientEvent | undefined {
    if (this.due === undefined || this.line.now < this.due) return undefined;
    this.due = undefined;
    this.line.change({ baud: this.baud, format: '8N1' });
    return { kind: 'hdlc', baud: this.baud, confirmation: this.found, isEchoing: this.line.echo.isEchoing };
  }

  stop(): void {
    this.due = undefined;
  }
}
