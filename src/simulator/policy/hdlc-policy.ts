import { conformingHdlc, type HdlcDecisions } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import type { DisconnectCause } from '#dlms/link/hdlc/secondary-event';

/** Decisions of a meter that is reached by HDLC: those of its link layer, and what a link means to its association. */
export interface HdlcPolicy extends HdlcDecisions {
  /** Right: an association dies with its link, however that ended (hdlc.md 7.3, 9.1). */
  endsAssociationWithLink(cause: DisconnectCause): boolean;
}

export const conformingHdlcPolicy: HdlcPolicy = {
  ...conformingHdlc,
  endsAssociationWithLink: () => true,
};
