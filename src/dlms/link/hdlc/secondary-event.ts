import type { HdlcFrame } from './frame';
import type { DropReason } from './frame-reader';
import type { FrmrInformation } from './frmr';
import type { LinkParameters } from './negotiation-parameters';

/** A link of a secondary station: between this client and this logical device. */
export interface LinkName {
  readonly client: number;
  readonly upper: number;
}

/** `line`: the physical connection is gone; `refused`: an SNRM was answered with DM. */
export type DisconnectCause = 'DISC' | 'SNRM' | 'refused' | 'inactivity' | 'line';

/** Why a frame that is right in itself was not for us, or not to be obeyed. */
export type IgnoreReason = 'source' | 'address-length' | 'no-station' | 'calling' | 'group' | 'other-device';

export type SecondaryEvent =
  /** every frame that was read, whoever it is for */
  | { readonly kind: 'frame'; readonly frame: HdlcFrame; readonly octets: Uint8Array }
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly count: number; readonly octets: Uint8Array }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly frame: HdlcFrame }
  | { readonly kind: 'connected'; readonly link: LinkName; readonly parameters: LinkParameters }
  | { readonly kind: 'disconnected'; readonly link: LinkName; readonly cause: DisconnectCause }
  /** a request: it wants an answer, be it `nothing` */
  | { readonly kind: 'apdu'; readonly link: LinkName; readonly apdu: Uint8Array }
  /** an unconfirmed request to these logical devices, which gets no answer */
  | {
      readonly kind: 'unnumbered';
      readonly client: number;
      readonly uppers: readonly number[];
      readonly isGroup: boolean;
      readonly apdu: Uint8Array;
    }
  | { readonly kind: 'rejected'; readonly link: LinkName; readonly information: FrmrInformation };
