import type { Instant } from '#dlms/link/hdlc/instant';
import { selectedBaud } from './baud-character';
import { codesOf } from './character';
import type { SignOnClientEvent, Unanswered } from './client-event';
import type { ClientLine } from './client-line';
import type { SignOnClientSettings, SignOnGoal } from './client-settings';
import { clientStimulusOf } from './client-stimulus';
import { CLIENT_TABLE, type ClientAction, type ClientState } from './client-table';
import { bracketed, breakCommand } from './command';
import { CommandExchange } from './command-exchange';
import { type DataMessage, errorTextOf } from './data-message';
import { decodeDataSets } from './data-set';
import { announcementOf, type Identification, leastReactionMs } from './identification';
import { judged } from './judged';
import { type BaudRate, START_SPEED } from './line-speed';
import type { ReaderEvent } from './message-reader';
import { optionFor } from './option-choice';
import { decodeReadout } from './readout';

const LATEST_READOUT_MS = 2200;
/** as long as a NAK to a faulty break may take */
const FAREWELL_MS = 1500;
/** beyond the least reaction time */
const MARGIN_MS = 20;

type Timer = 'request' | 'response' | 'farewell' | 'inactivity';
type Heard = Extract<ReaderEvent, { kind: 'message' | 'faulty' }>;

/** What a client says next, and what silence does: from the request to the break, or to HDLC. */
export class ClientDialogue {
  readonly exchange: CommandExchange;
  goal: SignOnGoal = { kind: 'identification' };
  private readonly settings: SignOnClientSettings;
  private readonly line: ClientLine;
  private readonly enterHdlc: (baud: BaudRate) => void;
  private current: ClientState = 'idle';
  private timer: { readonly what: Timer; readonly at: Instant } | undefined;
  private attempt = 1;
  private asked: Unanswered = 'request';
  private pushedBy: Identification | undefined;

  constructor(settings: SignOnClientSettings, line: ClientLine, enterHdlc: (baud: BaudRate) => void) {
    this.settings = settings;
    this.line = line;
    this.enterHdlc = enterHdlc;
    this.exchange = new CommandExchange(settings.longestMessage);
  }

  get state(): ClientState {
    return this.current;
  }

  get deadline(): Instant | undefined {
    return this.timer?.at;
  }

  enter(state: ClientState): void {
    this.current = state;
    this.timer = undefined;
    this.line.reader.expected = { optionSelect: false, text: state === 'awaiting-readout' || state === 'listening' };
  }

  /** A new exchange: nothing has been tried yet. */
  begin(): void {
    this.attempt = 1;
    this.timer = undefined;
  }

  request(delayMs: number): void {
    this.enter('requesting');
    this.asked = 'request';
    this.line.reactionMs = 0;
    this.line.say({ kind: 'request', address: this.settings.address }, this.awaitResponse, delayMs);
  }

  pauseBeforeRequest(pauseMs: number): void {
    this.await('request', pauseMs);
  }

  askNext(): void {
    const command = this.exchange.next();
    this.asked = 'command';
    this.attempt = 1;
    if (command === undefined) this.open({ kind: 'acknowledged' });
    else {
      this.enter('awaiting-answer');
      this.line.say({ kind: 'command', command }, this.awaitResponse);
    }
  }

  askForReadout(): void {
    this.enter('awaiting-readout');
    this.sayNak();
  }

  signOff(name: 'B0' | 'B1' = 'B0'): void {
    this.enter('signing-off');
    this.line.say({ kind: 'command', command: breakCommand(name) }, () => this.await('farewell', FAREWELL_MS));
  }

  /** Idle at 300 Bd. */
  rest(): void {
    this.line.stop();
    this.enter('idle');
    this.line.change(START_SPEED);
  }

  take(event: ReaderEvent): void {
    if (event.kind === 'dropped' || event.kind === 'nulls') {
      this.line.events.push({ kind: 'dropped', event });
      return;
    }
    if (event.kind === 'faulty') this.line.events.push({ kind: 'violation', error: event.error });
    if (!this.line.isBusy) this.actions[CLIENT_TABLE[this.current][clientStimulusOf(event)]](event);
    else if (event.kind === 'message') this.line.events.push({ kind: 'late', message: event.message });
  }

  tick(): void {
    if (this.timer === undefined || this.line.now < this.timer.at || this.line.putsOff(this.timer.at)) return;
    this.rings[this.timer.what]();
  }

  private readonly rings: Readonly<Record<Timer, () => void>> = {
    request: () => this.request(1),
    response: () => this.meetSilence(),
    farewell: () => this.end({ kind: 'signed-off', by: 'break' }),
    inactivity: () => this.end({ kind: 'signed-off', by: 'inactivity' }),
  };

  private readonly actions: Readonly<Record<ClientAction, (event: Heard) => void>> = {
    identified: (event) => {
      if (event.kind === 'message' && event.message.kind === 'identification')
        this.identified(event.message.identification, event.startedAt);
    },
    challenged: (event) => {
      if (event.kind === 'message' && event.message.kind === 'command')
        this.open({ kind: 'password-asked', operand: bracketed(event.message.command.data) ?? '' });
    },
    'read-out': (event) => {
      if (event.kind === 'message' && event.message.kind === 'text') this.readOut(event.message.text, false);
      if (event.kind === 'message' && event.message.kind === 'data') this.readOutChecked(event.message.data);
    },
    answered: (event) => {
      if (event.kind === 'message' && event.message.kind === 'data') this.answered(event.message.data);
    },
    acknowledged: () => this.askNext(),
    repeat: () => this.tryAgain('NAK', () => this.line.repeat()),
    'ask-again': () => this.tryAgain('our NAK', () => this.sayNak()),
    closed: () => this.end({ kind: 'signed-off', by: 'meter' }),
    'push-begins': (event) => {
      if (event.kind === 'message' && event.message.kind === 'identification')
        this.pushedBy = event.message.identification;
    },
    pushed: (event) => {
      if (event.kind === 'message' && event.message.kind === 'text') this.pushed(event.message.text);
    },
    late: (event) => {
      if (event.kind === 'message') this.line.events.push({ kind: 'late', message: event.message });
    },
  };

