import { PeerProtocolError } from '#dlms/errors';
import type { HdlcFrame } from './frame';
import { decodeFrmr, type FrmrInformation } from './frmr';
import { judgeResponseLlc, readLlc, withoutLlc } from './llc';
import { decodeParameters, type LinkParameters, type ProposedParameters } from './negotiation-parameters';
import type { PrimaryEvent } from './primary-event';
import { Reassembly } from './segmentation';
import { agreed } from './ua-parameters';

const LONGEST_UNNUMBERED = 0x10000;

/** What stands in a meter's frames, and what is wrong with it: the wrong is reported, and as much used as can be. */
export class PrimaryContents {
  private readonly emit: (event: PrimaryEvent) => void;
  private readonly unnumbered = new Reassembly(LONGEST_UNNUMBERED);

  constructor(emit: (event: PrimaryEvent) => void) {
    this.emit = emit;
  }

  reset(): void {
    this.unnumbered.reset();
  }

  /** Parameters of the link: the defaults where UA names none, or none that can be read. */
  ofUa({ information, control }: HdlcFrame, proposal: ProposedParameters, octets: Uint8Array): LinkParameters {
    if (!control.pf) this.violation('UA without F', octets);
    const named = this.attempt(() => decodeParameters(information), octets);
    const { result, excess } = agreed(proposal, named?.parameters ?? {});
    for (const text of named === undefined ? [] : excess) this.violation(`UA: ${text}`, octets);
    return result;
  }

  ofFrmr({ information }: HdlcFrame, octets: Uint8Array): FrmrInformation | undefined {
    return this.attempt(() => decodeFrmr(information), octets);
  }

  /** A message that was put together from I frames. */
  deliver(message: Uint8Array | 'lost', octets: Uint8Array): void {
    if (message === 'lost') {
      this.violation('a message without end', octets);
      return;
    }
    const judgement = judgeResponseLlc(readLlc(message));
    if (judgement !== 'right') this.violation('LLC header: expected E6 E7 00', octets);
    if (judgement !== 'wrong') this.emit({ kind: 'apdu', apdu: withoutLlc(message) });
  }

  /** Some meters send UI without LLC header, or segmented: both can be read. */
  takeUnnumbered({ information, segmented }: HdlcFrame, octets: Uint8Array): void {
    const message = this.unnumbered.add({ information, more: segmented });
    if (message === 'lost') this.violation('a message without end in UI frames', octets);
    else if (message !== undefined && message.length > 0) this.deliverUnnumbered(message, octets);
  }

  /** @param octets the whole frame */
  violation(reason: string, octets: Uint8Array): void {
    this.emit({ kind: 'violation', error: new PeerProtocolError(reason, octets, 0) });
  }

  private deliverUnnumbered(message: Uint8Array, octets: Uint8Array): void {
    const judgement = judgeResponseLlc(readLlc(message));
    if (judgement !== 'right') this.violation('LLC header: expected E6 E7 00', octets);
    this.emit({ kind: 'unnumbered', apdu: judgement === 'wrong' ? message : withoutLlc(message) });
  }

  private attempt<T>(decode: () => T, octets: Uint8Array): T | undefined {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof PeerProtocolError)) throw error;
      this.violation(error.message, octets);
      return undefined;
    }
  }
}
