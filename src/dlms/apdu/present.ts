/** As T, but no member is undefined or null: it has a value or is not there. */
export type Present<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

/** Leaves out the members that are undefined, so that an absent optional field is absent and not `undefined`. */
export function present<T extends object>(members: T): Present<T> {
  const kept: Present<T> = {};
  for (const key in members) {
    const value = members[key];
    if (value !== undefined && value !== null) kept[key] = value;
  }
  return kept;
}