  private identified(identification: Identification, startedAt: Instant): void {
    const announcement = announcementOf(identification);
    const reactionMs = startedAt - this.line.sentAt - this.line.characterMs;
    this.line.reactionMs = this.settings.reactionMs ?? leastReactionMs(identification) + MARGIN_MS;
    this.line.events.push({ kind: 'identified', identification, reactionMs, ...announcement });
    this.attempt = 1;
    if (this.goal.kind === 'identification') this.open();
    else if (announcement.mode === 'A' || announcement.mode === 'B') this.awaitOwnReadout(announcement.baud);
    else if (this.goal.kind === 'no-option') this.awaitUnasked();
    else this.select(this.goal, identification);
  }

  private awaitOwnReadout(baud: BaudRate = 300): void {
    const { kind } = this.goal;
    if (kind === 'programming' || kind === 'hdlc' || kind === 'option')
      this.line.events.push({ kind: 'not-offered', goal: kind });
    this.line.change({ baud, format: '7E1' });
    this.awaitUnasked();
  }

  private awaitUnasked(): void {
    this.enter('awaiting-readout');
    this.asked = 'identification';
    this.await('response', LATEST_READOUT_MS + this.settings.responseMs);
  }

  private select(goal: Exclude<SignOnGoal, { kind: 'identification' | 'no-option' }>, offer: Identification): void {
    const option = optionFor(goal, offer, this.settings.maximumBaud);
    const selected = selectedBaud(option.baudCharacter) ?? 300;
    const baud = goal.kind === 'option' ? goal.baudAfter : selected;
    this.enter('selecting');
    this.asked = 'option-select';
    this.line.say({ kind: 'option-select', option }, () => this.afterSelect(goal.kind, baud));
  }

  private afterSelect(kind: SignOnGoal['kind'], baud: BaudRate): void {
    if (kind === 'hdlc') {
      this.enter('confirming');
      this.enterHdlc(baud);
      return;
    }
    this.line.change({ baud, format: '7E1' });
    this.enter(kind === 'programming' ? 'awaiting-challenge' : 'awaiting-readout');
    this.awaitResponse();
  }

  private readOutChecked(data: DataMessage): void {
    const text = errorTextOf(data);
    if (text === undefined) this.readOut(data.text, true);
    else this.open({ kind: 'error', text });
  }

  private readOut(text: string, isChecked: boolean): void {
    const readout = this.judged(() => decodeReadout(codesOf(text)));
    this.open(readout && { kind: 'readout', readout, isChecked });
  }

  private pushed(text: string): void {
    const readout = this.judged(() => decodeReadout(codesOf(text)));
    const identification = this.pushedBy;
    this.pushedBy = undefined;
    if (readout !== undefined && identification !== undefined)
      this.line.events.push({ kind: 'pushed', identification, readout });
  }

  private answered(data: DataMessage): void {
    const text = errorTextOf(data);
    const answer = text === undefined ? this.exchange.collect(data) : undefined;
    if (text !== undefined) this.open({ kind: 'error', text });
    else if (answer?.kind === 'more') this.acknowledge();
    else if (answer?.kind === 'whole') this.openWith(answer.text);
    else this.giveUp();
  }

  private acknowledge(): void {
    this.timer = undefined;
    this.line.sayAside({ kind: 'ACK' }, this.awaitResponse);
  }

  private openWith(answer: string): void {
    const sets = this.judged(() => decodeDataSets(answer, { octets: codesOf(answer), offset: 0 }));
    this.open(sets && { kind: 'answer', sets });
  }

  private judged<Value>(decode: () => Value): Value | undefined {
    return judged(decode, (error) => this.line.events.push({ kind: 'violation', error }));
  }

  private tryAgain(by: 'NAK' | 'our NAK' | 'silence', again: () => void): void {
    if (this.attempt >= this.settings.attempts) {
      this.giveUp();
      return;
    }
    this.attempt++;
    this.timer = undefined;
    this.line.events.push({ kind: 'repeated', by, attempt: this.attempt });
    this.exchange.restart();
    again();
  }

  private giveUp(): void {
    this.line.events.push({ kind: 'given-up' });
    if (this.current === 'signing-off') this.end({ kind: 'signed-off', by: 'break' });
    else this.signOff();
  }

  /** A request and a command are said again; what a meter should send of its own is not asked for. */
  private meetSilence(): void {
    const mayRepeat = this.asked === 'request' || this.asked === 'command';
    if (mayRepeat && this.attempt < this.settings.attempts) {
      this.tryAgain('silence', () => this.line.repeat());
      return;
    }
    this.line.events.push({ kind: 'no-response', to: this.asked });
    if (this.asked === 'command') this.open();
    else this.rest();
  }

  private sayNak(): void {
    this.line.sayAside({ kind: 'NAK' }, this.awaitResponse);
  }

  private open(event?: SignOnClientEvent): void {
    this.enter('open');
    this.await('inactivity', this.settings.inactivityMs);
    if (event !== undefined) this.line.events.push(event);
  }

  private end(event: SignOnClientEvent): void {
    this.line.events.push(event);
    this.rest();
  }

  private readonly awaitResponse = (): void => this.await('response', this.settings.responseMs);

  private await(what: Timer, afterMs: number): void {
    this.timer = { what, at: this.line.now + afterMs };
  }
}
