import { conforming, type MeterPolicy } from '../policy';

/** Links over which mutants are tried, in the order of preference. */
export const MUTANT_LINKS = ['wrapper', 'hdlc', 'optical', 'udp'] as const;
export type MutantLink = (typeof MUTANT_LINKS)[number];

/** A meter that does one thing wrong, as a row of a table. */
export interface Mutant {
  readonly id: string;
  /** ids of the cases of which at least one must fail on it */
  readonly violates: readonly string[];
  /** completes the sentence "a meter that …" */
  readonly fault: string;
  /** the one wrong decision, or the few that make up one fault */
  readonly policy?: Partial<MeterPolicy>;
  /** over which link alone it is tried; without one over those to which a case that it violates applies */
  readonly link?: MutantLink;
  /** what becomes of each WPDU, HDLC transmission or sign-on message that it sends */
  readonly wire?: (octets: Uint8Array) => Uint8Array;
  /** a real meter, or a class of them, known to do this */
  readonly seenIn?: string;
  /** why the row cannot be run now */
  readonly ignored?: string;
}

/** The whole policy of a mutant: right but for its fault. */
export function mutantPolicy({ policy }: Mutant): MeterPolicy {
  return { ...conforming, ...policy };
}
