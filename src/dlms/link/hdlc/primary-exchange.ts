import { LLC_COMMAND, withLlc } from './llc';
import { DEFAULT_PARAMETERS, type LinkParameters } from './negotiation-parameters';
import { cutIntoSegments, Reassembly } from './segmentation';
import { type NumberedSegment, numberAfter, SendWindow } from './send-window';

/** Numbers of the next frame to be sent and of the next to be received. */
export interface LinkNumbers {
  readonly vs: number;
  readonly vr: number;
}

const NEW_LINK: LinkNumbers = { vs: 0, vr: 0 };

/** What an exchange is to bring: an APDU, that the meter has ours, or a sign of life. */
export type Expectation = 'answer' | 'acknowledgement' | 'status';

/** What a client does with the floor: send what is (still) to be sent, poll now, poll later, be content, or give up. */
export type Move = 'transmit' | 'poll' | 'wait' | 'rest' | 'give-up';

/** Numbered information between a client and its meter: what is under way, and what to do next (hdlc.md 8, 9.4). */
export class PrimaryExchange {
  parameters: LinkParameters = DEFAULT_PARAMETERS;
  /** the meter has sent RNR */
  isPeerBusy = false;
  private readonly retries: number;
  private readonly window = new SendWindow();
  private readonly reassembly: Reassembly;
  private receiveNumber = 0;
  private expectation: Expectation | undefined;
  private missesFrames = false;
  /** polls in a row for the rest of an answer that brought nothing */
  private fruitlessPolls = 0;
  /** time-outs in a row, and transmissions in a row that were not the first of their frames: both without success */
  private silences = 0;
  private repetitions = 0;

  constructor(retries: number, longestMessage: number) {
    this.retries = retries;
    this.reassembly = new Reassembly(longestMessage);
  }

  get numbers(): { readonly vs: number; readonly va: number; readonly vr: number } {
    return { vs: this.window.vs, va: this.window.va, vr: this.receiveNumber };
  }

  /** undefined once the exchange has brought what it was to bring */
  get expects(): Expectation | undefined {
    return this.expectation;
  }

  /** Whether the link is as good as new: nothing of ours is unacknowledged, nothing of the meter's incomplete. */
  get isClean(): boolean {
    return this.window.isEmpty && !this.reassembly.isIncomplete;
  }

  get hasUnacknowledged(): boolean {
    return this.window.unacknowledged > 0;
  }

  /** A link with nothing under way: a new one, unless it says how far the numbers are. */
  reset(parameters: LinkParameters = DEFAULT_PARAMETERS, { vs, vr }: LinkNumbers = NEW_LINK): void {
    this.parameters = parameters;
    this.window.reset(vs);
    this.reassembly.reset();
    this.receiveNumber = vr;
    this.begin(undefined);
  }

  /** A new exchange, with an APDU where there is one to be sent. */
  begin(expectation: Expectation | undefined, apdu?: Uint8Array): void {
    this.expectation = expectation;
    this.isPeerBusy = false;
    this.missesFrames = false;
    this.succeed();
    if (apdu === undefined) return;
    this.window.enqueue(cutIntoSegments(withLlc(LLC_COMMAND, apdu), this.parameters.maxInfoTransmit));
  }

  /** The frames to send now, those first that the meter has not acknowledged. */
  transmission(): readonly NumberedSegment[] {
    return this.window.fill(this.parameters.windowTransmit);
  }

  /** Takes N(R) as it comes. Returns false, and does nothing, when it acknowledges what was never sent. */
  acknowledge(nr: number): boolean {
    if (!this.window.isValid(nr)) return false;
    if (this.window.acknowledge(nr) > 0) this.succeed();
    return true;
  }

  /** @returns a message that the frame completes, `lost` when that was too long, undefined else */
  take(ns: number, information: Uint8Array, more: boolean): Uint8Array | 'lost' | undefined {
    if (ns !== this.receiveNumber) {
      this.missesFrames = true;
      return undefined;
    }
    this.receiveNumber = numberAfter(ns);
    this.succeed();
    const message = this.reassembly.add({ information, more });
    if (message !== undefined && this.expectation === 'answer') this.expectation = undefined;
    return message;
  }

  /** The meter has used the floor and given it back. */
  next(): Move {
    const misses = this.missesFrames;
    this.missesFrames = false;
    this.silences = 0;
    if (this.isPeerBusy) return this.expectation === 'status' ? 'rest' : 'wait';
    if (!this.window.isEmpty) return this.hasUnacknowledged ? this.repeat('transmit') : 'transmit';
    if (this.reassembly.isIncomplete) return misses ? this.repeat('poll') : this.pollForRest();
    if (this.expectation !== 'answer') return 'rest';
    return misses ? this.repeat('poll') : 'wait';
  }

  /** The meter has said nothing. Returns false when that was once too often. */
  mayTryAgain(): boolean {
    return ++this.silences <= this.retries;
  }

  /** At once, but a meter that has promised more and sends nothing is not polled for ever without a pause. */
  private pollForRest(): Move {
    return this.fruitlessPolls++ <= this.retries ? 'poll' : 'wait';
  }

  private repeat(move: Move): Move {
    return ++this.repetitions <= this.retries ? move : 'give-up';
  }

  private succeed(): void {
    this.fruitlessPolls = 0;
    this.silences = 0;
    this.repetitions = 0;
  }
}
