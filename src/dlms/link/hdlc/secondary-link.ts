import { encodeControl } from './control';
import type { HdlcDecisions } from './decisions/hdlc-decisions';
import type { HdlcFrame } from './frame';
import { encodeFrmr, type FrmrInformation, REJECT_REASONS, type RejectCause } from './frmr';
import { readLlc, withoutLlc } from './llc';
import { encodeParameters, type LinkParameters } from './negotiation-parameters';
import { type ParameterAnswer, parametersOf } from './parameter-answer';
import type { DisconnectCause, LinkName } from './secondary-event';
import type { ApplicationAnswer, LinkHost } from './secondary-host';
import { DM, type Route, SecondarySender, UA } from './secondary-sender';
import { SECONDARY_TABLE, type SecondaryAction, type SecondaryMode } from './secondary-table';
import { Reassembly } from './segmentation';

const NOTHING = new Uint8Array(0);

/** One link of a secondary station: its mode, its numbers, what it has received in part and not yet sent. */
export class SecondaryLink {
  mode: SecondaryMode = 'NDM';
  private readonly name: LinkName;
  private readonly host: LinkHost;
  private readonly sender: SecondarySender;
  private readonly reassembly: Reassembly;
  /** requests that the application has not answered */
  private unanswered = 0;
  /** the client has polled with a request that the application has not yet answered */
  private owesAnswer = false;
  private takenSincePoll = 0;
  private rejection: FrmrInformation | undefined;

  constructor(name: LinkName, route: Route, host: LinkHost) {
    this.name = name;
    this.host = host;
    this.sender = new SecondarySender(route, host);
    this.reassembly = new Reassembly(host.longestMessage);
  }

  get parameters(): LinkParameters {
    return this.sender.parameters;
  }

  get numbers(): { readonly vs: number; readonly va: number; readonly vr: number } {
    const { window, vr } = this.sender;
    return { vs: window.vs, va: window.va, vr };
  }

  /** A frame of this client to this logical device. */
  handle(frame: HdlcFrame, route: Route): void {
    this.sender.route = route;
    this.actions[SECONDARY_TABLE[this.mode][frame.control.kind]](frame);
    if (frame.control.pf) this.takenSincePoll = 0;
  }

  /** The application's answer, sent at once where the client is waiting for it, at its next poll else. */
  answer(answer: ApplicationAnswer): void {
    if (this.mode !== 'NRM' || this.unanswered === 0) return;
    this.sender.isBusy = answer === 'busy';
    if (answer !== 'busy') this.unanswered--;
    if (answer instanceof Uint8Array) this.sender.enqueue(answer);
    if (this.owesAnswer) this.speak();
  }

  /** An APDU in a UI frame: `when-polled` by the standard, `at-once` where the line belongs to the meter (push). */
  notify(information: Uint8Array, when: 'when-polled' | 'at-once'): void {
    this.sender.enqueueUnnumbered(information);
    if (when === 'at-once') this.sender.speakUnnumbered();
  }

  /** To NDM without a word. */
  disconnect(cause: DisconnectCause): void {
    const wasConnected = this.mode !== 'NDM';
    this.mode = 'NDM';
    this.reset();
    this.reassembly.reset();
    if (wasConnected) this.host.emit({ kind: 'disconnected', link: this.name, cause });
  }

  /** An unasked DM, which no conforming station sends. */
  sayDisconnected(): void {
    this.sender.transmit(DM);
  }

  private readonly actions: Readonly<Record<SecondaryAction, (frame: HdlcFrame) => void>> = {
    connect: (frame) => this.connect(frame),
    disconnect: (frame) => this.obeyDisc(frame),
    'take-information': (frame) => this.takeInformation(frame),
    'take-supervision': (frame) => this.takeSupervision(frame),
    'take-unnumbered': (frame) => this.takeUnnumbered(frame),
    'reject-control': (frame) => this.reject('unknown-control', frame),
    'take-response-code': (frame) => this.takeResponseCode(frame),
    'say-disconnected': (frame) => this.beDisconnected(frame),
    'repeat-rejection': (frame) => this.repeatRejection(frame),
    ignore: () => undefined,
  };

  private get decisions(): HdlcDecisions {
    return this.host.decisions;
  }

