/** A sum whose terms fade with time. A plain JSON object; {@link addTo} and {@link addSpan} alone change it, in place. */
export interface FadingSum {
  /** As it was at `at`, epoch ms. */
  sum: number;
  at: number;
}

export function newSum(): FadingSum {
  return { sum: 0, at: 0 };
}

/** What is left of the sum at a time; each term fades to 1 / e in `memoryMs`. A time before the last one counts as the last one. */
export function sumAt({ sum, at }: FadingSum, now: number, memoryMs: number): number {
  return sum === 0 ? 0 : sum * Math.exp(-Math.max(0, now - at) / memoryMs);
}

/** Adds a term now. */
export function addTo(fading: FadingSum, term: number, now: number, memoryMs: number): void {
  fading.sum = sumAt(fading, now, memoryMs) + term;
  fading.at = Math.max(fading.at, now);
}

/** Adds what goes on at `rate` per ms since `from`, faded by what has passed of it. */
export function addSpan(fading: FadingSum, rate: number, from: number, now: number, memoryMs: number): void {
  if (now > from) addTo(fading, rate * memoryMs * (1 - Math.exp(-(now - from) / memoryMs)), now, memoryMs);
}
