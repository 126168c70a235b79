/** A meter file is wrong: the person who wrote it can mend it. Says file, line and field, and repeats no value. */
export class MeterError extends Error {
  override name = 'MeterError';
}
