import type { ConformanceBit } from '#dlms/apdu/conformance';
import { decodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';

import type { Aftermath } from './aftermath';

/** Decisions over requests as such (GB 9.4.6, xdlms.md 2, 13 and 14). */
export interface ServicePolicy {
  /** Right: what is no longer than server-max-receive-pdu-size, protection included; 0 means no limit. */
  acceptsApduLength(apdu: { readonly length: number; readonly limit: number }): boolean;
  /** Which APDUs count as services, by their plain tag. Right: C0, C1 and C3. */
  knowsService(tag: number): boolean;
  /** Right: 1..3 for GET, 1..5 for SET, 1..6 for ACTION. */
  knowsChoice(request: { readonly tag: number; readonly choice: number | undefined }): boolean;
  /** Octets to be decoded in place of a request that is malformed. Right: undefined, nothing is repaired. */
  repairsRequest(octets: Uint8Array): Uint8Array | undefined;
  /** May a request be served that needs this conformance bit? Right: when it was negotiated. */
  allowsService(bit: ConformanceBit, negotiated: boolean): boolean;
  /** Invoke-id-and-priority of the answer. Right: the octet of the request. */
  replyInvokeId(invokeIdAndPriority: number): number;
  /** Is a request with service-class unconfirmed answered? Right: no. */
  answersUnconfirmed(invokeIdAndPriority: number): boolean;
  /** Is it executed? Right: yes. */
  executesUnconfirmed(invokeIdAndPriority: number): boolean;
  /** What follows a request with service-class unconfirmed. Right: `goes-on`. */
  afterUnconfirmed(): Aftermath;
  /** Is the request confirmed? Right: bit 6. */
  isConfirmed(invokeIdAndPriority: number): boolean;
  /** The longest APDU we send. Right: client-max-receive-pdu-size, 0 for no limit. */
  replyLimit(clientMaxReceivePduSize: number): number;
  /** The last word over the plain octets of a reply to GET, SET or ACTION. Right: unchanged. */
  replyOctets(octets: Uint8Array, request: Uint8Array): Uint8Array;
}

const CHOICES: ReadonlyMap<number, number> = new Map([
  [0xc0, 3],
  [0xc1, 5],
  [0xc3, 6],
]);

export const conformingServices: ServicePolicy = {
  acceptsApduLength: ({ length, limit }) => limit === 0 || length <= limit,
  knowsService: (tag) => CHOICES.has(tag),
  knowsChoice: ({ tag, choice }) => choice === undefined || (choice >= 1 && choice <= (CHOICES.get(tag) ?? 0)),
  repairsRequest: () => undefined,
  allowsService: (_bit, negotiated) => negotiated,
  replyInvokeId: (invokeIdAndPriority) => invokeIdAndPriority,
  answersUnconfirmed: () => false,
  executesUnconfirmed: () => true,
  afterUnconfirmed: () => 'goes-on',
  isConfirmed: (invokeIdAndPriority) => decodeInvokeIdAndPriority(invokeIdAndPriority).confirmed,
  replyLimit: (clientMaxReceivePduSize) => clientMaxReceivePduSize,
  replyOctets: (octets) => octets,
};
