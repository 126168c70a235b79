import type { MeterPolicy } from '#simulator/policy';

/** The simulated meter with one deliberate fault. */
export interface Mutant {
  readonly id: string;
  /** cases of which at least one must fail */
  readonly violates: readonly string[];
  /** completes the sentence "a meter that …" */
  readonly fault: string;
  /** the wrong decisions */
  readonly policy?: Partial<MeterPolicy>;
  /** the last word over each WPDU that the meter sends */
  readonly wire?: (octets: Uint8Array) => Uint8Array;
  /** why it is not tried */
  readonly ignored?: string;
}
