/** A stretch that shows as a name. */
export interface NamedSpan {
  readonly name: string;
  readonly from: number;
  /** behind the last one */
  readonly to: number;
}

/**
 * Splits 0..length into what is shown and what is replaced by `‹name›`. Spans that overlap are replaced as one, by
 * the names of all of them, so that no end of one sticks out beside the other.
 * @param show the text of a stretch that is kept
 */
export function replaceSpans(
  spans: readonly NamedSpan[],
  length: number,
  show: (from: number, to: number) => string,
): string[] {
  const pieces: string[] = [];
  let shownTo = 0;
  for (const hidden of merged(spans)) {
    if (hidden.from > shownTo) pieces.push(show(shownTo, hidden.from));
    pieces.push([...hidden.names].map((name) => `‹${name}›`).join(''));
    shownTo = hidden.to;
  }
  if (shownTo < length) pieces.push(show(shownTo, length));
  return pieces;
}

interface MergedSpan {
  readonly names: Set<string>;
  readonly from: number;
  to: number;
}

function merged(spans: readonly NamedSpan[]): MergedSpan[] {
  const groups: MergedSpan[] = [];
  let last: MergedSpan | undefined;
  for (const { name, from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (last !== undefined && from < last.to) {
      last.names.add(name);
      last.to = Math.max(last.to, to);
    } else {
      last = { names: new Set([name]), from, to };
      groups.push(last);
    }
  }
  return groups;
}
