import type { HdlcFrame } from '../frame';
import type { DropReason } from '../frame-reader';
import type { FrmrInformation, RejectCause } from '../frmr';
import { isCommandLlc, LLC_RESPONSE, type LlcHeader, withLlc } from '../llc';
import { cutIntoSegments, type Segment } from '../segmentation';
import { numberAfter } from '../send-window';

/** Decisions of a secondary station over commands while connected (IEC 62056-46 6.4.4, hdlc.md 8, 9). Lengths are octets. */
export interface TransferDecisions {
  /** May we speak without having been polled (P=0)? Right: no. */
  answersWithoutPoll(): boolean;
  /** To what cannot be repaired by repeating it. Right: FRMR. */
  answersRejectable(cause: RejectCause): 'FRMR' | 'silence';
  /** To UA, DM or FRMR, which no client sends. Right: silence, the safer of two readings. */
  answersResponseCode(): 'FRMR' | 'silence';
  /** Is RR or RNR with an information field obeyed? Right: no. */
  servesSurplusInformation(): boolean;
  /** The information field of I and UI. Right: up to the negotiated `limit`. */
  acceptsInformationLength(field: { readonly length: number; readonly limit: number }): boolean;
  /** N(R) between the oldest number not acknowledged and V(S). Right: `isValid`. */
  acceptsReceiveNumber(number: { readonly nr: number; readonly isValid: boolean }): boolean;
  /** Right: N(S) = V(R) and no other. */
  acceptsSendNumber(number: { readonly ns: number; readonly expected: number }): boolean;
  /** Right: RR with V(R), or the I frames again that the client has not received. */
  answersBadSendNumber(): 'RR' | 'FRMR' | 'silence';
  /** V(R) after a frame with this N(S). Right: one more, modulo 8. */
  receiveNumberAfter(ns: number): number;
  /** Is one more I frame taken before the next poll? `index` counts from 0. Right: always. */
  takesFurtherOfWindow(index: number): boolean;
  /** Right: what the client has not acknowledged is sent again when it polls. */
  repeatsUnacknowledged(): boolean;
  /** Frames that may be sent before the client has acknowledged the first. Right: as negotiated. */
  sendWindow(negotiated: number): number;
  /** The longest information field sent. Right: as negotiated. */
  informationLength(negotiated: number): number;
  /** The segments of an APDU. Right: LLC header and APDU, cut; segmentation bit in all but the last. */
  segmentsOf(apdu: Uint8Array, longest: number): readonly Segment[];
  /** The F bit of a frame. Right: in the last one of a transmission. */
  finalBit(frame: { readonly isLast: boolean }): boolean;
  /** Does RNR of the client hold our I frames back? Right: yes, until RR. */
  heldByRnr(): boolean;
  /** Right: source E6, destination E6 or FF (broadcast), quality 00. */
  acceptsLlc(header: LlcHeader | undefined): boolean;
  /** Right: the frame is acknowledged, the message discarded. */
  answersWrongLlc(): 'RR' | 'FRMR' | 'silence';
  /** Is a UI frame handed to the application? Right: yes, connected or not. */
  deliversUnnumbered(frame: { readonly pf: boolean; readonly isGroup: boolean }): boolean;
  /** To UI with P=1 when no UI of ours waits. Right: RR while connected, DM else. */
  answersEmptyPoll(link: { readonly isConnected: boolean }): 'RR' | 'DM' | 'silence';
  /** Right: the three octets; undefined for none. */
  frmrInformation(information: FrmrInformation): FrmrInformation | undefined;
  /** Right: after FRMR everything but SNRM and DISC is discarded, and FRMR repeated at each poll. */
  staysRejecting(): boolean;
  /** For how many milliseconds after a transmission of ours, which ended with this frame, is nothing heard? Right: 0. */
  deafMs(last: HdlcFrame): number;
  /** To octets that are no frame. Right: silence; `stalls` never answers again. */
  onUnreadable(reason: DropReason): 'silence' | 'DM' | 'stalls';
  /** The last word over the octets of a frame. Right: unchanged. */
  sentOctets(octets: Uint8Array, frame: HdlcFrame): Uint8Array;
}

export const conformingTransfer: TransferDecisions = {
  answersWithoutPoll: () => false,
  answersRejectable: () => 'FRMR',
  answersResponseCode: () => 'silence',
  servesSurplusInformation: () => false,
  acceptsInformationLength: ({ length, limit }) => length <= limit,
  acceptsReceiveNumber: ({ isValid }) => isValid,
  acceptsSendNumber: ({ ns, expected }) => ns === expected,
  answersBadSendNumber: () => 'RR',
  receiveNumberAfter: numberAfter,
  takesFurtherOfWindow: () => true,
  repeatsUnacknowledged: () => true,
  sendWindow: (negotiated) => negotiated,
  informationLength: (negotiated) => negotiated,
  segmentsOf: (apdu, longest) => cutIntoSegments(withLlc(LLC_RESPONSE, apdu), longest),
  finalBit: ({ isLast }) => isLast,
  heldByRnr: () => true,
  acceptsLlc: (header) => header !== undefined && isCommandLlc(header),
  answersWrongLlc: () => 'RR',
  deliversUnnumbered: () => true,
  answersEmptyPoll: ({ isConnected }) => (isConnected ? 'RR' : 'DM'),
  frmrInformation: (information) => information,
  staysRejecting: () => true,
  deafMs: () => 0,
  onUnreadable: () => 'silence',
  sentOctets: (octets) => octets,
};
