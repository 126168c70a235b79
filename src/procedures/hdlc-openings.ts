import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { Reply } from '#client/reply';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { Findings } from './findings';
import { joined } from './frame-answers';
import { byFrames, endLink } from './hdlc-exchanges';
import { replyText } from './hdlc-messages';
import { startsLink } from './hdlc-numbered-exchanges';
import { type LinkAnswer, type LinkReply, requests } from './hdlc-requests';

/** Short information fields, as every meter must be able to send them (HDL-02), each acknowledged before the next. */
export const SHORT_FRAMES: ProposedParameters = {
  maxInfoTransmit: 128,
  maxInfoReceive: 62,
  windowTransmit: 1,
  windowReceive: 1,
};

/** What the declared opening over a link came to. */
export interface LinkOpening {
  readonly findings: Findings;
  readonly associated: boolean;
  readonly answers: readonly LinkAnswer[];
}

/** A new link with these parameters and the declared association in it; the client has it for its own use. */
export async function opensOver(client: DlmsClient, proposal: ProposedParameters): Promise<LinkOpening> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const link = await startsLink(frames, proposal);
    if (frames.link === undefined) return { findings: link, associated: false, answers: [] };
    const opening = await opensByFrames(client, frames);
    return { ...opening, findings: joined(link, opening.findings) };
  });
}

/**
 * AARQ and, with HLS, pass 3, over a link that is up.
 * @param longest octets of the information fields that carry the AARQ; as negotiated when left out
 */
export async function opensByFrames(client: DlmsClient, frames: FrameDialogue, longest?: number): Promise<LinkOpening> {
  const aarq = await requests(client, frames, 'AARQ', client.aarq(), longest);
  const isAccepted = isAssociated(client) || client.association.state === 'pending';
  const opened = joined(aarq.findings, refusal('AARQ', aarq.reply, isAccepted ? undefined : 'not accepted'));
  if (client.association.state !== 'pending') return openingOf(client, opened, [aarq]);
  if (client.association.serverChallenge === undefined) {
    return openingOf(client, joined(opened, refusal('AARQ', aarq.reply, 'no challenge for pass 3')), [aarq]);
  }
  const passThree = await passesThree(client, frames);
  return openingOf(client, joined(opened, passThree.findings), [aarq, passThree]);
}

async function passesThree(client: DlmsClient, frames: FrameDialogue): Promise<LinkReply> {
  const control = client.association.settings.protection;
  const protection = control === undefined ? 'none' : ({ form: 'glo', control } as const);
  const request = client.protected(client.association.hlsRequest(), { protection });
  const passThree = await requests(client, frames, 'pass 3', request);
  const { findings, reply } = passThree;
  const fault = reply.kind === 'apdu' ? client.association.checkHlsReply(reply.received.apdu) : 'not answered';
  return { ...passThree, findings: joined(findings, refusal('pass 3', reply, fault)) };
}

function openingOf(client: DlmsClient, findings: Findings, replies: readonly LinkReply[]): LinkOpening {
  return { findings, associated: isAssociated(client), answers: replies.map(({ answer }) => answer) };
}

function refusal(what: string, reply: Reply, fault: string | undefined): Findings {
  return { faults: fault === undefined ? [] : [`${what}: ${fault}, answered by ${replyText(reply)}`], deviations: [] };
}

function isAssociated({ association }: DlmsClient): boolean {
  return association.state === 'associated';
}
