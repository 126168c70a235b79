import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import type { GeneralCipheringChoice } from '#dlms/association/general-choice';
import type {
  LayerChoice,
  ReceivedLayer,
  ReceivedProtection,
  ReceivedSignature,
} from '#dlms/association/protection-choice';
import { equalOctets, toHex } from '#dlms/codec/hex';
import type { SignatureCoding } from '#dlms/security/general-signature';
import { encodeSecurityControl } from '#dlms/security/security-control';
import { Examination, type Findings } from './findings';
import type { LayeredExchange } from './layered-requests';
import { kindIn } from './reply-protection';
import { covers, kindOf } from './security-setup';

/** A meter whose policy demands signed responses adds one inside (GB 9.2.7.3). */
const SIGNATURE = { form: 'general-signing' };

/** The two ends of an exchange, as the replies must name them. */
interface Titles {
  readonly meter: Uint8Array | undefined;
  readonly client: Uint8Array;
}

/**
 * SEC-47 to SEC-50, SEC-54, SEC-57: each reply comes in the layers of its request; transaction-id echoed, titles
 * reversed, counters above the last ones. That keys, tags and signatures are right was seen when it was taken apart.
 */
export function examineMirrored({ association }: DlmsClient, exchanges: readonly LayeredExchange[]): Findings {
  const { security, settings } = association;
  const titles = { meter: security.serverTitle, client: security.ownTitle() };
  const examination = new LayerExamination(titles, settings.signatureCoding ?? 'standard');
  examination.expect(exchanges.length > 0, 'nothing was asked');
  for (const exchange of exchanges) examination.exchange(exchange);
  return examination;
}

class LayerExamination extends Examination {
  constructor(
    private readonly titles: Titles,
    private readonly coding: SignatureCoding,
  ) {
    super();
  }

  exchange({ what, choices, reply }: LayeredExchange): void {
    const expected = [...choices].reverse();
    const layers = reply.kind === 'apdu' ? (reply.received.layers ?? []) : [];
    const { kind, detail } = answerOf(reply);
    const isMirrored = [formsOf(expected), formsOf([...expected, SIGNATURE])].includes(formsOf(layers));
    this.expect(
      isMirrored,
      `${what}: expected an answer in ${formsOf(expected)}, got ${formsOf(layers)}, ${kind} (${detail})`,
    );
    if (isMirrored) for (const [index, layer] of layers.entries()) this.layer(what, layer, expected[index]);
  }

  private layer(what: string, layer: ReceivedLayer, request: LayerChoice | undefined): void {
    if (layer.form === 'general-signing') this.signature(what, layer, request !== undefined);
    else if (request?.form === 'general-ciphering') this.ciphering(what, layer, request);
  }

  /** One that was not asked for repeats no transaction-id of a signed request. */
  private signature(what: string, layer: ReceivedSignature, isAnswer: boolean): void {
    this.header(`${what}, general-signing`, layer.header, layer.isTransactionIdEchoed ?? !isAnswer);
    this.tolerate(
      layer.coding === this.coding,
      `the signature of the meter is ${layer.coding}, expected ${this.coding}`,
    );
  }

  private ciphering(what: string, layer: ReceivedProtection, request: GeneralCipheringChoice): void {
    const { general, control, fresh, invocationCounter, lowestFresh } = layer;
    const asked = kindOf(request.control.authenticated, request.control.encrypted);
    this.expect(covers(kindIn(layer), asked), `${what}: answered with ${kindIn(layer)}, asked with ${asked}`);
    const octet = toHex(Uint8Array.of(encodeSecurityControl(control)));
    this.expect(control.suite === request.control.suite, `${what}: security control ${octet} names another suite`);
    this.expect(fresh, `${what}: counter ${invocationCounter}, expected ${lowestFresh} or more`);
    if (general === undefined) return;
    this.header(`${what}, general-ciphering`, general.header, general.isTransactionIdEchoed);
    const kind = request.key?.kind ?? 'identified-key';
    this.tolerate(general.keyInfo === kind, `a request under ${kind} is answered under ${general.keyInfo}`);
  }

  private header(what: string, header: GeneralHeader, isEchoed: boolean | undefined): void {
    const { transactionId, originatorSystemTitle: from, recipientSystemTitle: to } = header;
    this.expect(isEchoed === true, `${what}: transaction-id ${named(transactionId)}, expected that of the request`);
    const { meter, client } = this.titles;
    const isFromMeter = meter !== undefined && equalOctets(from, meter);
    this.expect(isFromMeter, `${what}: originator-system-title ${named(from)}, expected ${named(meter)}`);
    this.expect(equalOctets(to, client), `${what}: recipient-system-title ${named(to)}, expected ${named(client)}`);
  }
}

/** The outermost first. */
function formsOf(layers: readonly { readonly form: string }[]): string {
  return layers.length === 0 ? 'no layer' : layers.map(({ form }) => form).join(' around ');
}

function named(octets: Uint8Array | undefined): string {
  return octets === undefined || octets.length === 0 ? 'none' : toHex(octets);
}
