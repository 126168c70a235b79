/** How many checks of a stage went well. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Reads a tally from what a stage printed: our own closing line, or that of vitest. A stage that prints neither is one
 * check, and a stage that failed has at least one that did.
 */
export function tallyIn(output: string, exitCode: number): Tally {
  const tally = ownLine(output) ?? vitestLine(output) ?? { passed: exitCode === 0 ? 1 : 0, failed: 0, skipped: 0 };
  return exitCode === 0 ? tally : { ...tally, failed: Math.max(1, tally.failed) };
}

function ownLine(output: string): Tally | undefined {
  const [line] = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].slice(-1);
  return line && { passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3] ?? 0) };
}

/** `Tests  1 failed | 511 passed | 2 skipped (514)` */
function vitestLine(output: string): Tally | undefined {
  const [line] = [...output.matchAll(/^\s*Tests\s+(.*\(\d+\))\s*$/gm)].slice(-1);
  if (line === undefined) return undefined;
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line[1] ?? '')?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
