import type { CaseResult } from '#support/verdict/case-results';

/** What a run's exit code says; documented in the README and kept stable. */
export const EXIT = {
  passed: 0,
  /** at least one FAILED */
  meterFault: 1,
  /** command line, rig, features or catalogue; nothing was sent */
  configuration: 2,
  /** no connection at all, none since some case, or another meter than the rig declares */
  bench: 3,
  /** only INCONCLUSIVE stood in the way */
  inconclusive: 4,
  /** nothing selected, or nothing of it applicable */
  nothingRan: 5,
  /** our own error */
  harness: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A fault that was proved outweighs what could not be; our own errors outweigh the bench's. */
export function exitCodeOf(results: readonly CaseResult[]): ExitCode {
  const ran = results.filter(({ verdict }) => verdict !== 'INAPPLICABLE');
  const causes = new Set(ran.map(({ cause }) => cause));
  if (causes.has('meter')) return EXIT.meterFault;
  if (causes.has('harness')) return EXIT.harness;
  if (causes.has('wrong-meter') || causes.has('not-run') || (causes.has('line') && causes.size === 1))
    return EXIT.bench;
  if (causes.has('line') || causes.has('precondition')) return EXIT.inconclusive;
  return ran.length === 0 ? EXIT.nothingRan : EXIT.passed;
}
