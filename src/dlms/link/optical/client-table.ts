/**
 * `open`: the meter has identified itself or read out, or is in programming mode, and it is our turn; `selecting`: the
 * option select is on its way; `confirming`: waiting for the confirmation of mode E; `listening`: mode D.
 */
export type ClientState =
  | 'idle'
  | 'waking'
  | 'requesting'
  | 'selecting'
  | 'awaiting-readout'
  | 'awaiting-challenge'
  | 'confirming'
  | 'open'
  | 'awaiting-answer'
  | 'signing-off'
  | 'listening'
  | 'hdlc';

/** What a client hears. `challenge`: P0. */
export type ClientStimulus =
  | 'identification'
  | 'challenge'
  | 'break'
  | 'ACK'
  | 'NAK'
  | 'data'
  | 'text'
  | 'faulty'
  | 'other';

export type ClientAction =
  | 'identified'
  | 'challenged'
  | 'read-out'
  | 'answered'
  | 'acknowledged'
  | 'repeat'
  | 'ask-again'
  | 'closed'
  | 'push-begins'
  | 'pushed'
  | 'late';

type Row = Readonly<Record<ClientStimulus, ClientAction>>;

const LATE: Row = {
  identification: 'late',
  challenge: 'late',
  break: 'late',
  ACK: 'late',
  NAK: 'late',
  data: 'late',
  text: 'late',
  faulty: 'late',
  other: 'late',
};

/** What the client half does with what it hears; `late`: nothing that is waited for (IEC 62056-21 6.4). */
export const CLIENT_TABLE: Readonly<Record<ClientState, Row>> = {
  idle: LATE,
  waking: LATE,
  requesting: { ...LATE, identification: 'identified' },
  selecting: LATE,
  'awaiting-readout': { ...LATE, data: 'read-out', text: 'read-out', break: 'closed', faulty: 'ask-again' },
  'awaiting-challenge': { ...LATE, challenge: 'challenged', data: 'answered', break: 'closed', faulty: 'ask-again' },
  confirming: LATE,
  open: { ...LATE, break: 'closed' },
  'awaiting-answer': {
    ...LATE,
    ACK: 'acknowledged',
    NAK: 'repeat',
    data: 'answered',
    break: 'closed',
    faulty: 'ask-again',
  },
  'signing-off': { ...LATE, NAK: 'repeat' },
  listening: { ...LATE, identification: 'push-begins', text: 'pushed' },
  hdlc: LATE,
};
