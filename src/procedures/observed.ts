import type { Reply } from '#client/reply';

/** One answer of the meter and the stimulus that it answered, in words for the report. */
export interface Observed {
  readonly what: string;
  readonly reply: Reply;
  /** the row of refusals.yaml that judges it, where it is not the case's own, e.g. `data service` */
  readonly variant?: string;
}

/** Runs one stimulus and keeps its answer under a name. */
export async function observe(what: string, stimulus: Promise<Reply>, variant?: string): Promise<Observed> {
  return { what, reply: await stimulus, ...(variant !== undefined && { variant }) };
}
