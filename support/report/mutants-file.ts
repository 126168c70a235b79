import type { Counts } from './results-file';

export type MutantStatus = 'killed' | 'survived' | 'killed-elsewhere' | 'ignored';

export interface MutantOutcome {
  readonly id: string;
  /** cases of the catalogue, of which one at least must fail */
  readonly violates: readonly string[];
  /** completes the sentence "a meter that …" */
  readonly fault: string;
  readonly status: MutantStatus;
  /** cases that FAILED: of those it violates, or, where it was killed elsewhere, others */
  readonly killedBy: readonly string[];
}

export interface NullMeterOutcome {
  readonly id: string;
  /** scenarios that it passed */
  readonly passed: number;
  readonly negativePassed: number;
}

/** mutants.json: the contract for machines. Fields are added, never renamed or removed. */
export interface MutantsFile {
  /** the conforming simulator's verdicts */
  readonly baseline: Counts;
  readonly mutants: readonly MutantOutcome[];
  readonly nullMeters: readonly NullMeterOutcome[];
}
