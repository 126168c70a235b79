import type { GatewayApdu } from '#dlms/apdu/gateway';
import { ALL_STATION, NO_STATION } from '#dlms/link/wrapper/wpdu';
import type { Aftermath } from './aftermath';

/** How a connection ended. `fin`: the client closed; `lost`: reset; `idle`: we closed for inactivity; `fault`: we closed for what was sent. */
export type Ending = 'fin' | 'lost' | 'idle' | 'fault';

export interface Wports {
  readonly sourceWport: number;
  readonly destinationWport: number;
}

/** Decisions over connections and the TCP wrapper (IEC 62056-47, wrapper.md). Times are milliseconds, lengths octets. */
export interface LinePolicy {
  /** May one more connection be opened beside `open` others? Right: below the declared `maximum` (BB 4.9.1, nb_of_sim_conn). */
  acceptsConnection(load: { readonly open: number; readonly maximum: number }): boolean;
  /** What a further connection does to the meter; `recent` counts those opened within the last 10 s, this one included. Right: `goes-on`. */
  afterConnect(load: { readonly recent: number; readonly open: number }): Aftermath;
  /** Right: a closed connection leaves its place to the next one, however it ended (wrapper.md 4). */
  freesSlot(ending: Ending): boolean;
  /** Right: every association dies with its TCP connection (IEC 62056-47 3.4). */
  endsAssociationsWithConnection(ending: Ending): boolean;
  /** After the client's FIN: do we close, too, once everything asked before is answered? Right: true. */
  closesAfterClient(): boolean;
  /** Right: version 1 and no other (IEC 62056-47 3.3). */
  acceptsWrapperVersion(version: number): boolean;
  /** What follows a version that is not accepted. Right: `closes-connection`, for the stream can no longer be trusted. */
  afterWrongVersion(version: number): Aftermath;
  /** What follows a header as soon as it can be read; `limit` is the longest APDU we take. Right: `goes-on`, whatever the length. */
  afterHeader(header: { readonly length: number; readonly limit: number }): Aftermath;
  /** How a WPDU of length 0 is met. Right: `ignored`; `answered` sends an empty WPDU back. */
  emptyWpdu(): 'ignored' | 'closed' | 'answered';
  /** What is done with an incomplete WPDU; `total` is 0 while the header is incomplete. Right: it `waits` for its rest (wrapper.md 4); `drops` forgets it, `serves` takes it as if it were complete. */
  incompleteWpdu(part: { readonly received: number; readonly total: number }): 'waits' | 'drops' | 'serves';
  /** Is another WPDU served that arrived in the same piece as one before? `index` counts from 1, `last` tells whether no octet follows it. Right: always. */
  servesFurtherWpdu(further: { readonly index: number; readonly last: boolean }): boolean;
  /** Right: the wPort of one of our logical devices; anything else is discarded in silence. A wPort accepted beside them is served by the first device. */
  acceptsDestinationSap(sap: number, own: readonly number[]): boolean;
  /** Right: any but 0000 (no-station) and 007F (all-station) (wrapper.md 6). */
  acceptsSourceSap(sap: number): boolean;
  /** Whose association serves a request; `open` names those that are open on the connection. Right: that of the request's own wPorts. */
  associationOfWports(request: Wports, open: readonly Wports[]): Wports;
  /** wPorts of the answer to a request with these. Right: exchanged. */
  replyPorts(request: Wports): Wports;
  /** Right: 1. */
  replyVersion(): number;
  /** What the length field of an answer says. Right: the octets of the APDU, without the header. */
  replyLength(apduLength: number): number;
  /** The silence after which a connection is closed, undefined for never. Right: the configured one, where 0 means never (BB 4.9.1, inactivity_time_out). */
  idleTimeoutMs(configured: number): number | undefined;
  /** What starts the inactivity time anew. `wpdu`: a complete one arrived; `octets`: others arrived; `reply`: we sent. Right: `wpdu` only. */
  restartsIdleTimer(by: 'wpdu' | 'octets' | 'reply'): boolean;
  /** How an idle connection is closed. Right: `fin`. */
  idleClosing(): 'fin' | 'rst';
  /** How long the rest of a begun WPDU may stay away, undefined for ever. Right: 10 000 (timeouts.md T11). */
  intraMessageTimeoutMs(): number | undefined;
  /** Over UDP; `announced` is header and APDU as the header says, undefined where there is not even a header. Right: as long as announced, else discarded (wrapper.md 5). */
  acceptsDatagram(size: { readonly length: number; readonly announced: number | undefined }): boolean;
  /** Over UDP, to wPort 007F. Right: every logical device hears it (wrapper.md 3). */
  hearsBroadcast(): boolean;
  /** Right: nobody answers a broadcast. */
  answersBroadcast(): boolean;
  /** Is a request passed on to a device behind the meter? Right: where that is known. */
  passesGateway(device: { readonly known: boolean }): boolean;
  /** The octets in which its answer comes back. Right: under the prefix of a response with the address of the request. */
  gatewayReply(reply: GatewayApdu, encode: (reply: GatewayApdu) => Uint8Array): Uint8Array;
}

export const conformingLine: LinePolicy = {
  acceptsConnection: ({ open, maximum }) => open < maximum,
  afterConnect: () => 'goes-on',
  freesSlot: () => true,
  endsAssociationsWithConnection: () => true,
  closesAfterClient: () => true,
  acceptsWrapperVersion: (version) => version === 1,
  afterWrongVersion: () => 'closes-connection',
  afterHeader: () => 'goes-on',
  emptyWpdu: () => 'ignored',
  incompleteWpdu: () => 'waits',
  servesFurtherWpdu: () => true,
  acceptsDestinationSap: (sap, own) => own.includes(sap),
  acceptsSourceSap: (sap) => sap !== NO_STATION && sap !== ALL_STATION,
  associationOfWports: (request) => request,
  replyPorts: ({ sourceWport, destinationWport }) => ({ sourceWport: destinationWport, destinationWport: sourceWport }),
  replyVersion: () => 1,
  replyLength: (apduLength) => apduLength,
  idleTimeoutMs: (configured) => (configured > 0 ? configured : undefined),
  restartsIdleTimer: (by) => by === 'wpdu',
  idleClosing: () => 'fin',
  intraMessageTimeoutMs: () => 10_000,
  acceptsDatagram: ({ length, announced }) => length === announced,
  hearsBroadcast: () => true,
  answersBroadcast: () => false,
  passesGateway: ({ known }) => known,
  gatewayReply: (reply, encode) => encode(reply),
};
