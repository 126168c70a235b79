import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from './instant';
import type { ProposedParameters } from './negotiation-parameters';
import type { Attempt, PrimaryEvent } from './primary-event';
import type { Expectation, Move, PrimaryExchange } from './primary-exchange';
import type { PrimarySender } from './primary-sender';
import type { PrimarySettings } from './primary-settings';
import type { PrimaryState } from './primary-table';
import { type DueTimer, PrimaryTimers } from './primary-timers';

export interface PrimaryLinkParts {
  readonly settings: PrimarySettings;
  readonly exchange: PrimaryExchange;
  readonly sender: PrimarySender;
  emit(event: PrimaryEvent): void;
}

/** The state of a client's link: what is asked, what is sent next, and what silence does (hdlc.md 9.4). */
export class PrimaryLink {
  readonly timers: PrimaryTimers;
  proposal: ProposedParameters = {};
  /** of the call that is being served */
  now: Instant = 0;
  private readonly parts: PrimaryLinkParts;
  private current: PrimaryState = 'disconnected';
  private asked: Attempt = 'SNRM';

  constructor(parts: PrimaryLinkParts) {
    this.parts = parts;
    this.timers = new PrimaryTimers(parts.settings);
  }

  get state(): PrimaryState {
    return this.current;
  }

  connect(proposal: ProposedParameters, now: Instant): void {
    this.begin(now);
    this.proposal = proposal;
    this.enter('connecting', 'SNRM');
    this.parts.exchange.reset();
    this.sendMode();
  }

  send(apdu: Uint8Array, expectation: Expectation, now: Instant): void {
    this.beginExchange('I', expectation, now, apdu);
    this.sendWindow();
  }

  poll(now: Instant): void {
    this.beginExchange('RR', 'status', now);
    this.sendPoll();
  }

  disconnect(now: Instant): void {
    this.begin(now);
    this.enter('disconnecting', 'DISC');
    this.parts.exchange.begin(undefined);
    this.sendMode();
  }

  /** Does what has fallen due. */
  tick(): void {
    const due = this.timers.due(this.now);
    if (due !== undefined) this.dues[due]();
  }

  /** A good frame with F=0: the next one must come within the response time again. */
  goesOn(): void {
    if (this.current !== 'waiting' || this.timers.isOutOfPatience(this.now)) return;
    this.timers.awaitResponse(this.now);
  }

  /** A part of what is awaited has come. */
  progress(): void {
    if (this.parts.exchange.expects !== undefined) this.timers.awaitAnswer(this.now);
  }

  /** A good frame with F=1: the floor is ours again. */
  useFloor(): void {
    if (this.current === 'waiting') this.moves[this.parts.exchange.next()]();
  }

  /** Nothing is under way any more. */
  rest(state: PrimaryState): void {
    this.current = state;
    this.timers.rest();
    this.timers.watch(state === 'idle' || state === 'broken', state === 'idle');
  }

  end(event: PrimaryEvent): void {
    this.parts.exchange.reset();
    this.rest('disconnected');
    this.parts.emit(event);
  }

  giveUp(): void {
    this.parts.emit({ kind: 'no-response', to: this.asked });
    this.rest(this.isChangingMode ? 'disconnected' : 'broken');
  }

  private readonly dues: Readonly<Record<DueTimer, () => void>> = {
    inactivity: () => this.end({ kind: 'disconnected', by: 'inactivity' }),
    response: () => this.meetSilence(),
    poll: () => this.pollAgain(),
    'keep-alive': () => this.poll(this.now),
  };

  private readonly moves: Readonly<Record<Move, () => void>> = {
    transmit: () => this.sendWindow(),
    poll: () => this.sendPoll(),
    wait: () => this.waitForAnswer(),
    rest: () => this.finish(),
    'give-up': () => this.giveUp(),
  };

  private get isChangingMode(): boolean {
    return this.current === 'connecting' || this.current === 'disconnecting';
  }

  private waitForAnswer(): void {
    this.parts.emit({ kind: 'acknowledged', isBusy: this.parts.exchange.isPeerBusy });
    this.timers.awaitPoll(this.now);
  }

  private finish(): void {
    const { expects, isPeerBusy } = this.parts.exchange;
    this.rest('idle');
    if (expects === 'acknowledgement') this.parts.emit({ kind: 'acknowledged', isBusy: false });
    if (expects === 'status') this.parts.emit({ kind: 'polled', isBusy: isPeerBusy });
  }

  private meetSilence(): void {
    const { exchange, settings } = this.parts;
    if (!exchange.mayTryAgain()) this.giveUp();
    else if (this.isChangingMode) this.sendMode();
    else if (settings.recovery === 'repeat' && exchange.hasUnacknowledged) this.sendWindow();
    else this.sendPoll();
  }

  private pollAgain(): void {
    if (!this.timers.isOutOfPatience(this.now)) {
      this.sendPoll();
      return;
    }
    this.rest(this.parts.exchange.isClean ? 'idle' : 'broken');
    this.parts.emit({ kind: 'no-answer' });
  }

  private begin(now: Instant): void {
    this.now = now;
    this.timers.rest();
  }

  private beginExchange(asked: Attempt, expectation: Expectation, now: Instant, apdu?: Uint8Array): void {
    if (this.current !== 'idle') throw new LocalProtocolError(`the HDLC link is ${this.current}, not idle`);
    this.begin(now);
    this.enter('waiting', asked);
    this.parts.exchange.begin(expectation, apdu);
    this.timers.awaitAnswer(now);
  }

  private enter(state: PrimaryState, asked: Attempt): void {
    this.current = state;
    this.asked = asked;
    this.timers.watch(state === 'waiting', false);
  }

  private sendMode(): void {
    if (this.current === 'connecting') this.parts.sender.snrm(this.proposal, this.parts.settings.parameterEncoding);
    else this.parts.sender.disc();
    this.sent();
  }

  private sendWindow(): void {
    this.timers.awaitAnswer(this.now);
    this.parts.sender.window();
    this.sent();
  }

  private sendPoll(): void {
    this.parts.sender.poll();
    this.sent();
  }

  private sent(): void {
    this.timers.active(this.now);
    this.timers.awaitResponse(this.now);
  }
}
