import type { Reply } from '#client/reply';

/** One answer of the meter and the stimulus that it answered, in words for the report. */
export interface Observed {
  readonly what: string;
  readonly reply: Reply;
}

/** Runs one stimulus and keeps its answer under a name. */
export async function observe(what: string, stimulus: Promise<Reply>): Promise<Observed> {
  return { what, reply: await stimulus };
}
