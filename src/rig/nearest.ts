/** The known word that differs least from `wrong`, when it differs in a third of its letters at most. */
export function nearest(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.ceil(wrong.length / 3) + 1;
  for (const word of known) {
    const edits = distance(wrong.toLowerCase(), word.toLowerCase());
    if (edits >= least) continue;
    least = edits;
    best = word;
  }
  return best;
}

/** Number of letters to insert, delete, replace or swap with their neighbour. */
function distance(from: string, to: string): number {
  const table = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    table.push(row);
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] && i > 1 && j > 1 ? at(i - 2, j - 2) + 1 : replaced;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(from.length, to.length);
}
