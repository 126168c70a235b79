import { LineLost, LocalProtocolError } from '#dlms/errors';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import type { SignOnClientSettings } from '#dlms/link/optical/client-settings';
import { breakCommand, encodeCommand } from '#dlms/link/optical/command';
import { EchoFilter, type EchoSetting } from '#dlms/link/optical/echo-filter';
import { START_SPEED } from '#dlms/link/optical/line-speed';
import type { Clock, Instant } from '#time/clock';
import type { Line, LineEvent, Transport } from '#transport/line';
import type { SerialLine, SerialTransport } from '#transport/serial-line';
import { AsciiDialogue } from './ascii-dialogue';
import { type LineRecord, UNRECORDED } from './line-record';
import { LinkWatch } from './link-watch';
import { portSettings, type SessionEvent, SignOnSession } from './sign-on-session';

/** Real time that a port may take to be opened anew. */
const OPEN_MS = 10_000;

/** A meter answers DISC within this, and has then nothing more to say. */
const LEAVING_MS = 2000;
const QUIET_MS = 100;
/** Requests before it is tried in another way. */
const ATTEMPTS = 2;

type HdlcBegins = Extract<SessionEvent, { kind: 'hdlc' }>;
type Where = { readonly at: 'start'; readonly notBefore: Instant } | { readonly at: 'hdlc' };

/**
 * The local port of a meter in mode E as a line for HDLC: signs on before the first frame, and again after the meter
 * has gone back to 300 baud because its last link was disconnected. For cases that judge the sign-on itself it lends
 * the bare line.
 */
export class LocalPort implements Transport {
  readonly description: string;
  /** how often the meter was signed on */
  signOns = 0;
  private readonly transport: SerialTransport;
  private settings: SignOnClientSettings;
  private readonly clock: Clock;
  private readonly links = new LinkWatch();
  private log: LineRecord = UNRECORDED;
  private serial: SerialLine | undefined;
  private where: Where = { at: 'start', notBefore: Number.NEGATIVE_INFINITY };
  private echo = new EchoFilter('off');

  constructor(transport: SerialTransport, settings: SignOnClientSettings, clock: Clock) {
    this.transport = transport;
    this.settings = settings;
    this.clock = clock;
    this.description = `${transport.description}, sign-on by mode E`;
  }

  /**
   * @param address of the meter, empty where it has none
   * @param log where sign-ons are recorded
   */
  attach(address: string, log: LineRecord): void {
    this.settings = { ...this.settings, address };
    this.log = log;
  }

  /** The port alone; the sign-on waits for the first frame, or for `ready`. */
  async connect(deadline: Instant): Promise<Line> {
    await this.open(deadline);
    return new LocalLine({
      serial: () => this.opened(),
      ready: () => this.ready(),
      sent: (octets) => this.sent(octets),
      received: (event) => this.received(event),
      close: () => this.closePort(),
    });
  }

  /**
   * HDLC may begin: signs on where the meter is at its start.
   * @throws LineLost when the meter cannot be signed on
   */
  async ready(): Promise<void> {
    if (this.where.at === 'hdlc') return;
    const hdlc = await this.signOn();
    this.echo = new EchoFilter(hdlc.isEchoing ? 'cancel' : 'off');
    this.enterHdlc();
    this.signOns++;
  }

  /**
   * The bare line at 300 baud, after the pause that the meter needs where it has just left HDLC.
   * @param echo what becomes of our own octets where the head returns them
   * @throws LocalProtocolError while a link is up: the meter could not hear it
   */
  async dialogue(echo: EchoSetting = this.settings.echo): Promise<AsciiDialogue> {
    if (this.where.at === 'hdlc') throw new LocalProtocolError('the meter is in HDLC: disconnect its links first');
    const line = await this.atStart();
    return new AsciiDialogue(line, this.settings.parity, echo, this.clock, this.log);
  }

  get isInHdlc(): boolean {
    return this.where.at === 'hdlc';
  }

  /** A dialogue has led the meter into HDLC, and the line is set for it. */
  enterHdlc(): void {
    this.where = { at: 'hdlc' };
    this.links.forget();
  }

  /** The meter is taken to be at its start; the next request waits for `pauseMs`. */
  assumeStart(pauseMs: number = this.settings.pauseMs): void {
    this.where = { at: 'start', notBefore: this.clock.now() + pauseMs };
    this.links.forget();
  }

  async close(): Promise<void> {
    await this.closePort();
    await this.transport.close();
  }

  /** Twice: who does not answer may still be in an ASCII mode of an earlier sign-on, which a break ends. */
  private async signOn(): Promise<HdlcBegins> {
    const first = await this.trySignOn();
    const isUnheard = !first.some(({ kind }) => kind === 'identified');
    if (isUnheard) await this.breakOff();
    const events = isUnheard ? await this.trySignOn() : first;
    const hdlc = events.find((event) => event.kind === 'hdlc');
    if (hdlc === undefined) throw this.failure(events);
    return hdlc;
  }

  private async trySignOn(): Promise<readonly SessionEvent[]> {
    const line = await this.atStart();
    const settings = { ...this.settings, attempts: ATTEMPTS };
    return new SignOnSession(line, settings, this.clock, this.log).signOn({ kind: 'hdlc' });
  }

