/** Number of single-character edits between two short texts (Levenshtein); neighbours swapped count as two. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The candidate that was probably meant: a beginning of it was typed, or it is at most two edits away. */
export function suggest(typed: string, candidates: readonly string[]): string | undefined {
  const wanted = typed.slice(0, 100).toLowerCase();
  const byBeginning = candidates.find((candidate) => wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted));
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= 2 && distance < candidate.length - 1)
    .sort((a, b) => a.distance - b.distance);
  return byBeginning ?? nearest?.candidate;
}

/** ` Did you mean X?` with a leading space, or nothing. */
export function didYouMean(typed: string, candidates: readonly string[], prefix = ''): string {
  const meant = suggest(typed, candidates);
  return meant === undefined ? '' : ` Did you mean ${prefix}${meant}?`;
}
