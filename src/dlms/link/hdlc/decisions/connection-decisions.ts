import {
  decodeParameters,
  type LinkParameters,
  negotiated,
  type ParameterEncoding,
  type ParameterField,
  type ProposedParameters,
  USUAL_ENCODING,
  withoutDefaults,
} from '../negotiation-parameters';

/** What speaks against the parameters of an SNRM. */
export type ParameterFault = 'malformed' | 'unknown-parameter';

/** Decisions over SNRM, DISC and the life of a link (IEC 62056-46 6.4.4, hdlc.md 7, 9.1). Times are milliseconds. */
export interface ConnectionDecisions {
  /** May one more link be set up beside `open` others? Right: below the `maximum`, for any client; DM else. */
  acceptsLink(request: { readonly open: number; readonly maximum: number; readonly client: number }): boolean;
  /** Right: an SNRM without an information field proposes the defaults. */
  acceptsBareSnrm(): boolean;
  /** The information field of an SNRM. Right: identifier, length and value of each parameter, values of any length that the standard gives; PeerProtocolError where it is broken. */
  readsParameters(information: Uint8Array): ParameterField;
  /** Right: neither is accepted; DM. */
  acceptsParameterFault(fault: ParameterFault): boolean;
  /** To an SNRM that is refused. Right: DM. */
  answersRefusedSnrm(): 'DM' | 'silence';
  /** Where an SNRM that is refused leaves the link. Right: down. */
  linkAfterRefusal(): 'down' | 'up';
  /** Right: for each direction the smaller of the proposal and our own limit. */
  negotiates(proposal: ProposedParameters, limits: LinkParameters): LinkParameters;
  /** What the UA names of the result. Right: all of it; nothing to a bare SNRM, as long as defaults say the same. */
  announces(result: LinkParameters, request: { readonly isBare: boolean }): ProposedParameters;
  parameterEncoding(): ParameterEncoding;
  /** What an SNRM does to a link that is up. Right: it `restarts` it. */
  onSecondSnrm(): 'restarts' | 'ignored' | 'refused' | 'confirmed-only';
  /** Does SNRM end the state after FRMR? Right: yes. */
  recoversBySnrm(): boolean;
  /** Right: a new SNRM forgets the segments of a message that is incomplete. */
  dropsSegmentsOnSnrm(): boolean;
  /** Right: UA while connected, DM else, whatever stands in its information field. */
  answersDisc(disc: { readonly isConnected: boolean; readonly informationLength: number }): 'UA' | 'DM' | 'silence';
  /** Right: DISC ends the link. */
  obeysDisc(): boolean;
  /** To I, RR, RNR and unknown commands while disconnected. Right: DM; `serves` takes them as if connected. */
  whileDisconnected(command: 'I' | 'RR' | 'RNR' | 'unsupported'): 'DM' | 'silence' | 'serves';
  /** The silence after which all links of a line are gone; undefined for never. Right: the configured one, where 0 means never (BB 4.7.2). */
  inactivityMs(configured: number): number | undefined;
  /** Right: every octet, received or sent. */
  restartsInactivity(by: 'received' | 'sent'): boolean;
  /** Right: nothing is sent. */
  saysOnInactivity(): 'nothing' | 'DM';
}

export const conformingConnection: ConnectionDecisions = {
  acceptsLink: ({ open, maximum }) => open < maximum,
  acceptsBareSnrm: () => true,
  readsParameters: decodeParameters,
  acceptsParameterFault: () => false,
  answersRefusedSnrm: () => 'DM',
  linkAfterRefusal: () => 'down',
  negotiates: negotiated,
  announces: (result, { isBare }) => (isBare ? withoutDefaults(result) : result),
  parameterEncoding: () => USUAL_ENCODING,
  onSecondSnrm: () => 'restarts',
  recoversBySnrm: () => true,
  dropsSegmentsOnSnrm: () => true,
  answersDisc: ({ isConnected }) => (isConnected ? 'UA' : 'DM'),
  obeysDisc: () => true,
  whileDisconnected: () => 'DM',
  inactivityMs: (configured) => (configured > 0 ? configured : undefined),
  restartsInactivity: () => true,
  saysOnInactivity: () => 'nothing',
};
