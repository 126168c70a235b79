/** Milliseconds on the monotonic scale of the caller's clock; only differences mean anything. */
export type Instant = number;

/** The earliest of some deadlines, undefined when none is set. */
export function earliest(...deadlines: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined;
  for (const deadline of deadlines) {
    if (deadline !== undefined && (first === undefined || deadline < first)) first = deadline;
  }
  return first;
}
