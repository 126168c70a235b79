import type { Instant } from '#dlms/link/hdlc/instant';
import { breakCommand, passwordRequest } from './command';
import { announcementOf } from './identification';
import { type LineSpeed, PUSH_SPEED, START_SPEED } from './line-speed';
import type { ReaderEvent } from './message-reader';
import type { MeterData } from './meter-data';
import type { OptionSelect } from './option-select';
import { type ProgrammingAnswer, ProgrammingMode } from './programming-mode';
import { pushMessage, readoutMessage } from './readout-message';
import type { Selection } from './selection';
import type { SignOffCause, SignOnServerEvent } from './server-event';
import { ServerLine } from './server-line';
import { offerOf, type SignOnServerSettings } from './server-settings';
import { stimulusOf } from './server-stimulus';
import { SERVER_TABLE, type ServerAction, type ServerState, type ServerStimulus } from './server-table';
import { ServerTimers } from './server-timers';
import { conformingSignOn, type SignOnDecisions } from './sign-on-decisions';
import { Wakening } from './wakening';

/** the wait for the option select was the reaction time */
const AT_ONCE = 1;

/**
 * The meter's half of IEC 62056-21. Sans-io: octets and time in; octets, changes of speed and events out. Each tick
 * does one thing that is due, so tick again while the deadline is past. A turn never has both a change of speed and
 * octets to send: whatever was taken before must have left the line when the speed changes.
 */
export class SignOnServer {
  private readonly settings: SignOnServerSettings;
  private readonly decisions: SignOnDecisions;
  private readonly data: MeterData;
  private readonly line: ServerLine;
  private readonly programming: ProgrammingMode;
  private readonly stateAtRest: 'asleep' | 'start';
  private current: ServerState = 'start';
  private readonly timers: ServerTimers;
  private readonly wakening = new Wakening();
  private wasBroken = false;

  constructor(settings: SignOnServerSettings, data: MeterData, decisions: SignOnDecisions = conformingSignOn) {
    this.settings = settings;
    this.data = data;
    this.decisions = decisions;
    this.line = new ServerLine(settings, decisions);
    this.timers = new ServerTimers(settings, decisions);
    this.programming = new ProgrammingMode(data, decisions, settings, (event) => this.line.events.push(event));
    this.stateAtRest = settings.isBattery ? 'asleep' : 'start';
    this.enter(this.stateAtRest);
  }

  get state(): ServerState {
    return this.current;
  }

  /** Octets of the line, but those of HDLC. */
  receive(octets: Uint8Array, now: Instant): void {
    if (octets.length === 0) return;
    this.line.now = now;
    while (this.deadline !== undefined && this.deadline <= now) this.tick(now);
    if (this.decisions.echoes()) this.line.echo(octets);
    if (this.current === 'hdlc') return;
    for (const event of this.line.hear(octets)) this.take(event);
  }

  /** Everything taken so far has left the line, where that is who tells (pace `by-line`). */
  lineSent(now: Instant): void {
    this.line.left(now);
  }

  /** Does one thing that is due. */
  tick(now: Instant): void {
    this.line.now = now;
    for (const event of this.line.reader.tick(now)) this.take(event);
    const said = this.line.tick();
    if (said === 'sent') this.finishSending();
    if (said === 'nothing' && !this.line.isBusy) this.tickTimers();
  }

  get deadline(): Instant | undefined {
    return this.line.deadline(this.timers.deadline(this.line.reader.isReading));
  }

  /** Octets to be sent, oldest first; they are taken away. */
  takeOutput(): readonly Uint8Array[] {
    return this.line.takeOutput();
  }

  takeEvents(): readonly SignOnServerEvent[] {
    return this.line.events.splice(0);
  }

  /** Mode D: identification and readout unasked, at 2400 Bd; nothing where something else goes on. */
  push(now: Instant): void {
    this.line.now = now;
    if (this.current !== this.stateAtRest || this.line.isBusy) return;
    this.enter('pushing');
    this.line.change(PUSH_SPEED);
    const identification = this.decisions.identifies(this.settings.identification);
    this.line.say(pushMessage(identification, this.data.readout()), () => {
      this.line.events.push({ kind: 'pushed' });
      this.rest();
    });
  }

