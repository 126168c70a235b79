import type { KeyState } from './protection-kind';

/** The dedicated keys that a meter could think of when a message under one arrives. */
export interface DedicatedKeys {
  /** agreed by the AARQ of this association */
  readonly own: KeyState | undefined;
  /** agreed last in the whole meter, by whatever client, and not lost with the supply */
  readonly last: KeyState | undefined;
  /** agreed last before the supply was cut */
  readonly beforePowerLoss: KeyState | undefined;
  /** AARQs that the meter has had, the last one among them */
  readonly openings: number;
  /** GUEK of the association */
  readonly globalKey: Uint8Array;
}

/** Decisions over dedicated keys beside their counters (GB 9.2.3.3.7.3). */
export interface DedicatedKeyPolicy {
  /** The dedicated key of an association. Right: the one that its own AARQ brought, and no other. */
  dedicatedKeyInForce(keys: DedicatedKeys): KeyState | undefined;
}

export const conformingDedicatedKeys: DedicatedKeyPolicy = {
  dedicatedKeyInForce: ({ own }) => own,
};
