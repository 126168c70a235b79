import type { ControlKind } from './control';

/** NDM: disconnected; NRM: connected; NRM-FRMR: a frame was rejected, only SNRM and DISC help (hdlc.md 9.1). */
export type SecondaryMode = 'NDM' | 'NRM' | 'NRM-FRMR';

export type SecondaryAction =
  | 'connect'
  | 'disconnect'
  | 'take-information'
  | 'take-supervision'
  | 'take-unnumbered'
  | 'reject-control'
  | 'take-response-code'
  | 'say-disconnected'
  | 'repeat-rejection'
  | 'ignore';

/** What a secondary station does with a frame that is addressed to it and right in itself (hdlc.md 9.1). */
export const SECONDARY_TABLE: Readonly<Record<SecondaryMode, Readonly<Record<ControlKind, SecondaryAction>>>> = {
  NDM: {
    SNRM: 'connect',
    DISC: 'disconnect',
    I: 'say-disconnected',
    RR: 'say-disconnected',
    RNR: 'say-disconnected',
    UI: 'take-unnumbered',
    UA: 'ignore',
    DM: 'ignore',
    FRMR: 'ignore',
    unsupported: 'say-disconnected',
  },
  NRM: {
    SNRM: 'connect',
    DISC: 'disconnect',
    I: 'take-information',
    RR: 'take-supervision',
    RNR: 'take-supervision',
    UI: 'take-unnumbered',
    UA: 'take-response-code',
    DM: 'take-response-code',
    FRMR: 'take-response-code',
    unsupported: 'reject-control',
  },
  'NRM-FRMR': {
    SNRM: 'connect',
    DISC: 'disconnect',
    I: 'repeat-rejection',
    RR: 'repeat-rejection',
    RNR: 'repeat-rejection',
    UI: 'repeat-rejection',
    UA: 'ignore',
    DM: 'ignore',
    FRMR: 'ignore',
    unsupported: 'repeat-rejection',
  },
};
