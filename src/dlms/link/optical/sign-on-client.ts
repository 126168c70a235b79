import { LocalProtocolError } from '#dlms/errors';
import { earliest, type Instant } from '#dlms/link/hdlc/instant';
import { ClientDialogue } from './client-dialogue';
import type { SignOnClientEvent } from './client-event';
import { ClientLine, type WireEdit } from './client-line';
import type { SignOnClientSettings, SignOnGoal } from './client-settings';
import type { ClientState } from './client-table';
import type { Command } from './command';
import { HdlcHandover } from './hdlc-handover';
import { PUSH_SPEED } from './line-speed';

/** 2.2 s of them at 300 Bd, and a pause (IEC 62056-21 Annex B) */
const WAKE_UP_NULS = 66;
const WAKE_UP_PAUSE_MS = 1600;
const SIGNED_OFF: readonly ClientState[] = ['idle', 'waking', 'requesting', 'listening', 'hdlc'];

/**
 * The client's half of IEC 62056-21. Sans-io: octets and time in; octets, changes of speed and events out. It begins at
 * 300 Bd 7E1. Each tick does one thing that is due, so tick again while the deadline is past. A turn never has both a
 * change of speed and octets to send: whatever was taken before must have left the line when the speed changes.
 */
export class SignOnClient {
  private readonly settings: SignOnClientSettings;
  private readonly line: ClientLine;
  private readonly dialogue: ClientDialogue;
  private readonly handover: HdlcHandover;
  private notBefore: Instant | undefined;

  /** @param edit what really goes out for a message, for negative cases */
  constructor(settings: SignOnClientSettings, edit: WireEdit = (octets) => octets) {
    this.settings = settings;
    this.line = new ClientLine(settings, edit);
    this.handover = new HdlcHandover(settings, this.line);
    this.dialogue = new ClientDialogue(settings, this.line, (baud) => this.handover.begin(baud));
  }

  get state(): ClientState {
    return this.dialogue.state;
  }

  /** Wakes the meter where it has to, and sends the request. @throws LocalProtocolError unless idle */
  signOn(goal: SignOnGoal, now: Instant): void {
    this.begin('idle', now);
    this.dialogue.goal = goal;
    const delay = Math.max(1, (this.notBefore ?? now) - now);
    if (this.settings.wakesUp) this.wakeUp(delay);
    else this.dialogue.request(delay);
  }

  /** Waits for what a meter sends unasked, at 2400 Bd (mode D), until `stop`. @throws LocalProtocolError unless idle */
  listen(now: Instant): void {
    this.begin('idle', now);
    this.line.change(PUSH_SPEED);
    this.dialogue.enter('listening');
  }

  /** Sends a command, or the blocks of one, and waits for its answer. @throws LocalProtocolError unless open */
  ask(commands: Command | readonly Command[], now: Instant): void {
    this.begin('open', now);
    this.dialogue.exchange.begin('name' in commands ? [commands] : commands);
    this.dialogue.askNext();
  }

  /** Asks by NAK for the readout once more. @throws LocalProtocolError unless open */
  askForReadout(now: Instant): void {
    this.begin('open', now);
    this.dialogue.askForReadout();
  }

  /** Sends a break; whatever was waited for is not any more. @throws LocalProtocolError where no meter is signed on */
  signOff(now: Instant, name: 'B0' | 'B1' = 'B0'): void {
    if (SIGNED_OFF.includes(this.state)) throw new LocalProtocolError(`no break while ${this.state}`);
    this.line.now = now;
    this.handover.stop();
    this.dialogue.begin();
    this.dialogue.signOff(name);
  }

  /** HDLC is over, by DISC or in silence: the next request is at 300 Bd, after a pause. @throws LocalProtocolError */
  hdlcEnded(now: Instant): void {
    this.begin('hdlc', now);
    this.notBefore = now + this.settings.pauseMs;
    this.dialogue.rest();
  }

  /** The line is gone, or nobody wants to go on: idle at once. */
  stop(now: Instant): void {
    this.line.now = now;
    this.handover.stop();
    this.dialogue.rest();
  }

  /** Octets of the line, but those of HDLC. */
  receive(octets: Uint8Array, now: Instant): void {
    while (this.deadline !== undefined && this.deadline <= now) this.tick(now);
    this.line.now = now;
    if (octets.length === 0 || this.state === 'hdlc') return;
    const heard = this.line.filter(octets);
    if (this.state === 'confirming') this.handover.receive(heard);
    else for (const event of this.line.read(heard)) this.dialogue.take(event);
  }

  /** Everything taken so far has left the line, where that is who tells (pace `by-line`). */
  lineSent(now: Instant): void {
    this.line.left(now);
  }

  /** Does one thing that is due. */
  tick(now: Instant): void {
    this.line.now = now;
    for (const event of this.line.reader.tick(now)) this.dialogue.take(event);
    if (this.line.isBusy) this.line.tick();
    else if (this.state === 'confirming') this.tickHandover();
    else this.dialogue.tick();
  }

  get deadline(): Instant | undefined {
    return this.line.deadline(earliest(this.dialogue.deadline, this.handover.deadline));
  }

  /** Octets to be sent, oldest first; they are taken away. */
  takeOutput(): readonly Uint8Array[] {
    return this.line.takeOutput();
  }

  takeEvents(): readonly SignOnClientEvent[] {
    return this.line.events.splice(0);
  }

  private begin(state: ClientState, now: Instant): void {
    if (this.state !== state) throw new LocalProtocolError(`the sign-on is ${this.state}, not ${state}`);
    this.line.now = now;
    this.dialogue.begin();
  }

  private wakeUp(delayMs: number): void {
    this.dialogue.enter('waking');
    this.line.wakeUp(WAKE_UP_NULS, () => this.dialogue.pauseBeforeRequest(WAKE_UP_PAUSE_MS), delayMs);
  }

  private tickHandover(): void {
    const event = this.handover.tick();
    if (event === undefined) return;
    this.dialogue.enter('hdlc');
    this.line.events.push(event);
  }
}