  private connect(frame: HdlcFrame): void {
    if (this.mode === 'NRM-FRMR' && !this.decisions.recoversBySnrm()) return;
    if (this.mode === 'NRM' && this.decisions.onSecondSnrm() !== 'restarts') this.refuseRestart(frame);
    else this.start(frame, parametersOf(frame.information, this.host.limits, this.decisions));
  }

  private refuseRestart(frame: HdlcFrame): void {
    const what = this.decisions.onSecondSnrm();
    if (what === 'refused') this.sender.reply(frame, DM);
    if (what === 'confirmed-only') this.sender.reply(frame, UA);
  }

  private start(frame: HdlcFrame, parameters: ParameterAnswer | undefined): void {
    const open = this.host.openLinks - (this.mode === 'NDM' ? 0 : 1);
    const { maximumLinks: maximum } = this.host;
    const isRoom = this.decisions.acceptsLink({ open, maximum, client: this.name.client });
    const segments = this.decisions.dropsSegmentsOnSnrm();
    if (parameters === undefined || !isRoom) {
      this.refuse(frame);
      return;
    }
    if (this.mode !== 'NDM') this.host.emit({ kind: 'disconnected', link: this.name, cause: 'SNRM' });
    this.reset();
    if (segments) this.reassembly.reset();
    this.mode = 'NRM';
    this.sender.parameters = parameters.result;
    this.host.emit({ kind: 'connected', link: this.name, parameters: parameters.result });
    const information = encodeParameters(parameters.announced, this.decisions.parameterEncoding());
    this.sender.reply(frame, { ...UA, information });
  }

  private refuse(frame: HdlcFrame): void {
    this.disconnect('refused');
    if (this.decisions.linkAfterRefusal() === 'up') this.mode = 'NRM';
    if (this.decisions.answersRefusedSnrm() === 'DM') this.sender.reply(frame, DM);
  }

  private obeyDisc(frame: HdlcFrame): void {
    const informationLength = frame.information.length;
    const answer = this.decisions.answersDisc({ isConnected: this.mode !== 'NDM', informationLength });
    if (this.decisions.obeysDisc()) this.disconnect('DISC');
    if (answer !== 'silence') this.sender.reply(frame, answer === 'UA' ? UA : DM);
  }

  private takeInformation(frame: HdlcFrame): void {
    const { control } = frame;
    if (control.kind !== 'I' || !this.isAcceptable(frame, control.nr)) return;
    this.sender.window.acknowledge(control.nr);
    if (this.sender.isBusy || this.sender.isFull) this.pollAnswer(frame);
    else if (this.decisions.acceptsSendNumber({ ns: control.ns, expected: this.sender.vr }))
      this.take(frame, control.ns);
    else this.refuseNumber(frame);
  }

  /** Length and N(R), which no repetition can repair. */
  private isAcceptable(frame: HdlcFrame, nr: number): boolean {
    const length = { length: frame.information.length, limit: this.parameters.maxInfoReceive };
    if (!this.decisions.acceptsInformationLength(length)) return this.reject('information-too-long', frame);
    const isValid = this.sender.window.isValid(nr);
    return this.decisions.acceptsReceiveNumber({ nr, isValid }) || this.reject('receive-number', frame);
  }

  private refuseNumber(frame: HdlcFrame): void {
    const answer = this.decisions.answersBadSendNumber();
    if (answer === 'RR') this.pollAnswer(frame);
    if (answer === 'FRMR') this.enterRejection('unknown-control', frame);
  }

  private take(frame: HdlcFrame, ns: number): void {
    if (!this.decisions.takesFurtherOfWindow(this.takenSincePoll++)) {
      this.pollAnswer(frame);
      return;
    }
    this.sender.vr = this.decisions.receiveNumberAfter(ns);
    const message = this.reassembly.add({ information: frame.information, more: frame.segmented });
    if (message === undefined || message === 'lost') this.pollAnswer(frame);
    else this.deliver(message, frame);
  }

  private deliver(message: Uint8Array, frame: HdlcFrame): void {
    if (!this.decisions.acceptsLlc(readLlc(message))) {
      const answer = this.decisions.answersWrongLlc();
      if (answer === 'RR') this.pollAnswer(frame);
      if (answer === 'FRMR') this.enterRejection('unknown-control', frame);
      return;
    }
    this.owesAnswer = this.sender.mayAnswer(frame);
    this.unanswered++;
    this.host.emit({ kind: 'apdu', link: this.name, apdu: withoutLlc(message) });
  }

