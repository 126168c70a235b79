import { concat } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import type { SignOnClientEvent } from '#dlms/link/optical/client-event';
import type { SignOnClientSettings, SignOnGoal } from '#dlms/link/optical/client-settings';
import type { ClientState } from '#dlms/link/optical/client-table';
import type { Command } from '#dlms/link/optical/command';
import type { LineSpeed } from '#dlms/link/optical/line-speed';
import { withoutSecrets } from '#dlms/link/optical/malformed';
import { SignOnClient } from '#dlms/link/optical/sign-on-client';
import type { Clock } from '#time/clock';
import type { LineEvent } from '#transport/line';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { asciiText } from './ascii-text';
import { type LineRecord, UNRECORDED } from './line-record';
import { eventText } from './sign-on-text';

/** Where it is the caller's turn again. */
const AT_REST: readonly ClientState[] = ['idle', 'open', 'hdlc'];

/** What a session says beside the changes of speed, which it makes itself. */
export type SessionEvent = Exclude<SignOnClientEvent, { kind: 'change-speed' }>;

/**
 * IEC 62056-21 on a serial line: sign-on, readout, programming mode, and the way into HDLC. Every call waits until it
 * is the caller's turn again, and tells what has happened meanwhile.
 */
export class SignOnSession {
  private readonly line: SerialLine;
  private readonly settings: SignOnClientSettings;
  private readonly clock: Clock;
  private readonly log: LineRecord;
  private readonly client: SignOnClient;
  private heard: Uint8Array = new Uint8Array();
  private toBeSent: Uint8Array | undefined;
  private events: SessionEvent[] = [];

  /**
   * @param line at 300 baud, in the format that the settings of parity call for
   * @param settings their pace is not asked: the line knows when something has left
   */
  constructor(line: SerialLine, settings: SignOnClientSettings, clock: Clock, log: LineRecord = UNRECORDED) {
    this.line = line;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
    this.client = new SignOnClient({ ...settings, pace: 'by-line' }, (octets) => {
      this.toBeSent = octets;
      return octets;
    });
  }

  get state(): ClientState {
    return this.client.state;
  }

  /** @throws LineLost when the line goes away */
  signOn(goal: SignOnGoal): Promise<readonly SessionEvent[]> {
    this.client.signOn(goal, this.clock.now());
    return this.untilRest();
  }

  /** Waits for what a meter sends unasked (mode D). */
  async listen(ms: number): Promise<readonly SessionEvent[]> {
    this.client.listen(this.clock.now());
    const until = this.clock.now() + ms;
    while (!this.events.some(({ kind }) => kind === 'pushed') && this.clock.now() < until) await this.turn(until);
    this.client.stop(this.clock.now());
    return this.untilRest();
  }

  /** A command, or the blocks of one. The line has to be open. */
  ask(commands: Command | readonly Command[]): Promise<readonly SessionEvent[]> {
    this.client.ask(commands, this.clock.now());
    return this.untilRest();
  }

  /** The readout once more. */
  askForReadout(): Promise<readonly SessionEvent[]> {
    this.client.askForReadout(this.clock.now());
    return this.untilRest();
  }

  /** A break; nothing where nobody is signed on. */
  async signOff(name: 'B0' | 'B1' = 'B0'): Promise<readonly SessionEvent[]> {
    if (this.client.state === 'open') this.client.signOff(this.clock.now(), name);
    return this.untilRest();
  }

  private async untilRest(): Promise<readonly SessionEvent[]> {
    await this.obey();
    while (!AT_REST.includes(this.client.state)) await this.turn();
    const { events } = this;
    this.events = [];
    return events;
  }

  private async turn(until = Number.POSITIVE_INFINITY): Promise<void> {
    await this.obey();
    const event = await this.line.receive(Math.min(this.client.deadline ?? until, until));
    if (event.kind === 'timeout') this.client.tick(this.clock.now());
    else this.take(event);
    await this.obey();
  }

  private take(event: Exclude<LineEvent, { kind: 'timeout' }>): void {
    if (event.kind === 'closed') throw event.fault ?? new LineLost('the line was closed during the sign-on');
    this.heard = concat(this.heard, event.octets);
    this.client.receive(event.octets, event.at);
  }

  /** Sends what is to be sent, and then changes the line: never the other way round. */
  private async obey(): Promise<void> {
    for (;;) {
      const output = this.client.takeOutput();
      const events = this.client.takeEvents();
      if (output.length + events.length === 0) return;
      for (const octets of output) await this.send(octets);
      for (const event of events) await this.follow(event);
    }
  }

  private async send(octets: Uint8Array): Promise<void> {
    this.recordHeard();
    const whole = this.toBeSent;
    this.toBeSent = undefined;
    if (whole !== undefined) this.log.record('sent', withoutSecrets(whole), () => [asciiText(whole)]);
    await this.line.write(octets);
    await this.takeArrived();
    this.client.lineSent(this.clock.now());
  }

  /** A head that echoes has done so while we wrote, and that is to be heard before the line changes. */
  private async takeArrived(): Promise<void> {
    for (;;) {
      const event = await this.line.receive(this.clock.now());
      if (event.kind === 'timeout') return;
      this.take(event);
    }
  }

  private async follow(event: SignOnClientEvent): Promise<void> {
    if (event.kind === 'echo') this.heard = this.heard.slice(event.octets.length);
    else this.recordHeard();
    if (event.kind === 'change-speed') await this.change(event);
    else {
      this.events.push(event);
      this.log.event(eventText(event));
    }
  }

  private async change(speed: LineSpeed): Promise<void> {
    const settings = portSettings(speed, this.settings.parity);
    this.log.event(`the line is at ${speed.baud} baud ${speed.format}`);
    await this.line.reconfigure(settings);
  }

  private recordHeard(): void {
    const octets = this.heard;
    this.heard = new Uint8Array();
    if (octets.length > 0) this.log.record('received', withoutSecrets(octets), () => [asciiText(octets)]);
  }
}

/** How the port is set for a speed: where parity is made in software, it stays at eight bits. */
export function portSettings({ baud, format }: LineSpeed, parity: SignOnClientSettings['parity']): SerialPortSettings {
  return format === '7E1' && parity === 'line' ? sevenEvenOne(baud) : eightNoneOne(baud);
}
