import type { ControlField } from './control';
import type { HdlcDecisions } from './decisions/hdlc-decisions';
import type { HdlcFrame } from './frame';
import { DEFAULT_PARAMETERS, type LinkParameters } from './negotiation-parameters';
import { MODULUS, SendWindow } from './send-window';

/** Addresses of our answers. */
export interface Route {
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
}

/** A frame that waits for its addresses and its F bit. */
export interface Outgoing {
  readonly control: (pf: boolean) => ControlField;
  readonly information?: Uint8Array;
  readonly segmented?: boolean;
}

export interface SenderHost {
  readonly decisions: HdlcDecisions;
  transmit(frames: readonly HdlcFrame[]): void;
}

export const DM: Outgoing = { control: (pf) => ({ kind: 'DM', pf }) };
export const UA: Outgoing = { control: (pf) => ({ kind: 'UA', pf }) };

const NOTHING = new Uint8Array(0);

/** Answers that wait to be sent; a client cannot ask more questions at once than there are numbers. */
const MOST_ANSWERS = MODULUS;

/** What one link of a secondary station has to say, and when it may: its numbers, its window, its pending UI frames. */
export class SecondarySender {
  route: Route;
  parameters: LinkParameters = DEFAULT_PARAMETERS;
  readonly window = new SendWindow();
  /** V(R): the number of the next frame of the client */
  vr = 0;
  /** the application is not ready: RNR instead of RR */
  isBusy = false;
  /** the client has sent RNR */
  isHeld = false;
  private readonly host: SenderHost;
  private unnumbered: Uint8Array[] = [];
  /** an answer to SNRM or DISC with P=0 */
  private owed: Outgoing | undefined;

  constructor(route: Route, host: SenderHost) {
    this.route = route;
    this.host = host;
  }

  /** The client takes none of our answers: until it does, it gets no further one. */
  get isFull(): boolean {
    return this.window.waitingMessages >= MOST_ANSWERS;
  }

  get hasUnnumbered(): boolean {
    return this.unnumbered.length > 0;
  }

  /** The floor is ours only when the client has polled. */
  mayAnswer({ control }: HdlcFrame): boolean {
    return control.pf || this.host.decisions.answersWithoutPoll();
  }

  /** Answers now, or when the client polls. */
  reply(frame: HdlcFrame, outgoing: Outgoing): void {
    this.owed = this.mayAnswer(frame) ? undefined : outgoing;
    if (this.owed === undefined) this.transmit(outgoing);
  }

  /** What is owed, or else this. */
  replyOwed(outgoing: Outgoing): void {
    this.transmit(this.owed ?? outgoing);
    this.owed = undefined;
  }

  /** Everything there is to say, or else that we are ready or not. */
  speak(): void {
    if (this.owed !== undefined) {
      this.replyOwed(this.owed);
      return;
    }
    const unnumbered = this.takeUnnumbered();
    const window = this.isHeld ? [] : this.informationFrames();
    this.transmit(...unnumbered, ...(window.length > 0 ? window : [this.supervisory()]));
  }

  speakUnnumbered(): void {
    this.transmit(...this.takeUnnumbered());
  }

  supervisory(): Outgoing {
    return { control: (pf) => ({ kind: this.isBusy ? 'RNR' : 'RR', nr: this.vr, pf }) };
  }

  enqueue(apdu: Uint8Array): void {
    const { decisions } = this.host;
    this.window.enqueue(decisions.segmentsOf(apdu, decisions.informationLength(this.parameters.maxInfoTransmit)));
  }

  enqueueUnnumbered(information: Uint8Array): void {
    this.unnumbered.push(information);
  }

  transmit(...outgoing: readonly Outgoing[]): void {
    const last = outgoing.length - 1;
    this.host.transmit(outgoing.map((each, index) => this.frameOf(each, index === last)));
  }

  /** As after SNRM: all numbers 0, nothing left to send but UI frames. */
  reset(): void {
    this.window.reset();
    this.vr = 0;
    this.owed = undefined;
    this.isBusy = false;
    this.isHeld = false;
  }

  private frameOf({ control, information = NOTHING, segmented = false }: Outgoing, isLast: boolean): HdlcFrame {
    const { destination, source } = this.route;
    const pf = this.host.decisions.finalBit({ isLast });
    return { destination, source, control: control(pf), segmented, information };
  }

  private takeUnnumbered(): readonly Outgoing[] {
    const taken = this.unnumbered;
    this.unnumbered = [];
    return taken.map((information) => ({ control: (pf) => ({ kind: 'UI', pf }), information }));
  }

  private informationFrames(): readonly Outgoing[] {
    const { decisions } = this.host;
    const passedOver = decisions.repeatsUnacknowledged() ? 0 : this.window.unacknowledged;
    const frames = this.window.fill(decisions.sendWindow(this.parameters.windowTransmit)).slice(passedOver);
    return frames.map(({ ns, information, more }) => ({
      control: (pf) => ({ kind: 'I', ns, nr: this.vr, pf }),
      information,
      segmented: more,
    }));
  }
}