  private async breakOff(): Promise<void> {
    const dialogue = await this.dialogue();
    await dialogue.send(encodeCommand(breakCommand()));
    this.assumeStart();
  }

  private async atStart(): Promise<SerialLine> {
    const line = await this.open();
    await this.pause(line);
    await line.reconfigure(portSettings(START_SPEED, this.settings.parity));
    await discard(line, this.clock.now());
    return line;
  }

  private async open(deadline: Instant = this.clock.now() + OPEN_MS): Promise<SerialLine> {
    this.serial ??= await this.transport.connect(deadline);
    return this.serial;
  }

  private opened(): SerialLine {
    if (this.serial === undefined) throw new LineLost(`${this.description}: the port is closed`);
    return this.serial;
  }

  /** Whoever opens the port next knows nothing of the pause that the meter needs. */
  private async closePort(): Promise<void> {
    const { serial } = this;
    if (serial !== undefined && this.where.at === 'hdlc') await this.leaveHdlc(serial);
    this.serial = undefined;
    if (serial !== undefined) await this.pause(serial);
    await serial?.close();
  }

  /** A meter that is left in HDLC without a link would hear no request for a minute or two. */
  private async leaveHdlc(line: SerialLine): Promise<void> {
    const { hasLinks, remaining } = this.links;
    const kinds = hasLinks ? (['DISC'] as const) : (['SNRM', 'DISC'] as const);
    for (const addresses of remaining) {
      for (const kind of kinds) {
        const control = { kind, pf: true } as const;
        const octets = encodeFrame({ ...addresses, control, segmented: false, information: new Uint8Array() });
        this.sent(octets);
        this.log.record('sent', octets, () => [`${kind}, so that the meter returns to its start`]);
        await line.write(octets);
        await this.hears(line, this.clock.now() + LEAVING_MS);
      }
    }
    if (this.where.at === 'hdlc') this.assumeStart();
  }

  private async hears(line: SerialLine, deadline: Instant): Promise<void> {
    for (let heard = false; !heard && this.clock.now() < deadline; ) {
      const event = await line.receive(deadline);
      if (event.kind !== 'octets') return;
      this.received(event);
      heard = await isQuiet(line, this.clock.now() + QUIET_MS, (later) => this.received(later));
    }
  }

  private async pause(line: SerialLine): Promise<void> {
    if (this.where.at === 'start' && this.where.notBefore > this.clock.now()) await line.idle(this.where.notBefore);
  }

  private sent(octets: Uint8Array): void {
    this.echo.sent(octets);
    this.links.sent(octets);
  }

  /** What a receiver hears, or undefined where that was our own echo. */
  private received(event: LineEvent): LineEvent | undefined {
    if (event.kind === 'closed') this.serial = undefined;
    if (event.kind !== 'octets') return event;
    const { octets } = this.echo.receive(event.octets);
    if (octets.length === 0) return undefined;
    if (this.links.received(octets, event.at)) this.assumeStart();
    return { ...event, octets };
  }

  private failure(events: readonly SessionEvent[]): LineLost {
    const violation = events.find((event) => event.kind === 'violation');
    const reason = violation?.error.message ?? reasonOf(events);
    return new LineLost(`${this.description}: ${reason}`);
  }
}

interface PortAccess {
  serial(): SerialLine;
  ready(): Promise<void>;
  sent(octets: Uint8Array): void;
  received(event: LineEvent): LineEvent | undefined;
  close(): Promise<void>;
}

/** The port as HDLC sees it. */
class LocalLine implements Line {
  private readonly port: PortAccess;

  constructor(port: PortAccess) {
    this.port = port;
  }

  async write(octets: Uint8Array): Promise<void> {
    await this.port.ready();
    this.port.sent(octets);
    await this.port.serial().write(octets);
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    for (;;) {
      const event = this.port.received(await this.port.serial().receive(deadline));
      if (event !== undefined) return event;
    }
  }

  idle(deadline: Instant): Promise<void> {
    return this.port.serial().idle(deadline);
  }

  end(): Promise<void> {
    return this.port.serial().end();
  }

  close(): Promise<void> {
    return this.port.close();
  }

  reset(): Promise<void> {
    return this.port.close();
  }
}

/** Nothing more comes for a while. */
async function isQuiet(line: SerialLine, until: Instant, hear: (event: LineEvent) => void): Promise<boolean> {
  const event = await line.receive(until);
  if (event.kind === 'octets') hear(event);
  return event.kind !== 'octets';
}

/** What came before anything was asked belongs to nobody. */
async function discard(line: SerialLine, now: Instant): Promise<void> {
  for (;;) {
    const event = await line.receive(now);
    if (event.kind === 'timeout') return;
    if (event.kind === 'closed') throw event.fault ?? new LineLost('the line is closed');
  }
}

function reasonOf(events: readonly SessionEvent[]): string {
  const identified = events.find((event) => event.kind === 'identified');
  const unanswered = events.find((event) => event.kind === 'no-response');
  if (identified !== undefined) {
    return `the meter identifies itself in mode ${identified.mode} and does not go over to HDLC`;
  }
  if (unanswered === undefined) return 'the meter did not sign on';
  return 'no identification came at 300 baud. Is the head on the meter, and the device address right? A meter that was left in HDLC answers again after its inactivity time-out';
}
