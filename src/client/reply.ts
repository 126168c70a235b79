import type { ReceivedApdu } from '#dlms/association/client-association';

/** What came back. Silence and a closed connection are observations, not errors: what they mean, the case decides. */
export type Reply =
  | { readonly kind: 'apdu'; readonly received: ReceivedApdu }
  | { readonly kind: 'silence'; readonly waitedMs: number }
  | { readonly kind: 'closed'; readonly by: 'fin' | 'reset' };

/** One line for assertions and reports. */
export function replyText(reply: Reply): string {
  if (reply.kind === 'silence') return `silence for ${reply.waitedMs} ms`;
  if (reply.kind === 'closed') return `the meter closed the connection (${reply.by === 'fin' ? 'FIN' : 'reset'})`;
  const { apdu } = reply.received;
  return apdu.kind;
}
