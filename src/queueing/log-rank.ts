import type { ObservedWait } from "./laws/patience.ts";

/**
 * Whether two samples are equally patient: the log-rank statistic (Mantel 1966), about standard normal if they are. It is how many of the
 * first gave up, less how many would if both were one sample, in standard deviations: positive where the first are less patient. Service
 * censors patience; of equal waits those who gave up come first. 0 where nobody gave up while both had somebody left.
 */
export function logRank(first: readonly ObservedWait[], second: readonly ObservedWait[]): number {
  const ascending = (one: ObservedWait, other: ObservedWait) => one.wait - other.wait;
  const [a, b] = [first.toSorted(ascending), second.toSorted(ascending)];
  let excess = 0;
  let variance = 0;
  let [nextA, nextB] = [0, 0];
  while (nextA < a.length && nextB < b.length) {
    const wait = Math.min(a[nextA]!.wait, b[nextB]!.wait);
    const [leftA, leftB] = [a.length - nextA, b.length - nextB];
    const [endA, gaveUpA] = passed(a, nextA, wait);
    const [endB, gaveUpB] = passed(b, nextB, wait);
    [nextA, nextB] = [endA, endB];
    const left = leftA + leftB;
    const gaveUp = gaveUpA + gaveUpB;
    if (gaveUp === 0) continue;
    const shareA = leftA / left;
    excess += gaveUpA - gaveUp * shareA;
    variance += (gaveUp * shareA * (1 - shareA) * (left - gaveUp)) / (left - 1);
  }
  return variance > 0 ? excess / Math.sqrt(variance) : 0;
}

/** Behind those who waited just so long, and how many of them gave up. */
function passed(sorted: readonly ObservedWait[], from: number, wait: number): [end: number, gaveUp: number] {
  let end = from;
  let gaveUp = 0;
  for (; end < sorted.length && sorted[end]!.wait === wait; end++) if (sorted[end]!.gaveUp) gaveUp++;
  return [end, gaveUp];
}
