/** What an object keeps alive: the octets of all arrays within its reach, and how many things those are in all. */
export interface Retained {
  readonly octets: number;
  readonly things: number;
}

/** Functions and what they close over are not followed. */
export function retainedBy(root: object): Retained {
  const seen = new Set<object>();
  const open: object[] = [root];
  let octets = 0;
  for (let thing = open.pop(); thing !== undefined; thing = open.pop()) {
    if (seen.has(thing)) continue;
    seen.add(thing);
    if (thing instanceof ArrayBuffer) octets += thing.byteLength;
    else open.push(...partsOf(thing));
  }
  return { octets, things: seen.size };
}

function partsOf(thing: object): object[] {
  if (ArrayBuffer.isView(thing)) return [thing.buffer];
  if (thing instanceof Map) return [...thing.keys(), ...thing.values()].filter(isObject);
  if (thing instanceof Set) return [...thing].filter(isObject);
  return Object.values(thing).filter(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
