/** States of an application association between one client SAP and one server SAP (GB 9.4.4, acse.md 10). */
export type AssociationState = 'idle' | 'opening' | 'pending' | 'associated' | 'releasing';

/** What passes between client and server. The table does not know which of the two we are. */
export type AssociationEvent =
  | 'AARQ'
  | 'AARE accepted'
  | 'AARE rejected'
  | 'AARE authentication required'
  | 'reply_to_HLS accepted'
  | 'reply_to_HLS refused'
  | 'RLRQ'
  | 'RLRE'
  | 'link down';

/**
 * One table for both roles. A second AARQ while associated starts anew: our ruling is that it replaces the old
 * association or leaves it untouched, never both.
 */
export const TRANSITIONS: Readonly<Record<AssociationState, Partial<Record<AssociationEvent, AssociationState>>>> = {
  idle: { AARQ: 'opening', RLRQ: 'releasing', 'link down': 'idle' },
  opening: {
    AARQ: 'opening',
    'AARE accepted': 'associated',
    'AARE rejected': 'idle',
    'AARE authentication required': 'pending',
    'link down': 'idle',
  },
  pending: {
    AARQ: 'opening',
    'reply_to_HLS accepted': 'associated',
    'reply_to_HLS refused': 'idle',
    RLRQ: 'releasing',
    'link down': 'idle',
  },
  associated: { AARQ: 'opening', RLRQ: 'releasing', 'reply_to_HLS refused': 'idle', 'link down': 'idle' },
  releasing: { RLRE: 'idle', AARQ: 'opening', 'link down': 'idle' },
};

/** The state after an event, or undefined when the table has no such row: the event is illegal here. */
export function nextState(state: AssociationState, event: AssociationEvent): AssociationState | undefined {
  return TRANSITIONS[state][event];
}
