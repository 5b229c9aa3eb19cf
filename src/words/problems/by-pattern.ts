/** Patterns of sentences that are said elsewhere, each with what stands in its place; `$1` is what the pattern holds. */
export type Patterns = readonly (readonly [pattern: RegExp, instead: string])[];

/** A text with every pattern replaced, one after the other. */
export function byPattern(text: string, patterns: Patterns): string {
  return patterns.reduce((before, [pattern, instead]) => before.replace(pattern, instead), text);
}
