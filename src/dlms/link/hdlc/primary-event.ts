import type { PeerProtocolError } from '#dlms/errors';
import type { HdlcFrame } from './frame';
import type { DropReason } from './frame-reader';
import type { FrmrInformation } from './frmr';
import type { LinkParameters } from './negotiation-parameters';

/** What a transmission wanted to bring about when nobody answered it. */
export type Attempt = 'SNRM' | 'DISC' | 'I' | 'RR';

export type PrimaryEvent =
  /** every frame that was read, whoever it is for; judged by the events that follow */
  | { readonly kind: 'frame'; readonly frame: HdlcFrame; readonly octets: Uint8Array }
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly count: number; readonly octets: Uint8Array }
  /** our own transmission, come back */
  | { readonly kind: 'echo'; readonly frame: HdlcFrame }
  /** a frame of another station, or to another client */
  | { readonly kind: 'foreign'; readonly frame: HdlcFrame }
  /** UA to SNRM; parameters as the client sees them */
  | { readonly kind: 'connected'; readonly parameters: LinkParameters }
  /** DM to SNRM */
  | { readonly kind: 'refused' }
  /** UA or DM to DISC; DM while connected; or the silence that ends every link */
  | { readonly kind: 'disconnected'; readonly by: 'UA' | 'DM' | 'unasked DM' | 'inactivity' }
  /** the application association is lost; only SNRM and DISC help */
  | { readonly kind: 'rejected'; readonly information: FrmrInformation | undefined }
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  /** an APDU in a UI frame, which the meter sends of its own */
  | { readonly kind: 'unnumbered'; readonly apdu: Uint8Array }
  /** the meter has the request and gives no answer now: RR, or RNR where it is busy; it is polled again */
  | { readonly kind: 'acknowledged'; readonly isBusy: boolean }
  /** the answer to a poll that had nothing else to ask */
  | { readonly kind: 'polled'; readonly isBusy: boolean }
  /** acknowledged, and no answer within its time: the link is as good as before */
  | { readonly kind: 'no-answer' }
  /** nothing came back, however often it was tried */
  | { readonly kind: 'no-response'; readonly to: Attempt }
  /** the meter breaks the rules; whatever can be used of the frame is used all the same */
  | { readonly kind: 'violation'; readonly error: PeerProtocolError };
