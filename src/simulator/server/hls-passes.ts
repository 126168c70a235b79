/** Pass 3 as it came. */
export interface PassThreeSituation {
  /** f(StoC) */
  readonly answer: Uint8Array;
  /** counter of the carrying APDU, where that was protected under the GUEK */
  readonly carrier: number | undefined;
  /** lowest acceptable counter of the GUEK before the carrying APDU */
  readonly lowestBefore: number;
}

/** Passes 3 and 4 of one mechanism in one association (GB 9.2.2.2.2). */
export interface HlsPasses {
  /** Is this f(StoC)? */
  accepts(situation: PassThreeSituation): boolean;
  /** What pass 4 returns: f(CtoS), or nothing. `received` is the client's own answer. */
  reply(received: Uint8Array): Uint8Array | undefined;
}