  /** An HDLC link is up: its own time-out for inactivity rules from now on. */
  hdlcConnected(): void {
    this.timers.unwatch();
  }

  /** The last HDLC link is down, by DISC or inactivity, and its UA has left the line. */
  hdlcEnded(now: Instant): void {
    this.line.now = now;
    if (this.current === 'hdlc' && this.decisions.leavesHdlc()) this.signOff('hdlc');
  }

  /** The line is gone, and with it whatever went on. */
  lineLost(now: Instant): void {
    this.line.now = now;
    this.line.takeOutput();
    this.signOff('line');
  }

  private readonly actions: Readonly<Record<ServerAction, (event: ReaderEvent) => void>> = {
    identify: (event) => this.identifyTo(event),
    select: (event) => {
      if (event.kind === 'message' && event.message.kind === 'option-select') this.select(event.message.option);
    },
    'read-out-slowly': () => this.readOutSlowly(),
    repeat: () => this.repeat(),
    serve: (event) => {
      if (event.kind === 'message' && event.message.kind === 'command')
        this.answer(this.programming.handle(event.message.command));
    },
    'go-on': () => {
      const data = this.programming.next();
      if (data !== undefined) this.answer({ kind: 'data', data });
    },
    'refuse-faulty': () => this.answer(this.programming.faulty()),
    'sign-off': () => this.takeBreak(),
    ignore: () => undefined,
  };

  private take(event: ReaderEvent): void {
    if (this.line.isBusy) {
      this.takeWhileBusy(event);
      return;
    }
    this.line.events.push({ kind: 'heard', event });
    this.timers.heard(event, this.line.now);
    if (this.wakening.hears(event)) this.wakeUp();
    const isNoise = event.kind === 'dropped';
    if (isNoise && this.current === 'start' && this.decisions.answersNoise() === 'identification') this.identify();
    if (!isNoise) this.actions[this.rowOf()[stimulusOf(event)]](event);
  }

  private rowOf(): Readonly<Record<ServerStimulus, ServerAction>> {
    const isAwake = this.current === 'asleep' && this.decisions.answersAsleep();
    return SERVER_TABLE[isAwake ? 'start' : this.current];
  }

  private tickTimers(): void {
    const due = this.timers.due(this.line.now, this.line.reader.isReading);
    if (due === 'option') this.readOutSlowly(AT_ONCE);
    if (due === 'inactivity') this.signOff('inactivity');
  }

  private takeWhileBusy(event: ReaderEvent): void {
    const isBreak = event.kind === 'message' && stimulusOf(event) === 'break' && this.rowOf().break === 'sign-off';
    if (!isBreak) this.line.events.push({ kind: 'ignored', event });
    else if (this.current === 'readout' && this.decisions.breakInReadout() === 'at-once') this.takeBreak();
    else this.wasBroken = true;
  }

  private wakeUp(): void {
    if (this.current !== 'asleep') return;
    this.line.events.push({ kind: 'woken' });
    this.enter('start');
    this.timers.watch(this.line.now);
  }

  private identifyTo(event: ReaderEvent): void {
    if (event.kind !== 'message' || event.message.kind !== 'request') return;
    const addresses = { asked: event.message.address, own: this.settings.address };
    if (this.decisions.answersRequest(addresses)) this.identify();
  }

  private identify(): void {
    const identification = this.decisions.identifies(this.settings.identification);
    const { mode, baud = 300 } = announcementOf(identification);
    this.timers.noOption();
    this.timers.watch(this.line.now);
    this.enter(mode === 'C' || mode === 'E' ? 'waiting-option' : 'readout');
    this.line.say({ kind: 'identification', identification }, () => {
      if (this.current === 'readout') this.readOut({ baud, format: '7E1' });
      else this.timers.awaitOption(this.line.now);
    });
  }

