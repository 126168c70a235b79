import type { ControlKind } from './control';

/**
 * `idle`: connected, the floor is ours; `waiting`: connected, the meter has it; `broken`: a frame was rejected or the
 * meter is silent, only SNRM and DISC help (hdlc.md 9.4).
 */
export type PrimaryState = 'disconnected' | 'connecting' | 'idle' | 'waiting' | 'broken' | 'disconnecting';

export type PrimaryAction =
  | 'connected'
  | 'refused'
  | 'closed'
  | 'lost'
  | 'rejected'
  | 'take-information'
  | 'take-supervision'
  | 'take-unnumbered'
  | 'out-of-turn'
  | 'ignore';

const COMMANDS = { SNRM: 'out-of-turn', DISC: 'out-of-turn', unsupported: 'out-of-turn' } as const;
const NO_DATA = { I: 'ignore', RR: 'ignore', RNR: 'ignore', UI: 'take-unnumbered' } as const;

/**
 * What the client half does with a frame of its meter. `ignore`: answers to what was asked before, which may be late;
 * `out-of-turn`: what no meter sends here.
 */
export const PRIMARY_TABLE: Readonly<Record<PrimaryState, Readonly<Record<ControlKind, PrimaryAction>>>> = {
  disconnected: { ...COMMANDS, ...NO_DATA, UA: 'ignore', DM: 'ignore', FRMR: 'ignore' },
  connecting: { ...COMMANDS, ...NO_DATA, UA: 'connected', DM: 'refused', FRMR: 'ignore' },
  idle: {
    ...COMMANDS,
    I: 'take-information',
    RR: 'take-supervision',
    RNR: 'take-supervision',
    UI: 'take-unnumbered',
    UA: 'ignore',
    DM: 'lost',
    FRMR: 'rejected',
  },
  waiting: {
    ...COMMANDS,
    I: 'take-information',
    RR: 'take-supervision',
    RNR: 'take-supervision',
    UI: 'take-unnumbered',
    UA: 'ignore',
    DM: 'lost',
    FRMR: 'rejected',
  },
  broken: { ...COMMANDS, ...NO_DATA, UA: 'ignore', DM: 'lost', FRMR: 'ignore' },
  disconnecting: { ...COMMANDS, ...NO_DATA, UA: 'closed', DM: 'closed', FRMR: 'ignore' },
};