  private takeSupervision(frame: HdlcFrame): void {
    const { control, information } = frame;
    if (control.kind !== 'RR' && control.kind !== 'RNR') return;
    if (information.length > 0 && !this.decisions.servesSurplusInformation()) {
      this.reject('surplus-information', frame);
      return;
    }
    if (!this.isAcceptable({ ...frame, information: NOTHING }, control.nr)) return;
    this.sender.window.acknowledge(control.nr);
    this.sender.isHeld = control.kind === 'RNR' && this.decisions.heldByRnr();
    this.pollAnswer(frame);
  }

  private takeUnnumbered(frame: HdlcFrame): void {
    const length = { length: frame.information.length, limit: this.unnumberedLimit };
    if (!this.decisions.acceptsInformationLength(length)) {
      if (this.mode === 'NRM') this.reject('information-too-long', frame);
      return;
    }
    if (frame.information.length > 0) this.deliverUnnumbered(frame);
    if (!this.sender.mayAnswer(frame)) return;
    if (this.sender.hasUnnumbered) this.sender.speakUnnumbered();
    else this.answerEmptyPoll();
  }

  private get unnumberedLimit(): number {
    return this.mode === 'NRM' ? this.parameters.maxInfoReceive : this.host.limits.maxInfoReceive;
  }

  private deliverUnnumbered({ information, control }: HdlcFrame): void {
    if (!this.decisions.deliversUnnumbered({ pf: control.pf, isGroup: false })) return;
    if (!this.decisions.acceptsLlc(readLlc(information))) return;
    const { client, upper } = this.name;
    const apdu = withoutLlc(information);
    this.host.emit({ kind: 'unnumbered', client, uppers: [upper], isGroup: false, apdu });
  }

  private answerEmptyPoll(): void {
    const answer = this.decisions.answersEmptyPoll({ isConnected: this.mode === 'NRM' });
    if (answer === 'RR') this.sender.transmit(this.sender.supervisory());
    if (answer === 'DM') this.sender.transmit(DM);
  }

  private takeResponseCode(frame: HdlcFrame): void {
    if (this.decisions.answersResponseCode() === 'FRMR') this.reject('unknown-control', frame);
  }

  private beDisconnected(frame: HdlcFrame): void {
    const command = frame.control.kind;
    if (command !== 'I' && command !== 'RR' && command !== 'RNR' && command !== 'unsupported') return;
    const what = this.decisions.whileDisconnected(command);
    if (what === 'serves') this.serveDisconnected(frame);
    if (what === 'DM' && this.sender.mayAnswer(frame)) this.sender.replyOwed(DM);
  }

  /** As if connected: what a conforming station never does. */
  private serveDisconnected(frame: HdlcFrame): void {
    this.mode = 'NRM';
    this.actions[SECONDARY_TABLE.NRM[frame.control.kind]](frame);
  }

  /** @returns false, for what was rejected is not acceptable */
  private reject(cause: RejectCause, frame: HdlcFrame): false {
    if (this.decisions.answersRejectable(cause) === 'FRMR') this.enterRejection(cause, frame);
    return false;
  }

  private enterRejection(cause: RejectCause, frame: HdlcFrame): void {
    const control = encodeControl(frame.control);
    const information = {
      control,
      vs: this.sender.window.vs,
      vr: this.sender.vr,
      isResponse: false,
      ...REJECT_REASONS[cause],
    };
    this.rejection = information;
    if (this.decisions.staysRejecting()) this.mode = 'NRM-FRMR';
    this.host.emit({ kind: 'rejected', link: this.name, information });
    this.repeatRejection(frame);
  }

  private repeatRejection(frame: HdlcFrame): void {
    if (this.rejection === undefined || !this.sender.mayAnswer(frame)) return;
    const field = this.decisions.frmrInformation(this.rejection);
    const information = field === undefined ? NOTHING : encodeFrmr(field);
    this.sender.transmit({ control: (pf) => ({ kind: 'FRMR', pf }), information });
  }

  /** The floor is ours if the client has polled: we use it for whatever there is to say. */
  private pollAnswer(frame: HdlcFrame): void {
    if (this.sender.mayAnswer(frame)) this.speak();
  }

  private speak(): void {
    this.owesAnswer = false;
    this.sender.speak();
  }

  private reset(): void {
    this.sender.reset();
    this.owesAnswer = false;
    this.unanswered = 0;
    this.takenSincePoll = 0;
    this.rejection = undefined;
  }
}