  private select(option: OptionSelect): void {
    const selection = this.decisions.selects(option, offerOf(this.settings));
    this.line.events.push({ kind: 'selected', option, selection });
    this.timers.noOption();
    if (selection.target === 'unsupported') this.readOutSlowly();
    else this.turnTo(selection, option);
  }

  private turnTo({ target, baud }: Selection, option: OptionSelect): void {
    const speed = this.decisions.changesSpeed() ? baud : START_SPEED.baud;
    if (target === 'hdlc') this.turnToHdlc({ baud: speed, format: '7E1' }, option);
    else if (target === 'readout') this.readOut({ baud: speed, format: '7E1' });
    else this.openProgramming({ baud: speed, format: '7E1' });
  }

  private openProgramming(speed: LineSpeed): void {
    this.line.change(speed);
    this.enter('locked');
    this.line.say({ kind: 'command', command: passwordRequest(this.programming.begin()) });
  }

  private turnToHdlc(speed: LineSpeed, option: OptionSelect): void {
    const confirmation = this.decisions.confirmsHdlc(this.settings.confirmation);
    const enterHdlc = (): void => {
      this.line.change({ baud: speed.baud, format: this.decisions.hdlcFormat() });
      this.enter('hdlc');
      this.timers.watch(this.line.now);
      this.line.events.push({ kind: 'hdlc', baud: speed.baud });
    };
    if (confirmation === 'new-speed') this.line.change(speed);
    if (confirmation === 'none') enterHdlc();
    else this.line.say({ kind: 'option-select', option }, enterHdlc);
  }

  private readOutSlowly(reactionMs?: number): void {
    this.timers.noOption();
    if (this.decisions.withoutOption() === 'readout') this.readOut(START_SPEED, reactionMs);
    else this.signOff('no-option');
  }

  /** In modes A and B, commands may follow (IEC 62056-21 6.4.1, 6.4.2). */
  private readOut(speed: LineSpeed, reactionMs?: number): void {
    this.line.change(speed);
    this.enter('readout');
    const message = readoutMessage(this.data.readout(), this.settings.readoutFrame);
    this.line.say(message, () => this.finishReadout(), reactionMs);
  }

  private finishReadout(): void {
    this.line.events.push({ kind: 'readout-sent' });
    const { mode } = announcementOf(this.settings.identification);
    if (!this.settings.hasProgramming || (mode !== 'A' && mode !== 'B')) return;
    this.programming.begin();
    this.enter('locked');
  }

  private answer(answer: ProgrammingAnswer): void {
    if (answer.kind === 'silence') return;
    if (this.programming.isOpen) this.enter('programming');
    if (answer.kind === 'break')
      this.line.say({ kind: 'command', command: breakCommand() }, () => this.signOff('password'));
    else this.line.say(answer);
  }

  private repeat(): void {
    if (!this.decisions.repeatsOnRequest()) return;
    if (this.current === 'waiting-option') this.identify();
    else this.line.repeat();
  }

  private takeBreak(): void {
    if (!this.decisions.obeysBreak()) return;
    if (this.decisions.answersBreak() === 'ACK') this.line.say({ kind: 'ACK' }, () => this.signOff('break'));
    else this.signOff('break');
  }

  private finishSending(): void {
    this.timers.alive(this.line.now);
    const { wasBroken } = this;
    this.wasBroken = false;
    if (wasBroken) this.takeBreak();
    else this.line.goOn();
  }

  private signOff(cause: SignOffCause): void {
    this.line.events.push({ kind: 'signed-off', cause });
    this.rest();
  }

  private rest(): void {
    this.timers.noOption();
    this.timers.unwatch();
    this.wasBroken = false;
    this.enter(this.stateAtRest);
    this.line.rest();
  }

  private enter(state: ServerState): void {
    this.current = state;
    this.line.reader.expected = { optionSelect: state === 'waiting-option', text: false };
  }
}
