import type { ControlField } from './control';
import { encodeFrame, type HdlcFrame, joinFrames } from './frame';
import type { MeterAddress } from './meter-address';
import { encodeParameters, type ParameterEncoding, type ProposedParameters } from './negotiation-parameters';
import { OwnEcho } from './own-echo';
import type { PrimaryExchange } from './primary-exchange';

/** Commands of a client to its meter, one transmission each, P=1 in its last frame. */
export class PrimarySender {
  /** our own receiver is not ready: RNR goes out in place of RR */
  isBusy = false;
  readonly echo = new OwnEcho();
  private readonly address: MeterAddress;
  private readonly exchange: PrimaryExchange;
  private output: Uint8Array[] = [];

  constructor(address: MeterAddress, exchange: PrimaryExchange) {
    this.address = address;
    this.exchange = exchange;
  }

  snrm(proposal: ProposedParameters, encoding: ParameterEncoding): void {
    this.transmit([this.compose({ kind: 'SNRM', pf: true }, encodeParameters(proposal, encoding))]);
  }

  disc(): void {
    this.transmit([this.compose({ kind: 'DISC', pf: true })]);
  }

  /** RR, or RNR while we are busy. */
  poll(): void {
    this.transmit([this.compose({ kind: this.isBusy ? 'RNR' : 'RR', nr: this.exchange.numbers.vr, pf: true })]);
  }

  /** What the meter has not acknowledged, and what else the window has room for. */
  window(): void {
    const segments = this.exchange.transmission();
    const { vr } = this.exchange.numbers;
    this.transmit(
      segments.map(({ ns, information, more }, index) =>
        this.compose({ kind: 'I', ns, nr: vr, pf: index === segments.length - 1 }, information, more),
      ),
    );
  }

  compose(control: ControlField, information?: Uint8Array, segmented?: boolean): HdlcFrame {
    return this.address.command(control, information, segmented);
  }

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  private transmit(frames: readonly HdlcFrame[]): void {
    const encoded = frames.map(encodeFrame);
    this.echo.sent(encoded);
    this.output.push(joinFrames(encoded));
  }
}
