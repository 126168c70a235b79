/**
 * `start`: 300 Bd, waiting for a request; `asleep`: the same of a battery meter that wants to be woken; `locked`:
 * programming mode before a password; `pushing`: mode D (iec62056-21.md 9).
 */
export type ServerState =
  | 'asleep'
  | 'start'
  | 'waiting-option'
  | 'readout'
  | 'locked'
  | 'programming'
  | 'pushing'
  | 'hdlc';

/** What a meter hears. `faulty-option`: what began like an option select. */
export type ServerStimulus =
  | 'request'
  | 'option-select'
  | 'command'
  | 'break'
  | 'ACK'
  | 'NAK'
  | 'faulty-option'
  | 'faulty'
  | 'other';

export type ServerAction =
  | 'identify'
  | 'select'
  | 'read-out-slowly'
  | 'repeat'
  | 'serve'
  | 'go-on'
  | 'refuse-faulty'
  | 'sign-off'
  | 'ignore';

type Row = Readonly<Record<ServerStimulus, ServerAction>>;

const DEAF: Row = {
  request: 'ignore',
  'option-select': 'ignore',
  command: 'ignore',
  break: 'ignore',
  ACK: 'ignore',
  NAK: 'ignore',
  'faulty-option': 'ignore',
  faulty: 'ignore',
  other: 'ignore',
};

const COMMANDED: Row = {
  ...DEAF,
  command: 'serve',
  break: 'sign-off',
  ACK: 'go-on',
  NAK: 'repeat',
  'faulty-option': 'refuse-faulty',
  faulty: 'refuse-faulty',
};

/** What a meter does with what it hears while it does not send (IEC 62056-21 6.4, iec62056-21.md 9). */
export const SERVER_TABLE: Readonly<Record<ServerState, Row>> = {
  asleep: DEAF,
  start: { ...DEAF, request: 'identify' },
  'waiting-option': {
    ...DEAF,
    request: 'identify',
    'option-select': 'select',
    break: 'sign-off',
    NAK: 'repeat',
    'faulty-option': 'read-out-slowly',
  },
  readout: { ...DEAF, break: 'sign-off', NAK: 'repeat' },
  locked: COMMANDED,
  programming: COMMANDED,
  pushing: DEAF,
  hdlc: DEAF,
};
