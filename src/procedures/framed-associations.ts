import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { Heard, Message } from '#client/heard-frames';
import type { Reply } from '#client/reply';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { OpenChange } from '#dlms/association/open-change';
import { PeerProtocolError } from '#dlms/errors';
import { judgeResponseLlc, readLlc, withoutLlc } from '#dlms/link/hdlc/llc';
import { answerKind } from './frame-answers';
import { lastingProtection } from './opening';
import { encodeGet } from './requests';

/** A request in frames that a case composes itself, and all that came back. */
export interface FramedReply {
  readonly what: string;
  readonly heard: readonly Heard[];
  readonly reply: Reply;
}

export interface FramedOpening {
  /** AARQ and, with HLS, pass 3 */
  readonly replies: readonly FramedReply[];
  /** why there is no association */
  readonly fault: string | undefined;
}

/** The declared opening of a client on whatever link the dialogue has. No dedicated key: the link outlives nothing. */
export async function opensOver(
  frames: FrameDialogue,
  client: DlmsClient,
  change: OpenChange = {},
): Promise<FramedOpening> {
  const { association } = client;
  association.linkDown();
  const first = await asksOver(frames, client, 'AARQ', client.aarq({ dedicatedKey: 'none', ...change }));
  if (association.state === 'associated') return { replies: [first], fault: undefined };
  if (association.state !== 'pending') return { replies: [first], fault: replyFault(first) };
  if (association.serverChallenge === undefined) return { replies: [first], fault: 'the AARE carries no StoC' };
  const passThree = client.protected(association.hlsRequest(), { protection: lastingProtection(client) });
  const second = await asksOver(frames, client, 'pass 3', passThree);
  return { replies: [first, second], fault: passFault(client, second) };
}

/** Sends an APDU as it stands and takes the answer to it, segment by segment. */
export async function asksOver(
  frames: FrameDialogue,
  client: DlmsClient,
  what: string,
  apdu: Uint8Array,
): Promise<FramedReply> {
  const message = await frames.ask(apdu);
  return { what, heard: message.heard, reply: replyIn(client, message) };
}

/** A GET of one attribute in the association as it stands, or as if it stood. */
export function readsOver(
  frames: FrameDialogue,
  client: DlmsClient,
  attribute: AttributeDescriptor,
): Promise<FramedReply> {
  const get = encodeGet(client, attribute);
  return asksOver(frames, client, 'GET', client.protected(get, { protection: lastingProtection(client) }));
}

/** What came to a request, as the client would have it: DM is the end of the link. @throws PeerProtocolError over FRMR */
function replyIn(client: DlmsClient, { octets, heard }: Message): Reply {
  if (octets !== undefined) return { kind: 'apdu', received: client.association.receive(apduIn(octets)) };
  const last = heard.at(-1);
  const kind = last === undefined ? 'silence' : answerKind(last);
  if (kind === 'DM' || kind === 'closed') return { kind: 'closed', by: 'fin' };
  if (kind !== 'RR' && kind !== 'RNR' && kind !== 'silence') {
    throw new PeerProtocolError(`${kind} in answer to a request`, last?.frames.at(-1)?.octets ?? NOTHING, 0);
  }
  return { kind: 'silence', waitedMs: last?.waitedMs ?? 0 };
}

const NOTHING = new Uint8Array(0);

function apduIn(message: Uint8Array): Uint8Array {
  if (judgeResponseLlc(readLlc(message)) === 'right') return withoutLlc(message);
  throw new PeerProtocolError('an LLC header that no meter sends', message, 0);
}

function passFault(client: DlmsClient, framed: FramedReply): string | undefined {
  const { reply } = framed;
  return reply.kind === 'apdu' ? client.association.checkHlsReply(reply.received.apdu) : replyFault(framed);
}

function replyFault({ what, reply }: FramedReply): string {
  const { kind, detail } = answerOf(reply);
  return `${what} was answered by ${kind} (${detail})`;
}
