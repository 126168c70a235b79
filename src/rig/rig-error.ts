/** A rig file, or what it refers to, is wrong: the person who wrote it can mend it, and nothing has been sent yet. */
export class RigError extends Error {
  override name = 'RigError';
}
