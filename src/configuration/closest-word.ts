/**
 * The word of `known` that was probably meant by `written`: at most a third of its letters, and never more than three,
 * are to be changed, put in or left out, capitals aside. `null` when none is that close.
 */
export function closestWord(written: string, known: readonly string[]): string | null {
  const word = written.toLowerCase().slice(0, 100);
  let closest: { readonly word: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const distance = distanceBetween(word, candidate.toLowerCase());
    const most = Math.min(3, Math.ceil(candidate.length / 3));
    if (distance <= most && distance < (closest?.distance ?? Infinity))
      closest = { word: candidate, distance };
  }
  return closest?.word ?? null;
}

/** How many letters are to be changed, put in or left out to make one word of the other (Levenshtein). */
function distanceBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(changed, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
