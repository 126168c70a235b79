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
  /** names of the rigs over which they FAILED; where it survived, of those over which it was tried */
  readonly rigs: readonly string[];
}

export interface NullMeterOutcome {
  readonly id: string;
  /** scenarios that it passed, over all rigs together */
  readonly passed: number;
  readonly negativePassed: number;
  readonly overRigs: readonly NullMeterOverRig[];
}

export interface NullMeterOverRig {
  readonly rig: string;
  readonly passed: number;
  readonly negativePassed: number;
}

/** The conforming simulator's verdicts over one rig. */
export interface RigBaseline {
  readonly rig: string;
  readonly counts: Counts;
}

/** mutants.json: the contract for machines. Fields are added, never renamed or removed. */
export interface MutantsFile {
  /** the conforming simulator's verdicts, each scenario over the first rig to which it applies */
  readonly baseline: Counts;
  /** rig by rig; empty where only single mutants were tried */
  readonly baselines: readonly RigBaseline[];
  readonly mutants: readonly MutantOutcome[];
  readonly nullMeters: readonly NullMeterOutcome[];
}
