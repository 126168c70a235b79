import { conformingSignOn, type SignOnDecisions } from '#dlms/link/optical/sign-on-decisions';

/** Decisions of a meter on its local port, before HDLC begins: sign-on, readout, programming mode (IEC 62056-21). */
export type SignOnPolicy = SignOnDecisions;

export const conformingSignOnPolicy: SignOnPolicy = conformingSignOn;
