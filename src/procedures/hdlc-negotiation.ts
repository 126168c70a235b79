import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { LinkParameters, ParameterEncoding, ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { Examination, type Findings } from './findings';
import { byFrames, CONFIRMED, disconnecting, examineExchanges, type LinkExchange } from './hdlc-exchanges';
import { examineUaParameters } from './hdlc-ua-parameters';

/** A proposal, and the UA to it. */
export interface Negotiation {
  readonly proposal: ProposedParameters;
  readonly exchange: LinkExchange;
  /** DISC before the next one */
  readonly end: LinkExchange;
}

interface Proposal {
  readonly what: string;
  readonly proposal: ProposedParameters;
  readonly encoding?: ParameterEncoding;
}

const LENGTHS: readonly Proposal[] = [
  { what: 'the longest fields of all', proposal: { maxInfoTransmit: 2030, maxInfoReceive: 2030 } },
  { what: 'fields of 128 octets', proposal: { maxInfoTransmit: 128, maxInfoReceive: 128 } },
  { what: 'fields of 62 octets', proposal: { maxInfoTransmit: 62, maxInfoReceive: 62 } },
  { what: 'answers of 62 octets, and nothing else', proposal: { maxInfoReceive: 62 } },
];

const WINDOWS: readonly Proposal[] = [
  { what: 'windows of four', proposal: { windowTransmit: 4, windowReceive: 4 } },
  { what: 'windows of seven', proposal: { windowTransmit: 7, windowReceive: 7 } },
];

const USUAL_LENGTHS = { maxInfoTransmit: 128, maxInfoReceive: 128 };
const CODINGS: readonly Proposal[] = [
  { what: 'lengths in one octet', proposal: USUAL_LENGTHS, encoding: { lengthOctets: 1, windowOctets: 4 } },
  { what: 'lengths in two octets', proposal: USUAL_LENGTHS, encoding: { lengthOctets: 2, windowOctets: 4 } },
];

/** HDL-02. */
export function proposesLengths(client: DlmsClient): Promise<readonly Negotiation[]> {
  return negotiates(client, LENGTHS);
}

/** HDL-03. */
export function proposesWindows(client: DlmsClient): Promise<readonly Negotiation[]> {
  return negotiates(client, WINDOWS);
}

/** HDL-05. */
export function codesLengths(client: DlmsClient): Promise<readonly Negotiation[]> {
  return negotiates(client, CODINGS);
}

/** Every proposal was confirmed, and by no more than was proposed. */
export function examineNegotiations(
  negotiations: readonly Negotiation[],
  names?: readonly (keyof LinkParameters)[],
): Findings {
  const examination = new Examination();
  for (const { proposal, exchange, end } of negotiations) {
    examination.add(examineExchanges([exchange, end]));
    examination.add(examineUaParameters(exchange.what, exchange.heard, proposal, names));
  }
  examination.expect(negotiations.length > 0, 'nothing was proposed');
  return examination;
}

function negotiates(client: DlmsClient, proposals: readonly Proposal[]): Promise<readonly Negotiation[]> {
  return byFrames(client, async (frames) => {
    const negotiations: Negotiation[] = [];
    for (const proposal of proposals) negotiations.push(await negotiation(frames, proposal));
    return negotiations;
  });
}

async function negotiation(frames: FrameDialogue, { what, proposal, encoding }: Proposal): Promise<Negotiation> {
  const exchange = { what, heard: await frames.connect(proposal, encoding), allowed: CONFIRMED };
  return { proposal, exchange, end: await disconnecting(`DISC after ${what}`, frames, CONFIRMED) };
}
