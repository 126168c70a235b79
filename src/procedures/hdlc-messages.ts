import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Message } from '#client/heard-frames';
import type { Reply } from '#client/reply';
import { withoutLlc } from '#dlms/link/hdlc/llc';

/**
 * What a message means to the association of the client.
 * @throws PeerProtocolError when it does not decode or decipher
 */
export function replyIn({ octets, heard }: Message, client: DlmsClient): Reply {
  if (octets !== undefined) return { kind: 'apdu', received: client.association.receive(withoutLlc(octets)) };
  const waitedMs = heard.reduce((sum, each) => sum + each.waitedMs, 0);
  return heard.some(({ closed }) => closed) ? { kind: 'closed', by: 'fin' } : { kind: 'silence', waitedMs };
}

/** `error-result (object-undefined)`, `silence (5000 ms)` …: for messages. */
export function replyText(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  return `${kind} (${detail})`;
}
