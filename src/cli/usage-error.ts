/** The command line asks for something that cannot be. One line. */
export class UsageError extends Error {
  override name = 'UsageError';
}
