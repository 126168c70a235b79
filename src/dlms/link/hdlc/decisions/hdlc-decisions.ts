import { type AddressingDecisions, conformingAddressing } from './addressing-decisions';
import { type ConnectionDecisions, conformingConnection } from './connection-decisions';
import { conformingFraming, type FramingDecisions } from './framing-decisions';
import { conformingTransfer, type TransferDecisions } from './transfer-decisions';

/**
 * Every decision that the standard gives to a secondary station, each a function with one right answer. The station
 * asks and decides nothing itself: a nonconforming one has another answer. One file for each theme.
 */
export interface HdlcDecisions extends FramingDecisions, AddressingDecisions, ConnectionDecisions, TransferDecisions {}

export const conformingHdlc: HdlcDecisions = {
  ...conformingFraming,
  ...conformingAddressing,
  ...conformingConnection,
  ...conformingTransfer,
};
